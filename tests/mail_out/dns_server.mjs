// A name server with the zones a test gives it, over UDP and, for what is longer than 512 bytes, TCP.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const types = { A: 1, MX: 15, TXT: 16, AAAA: 28 };

const name_bytes = (name) =>
  Buffer.concat([
    ...name.split(".").filter(Boolean).map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

const data_bytes = {
  A: (value) => Buffer.from(value.split(".").map(Number)),
  AAAA: (value) => Buffer.from(value.split(":").map((group) => group.padStart(4, "0")).join(""), "hex"),
  MX: (value) => {
    const [preference, host] = value.split(" ");
    return Buffer.concat([Buffer.from([0, Number(preference)]), name_bytes(host)]);
  },
  TXT: (value) => {
    const pieces = value.match(/[^]{1,255}/g) ?? [""];
    return Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), Buffer.from(piece)])));
  },
};

export class NameServer {
  // {"desk.example": {TXT: ["v=spf1 -all"], MX: […]}}; "silent" instead of an object: no answer ever.
  constructor(zones) {
    this.zones = zones;
    this.by_tcp = 0;
  }

  answer(query, most) {
    const labels = [];
    let at = 12;
    for (; query[at] !== 0; at += query[at] + 1) labels.push(query.toString("latin1", at + 1, at + 1 + query[at]));
    const type = Object.keys(types).find((each) => types[each] === query.readUInt16BE(at + 1));
    const question = query.subarray(12, at + 5);
    const zone = this.zones[labels.join(".").toLowerCase()];
    if (zone === "silent") return null;
    const records = (zone?.[type] ?? []).map((value) => {
      const data = data_bytes[type](value);
      const head = Buffer.from([0xc0, 12, 0, types[type], 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 255]);
      return Buffer.concat([head, data]);
    });
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (zone ? 0 : 3), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    const whole = Buffer.concat([header, question, ...records]);
    if (whole.length <= most) return whole;
    header.writeUInt16BE(0x8380, 2);
    header.writeUInt16BE(0, 6);
    return Buffer.concat([header, question]);
  }

  async start() {
    this.tcp = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (some) => {
        this.by_tcp += 1;
        const reply = this.answer(some.subarray(2), 65_535);
        socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]));
      });
    });
    await new Promise((resolve) => this.tcp.listen(0, "127.0.0.1", resolve));
    const { port } = this.tcp.address();
    this.udp = createSocket("udp4");
    this.udp.on("message", (query, from) => {
      const reply = this.answer(query, 512);
      if (reply) this.udp.send(reply, from.port, from.address);
    });
    await new Promise((resolve) => this.udp.bind(port, "127.0.0.1", resolve));
    this.address = `127.0.0.1:${port}`;
    return this;
  }

  stop() {
    this.udp.close();
    this.tcp.close();
  }
}
