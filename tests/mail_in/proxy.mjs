// Between reader and server: passes bytes on and cuts the connection where `cutAt(text so far)` says so.
import { createConnection, createServer } from "node:net";

export class Proxy {
  constructor(target) {
    this.target = target;
    this.cutAt = () => false;
    this.connections = 0;
    this.cuts = 0;
  }

  async start() {
    this.sockets = new Set();
    this.server = createServer((client) => {
      this.connections += 1;
      const server = createConnection(this.target, "127.0.0.1");
      let seen = "";
      for (const each of [client, server]) {
        this.sockets.add(each);
        each.on("error", () => {});
        each.on("close", () => (client.destroy(), server.destroy()));
      }
      client.pipe(server);
      server.on("data", (some) => {
        const half = some.length >> 1; // so that a cut comes in the middle of what the server sent
        for (const part of [some.subarray(0, half), some.subarray(half)]) {
          seen = (seen + part.toString("latin1")).slice(-200000);
          if (this.cutAt(seen)) {
            this.cuts += 1;
            client.end(() => client.destroy());
            server.destroy();
            return;
          }
          client.write(part);
        }
      });
    });
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    return this;
  }

  async stop() {
    for (const each of this.sockets) each.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
