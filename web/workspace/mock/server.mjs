// server.mjs [PORT] -- the workspace over made-up data, for looking at it: /desk?language=ja. Development only.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { iso, make_desk, make_items } from "./data.mjs";
import { board, customer, evidence, escalations, handoffs, meetings, thin_spots } from "./board.mjs";
import { agents, exceptions, rotas, shifts } from "./hours.mjs";
import { addresses, mailboxes, make_mail } from "./mail.mjs";
import { make_page } from "./page.mjs";
import { ask_programs, version_files, versions_of } from "./programs.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const worlds = new Map(["en", "ja"].map((language) => [language, make_world(language)]));
const listeners = new Set();
const waiting = new Map(); // uploads: token -> name
const seen = new Map();

function make_world(language) {
  const desk = make_desk(language),
    items = make_items(desk);
  return { desk, items, mail: make_mail(desk), pages: new Map(items.map((item) => [item.ticket.id, make_page(desk, item)])) };
}

const in_view = {
  mine: (item, desk) => item.owner === desk.me.user.name,
  open: (item) => item.ticket.status === "open",
  unassigned: (item) => item.owner === "",
  due: (item) => item.clocks.some((clock) => clock.due && Date.parse(clock.due) - Date.now() < 3600000),
  pending: (item) => item.ticket.status === "pending",
  solved: (item) => item.ticket.status === "solved",
  all: () => true,
};
const view_titles = {
  mine: ["Mine", "自分の担当"],
  open: ["Open", "対応中"],
  unassigned: ["Unassigned", "未割り当て"],
  due: ["Due soon", "期限間近"],
  pending: ["Waiting for customers", "回答待ち"],
  solved: ["Solved", "解決済み"],
  all: ["All", "すべて"],
};

const views = ({ desk, items, mail }) => [
  ...Object.keys(in_view).map((view) => ({
    view,
    title: desk.say(...view_titles[view]),
    count: items.filter((item) => in_view[view](item, desk)).length,
    more: false,
  })),
  { view: "mail", title: desk.say("Held mail", "保留中のメール"), count: mail.length, more: false },
];

function queue({ desk, items }, query) {
  const brand = Number(query.get("brand_id") ?? 0),
    view = query.get("view") ?? "mine",
    after = Number(query.get("after") ?? 0);
  const rows = items.filter((item) => in_view[view]?.(item, desk) && (!brand || item.ticket.brand_id === brand));
  return {
    items: rows.slice(after, after + 50),
    meta: { has_more: rows.length > after + 50, after_cursor: rows.length > after + 50 ? String(after + 50) : null },
    now: iso(Math.round((Date.now() - Date.parse(iso(0))) / 1000)),
  };
}

const refuse = (status, description, details = {}) => ({
  status,
  body: { error: "RecordInvalid", description, details },
});

// Just enough that a change is seen to hold, or to be refused.
function act(world, page, path, body) {
  const { desk } = world,
    item = world.items.find((each) => each.ticket.id === page.ticket.id);
  if (path === "severity" && body.level !== page.ticket.severity && !body.consent)
    return refuse(
      422,
      desk.say("The support program does not allow this.", "サポートプログラムの規定により、この操作はできません。"),
      {
        severity: [
          {
            error: "RefusedByProgram",
            description: desk.say("it needs the customer's agreement", "お客様の同意が必要です"),
            clause: "severity.change",
          },
        ],
      },
    );
  if (body.solve === "restored" || (path === "closures" && body.reason === "restored"))
    return refuse(
      422,
      desk.say("This closing reason needs its proof first.", "このクローズ理由には根拠の登録が必要です。"),
      { closure: [{ error: "ProofMissing", description: "restored", clause: "closing.reasons.restored" }] },
    );
  if (path === "replies" || path === "notes")
    page.conversation.push({
      id: page.conversation.length + 1,
      at: iso(Math.round((Date.now() - Date.parse(iso(0))) / 1000)),
      author: desk.me.user.name,
      by_staff: true,
      visibility: path === "notes" ? "staff" : "everyone",
      body: body.body,
      html: "",
      attachments: (body.uploads ?? []).map((token, index) => ({ id: 90 + index, file_name: waiting.get(token), content_type: "text/plain", size: 3, content_url: `/attachments/9${index}/x` })),
      version: 9,
      erased: false,
    });
  if (path === "assignments" && "owner_id" in body)
    item.owner = (page.owner = desk.people.find((each) => each.id === body.owner_id) ?? null)?.name ?? "";
  if (path === "severity") item.ticket.severity = page.ticket.severity = body.level;
  if (path === "promises" || body.promise) page.promise = body.until ?? body.promise;
  if (path === "resumptions") item.ticket.status = page.ticket.status = "open";
  if (path === "holds") item.ticket.status = page.ticket.status = body.waiting_on === "customer" ? "pending" : "hold";
  if (path === "closures" || body.solve) item.ticket.status = page.ticket.status = "solved";
  page.ticket.version += 1;
  for (const listener of listeners)
    listener.write(
      `id: ${page.ticket.version}\nevent: ticket\ndata: ${JSON.stringify({ ticket: page.ticket.id, version: page.ticket.version, position: 1 })}\n\n`,
    );
  return { status: 200, body: { ticket: page.ticket.id, version: page.ticket.version } };
}

function get(world, path, query) {
  if (path === "/desk/me") return world.desk.me;
  if (path === "/desk/programs") return { programs: world.desk.programs };
  if (path === "/desk/views") return { views: views(world) };
  if (path === "/desk/queue") return queue(world, query);
  if (path === "/suspended_tickets") return { suspended_tickets: world.mail, count: world.mail.length };
  if (path === "/mailboxes") return { mailboxes };
  if (/^\/desk\/programs\/\d+\/versions$/.test(path)) return versions_of(world.desk);
  if (/^\/desk\/versions\//.test(path)) return version_files;
  const held = /^\/suspended_tickets\/(\d+)$/.exec(path);
  const one = held && world.mail.find((each) => each.id === Number(held[1]));
  if (held) return one ? { suspended_ticket: one } : null;
  const mailed = /^\/tickets\/(\d+)\/mail$/.exec(path);
  if (mailed) return { addresses: addresses(Number(mailed[1])) };
  if (path === "/desk/board") return board(world);
  if (path === "/desk/agents") return agents(world);
  if (path === "/desk/rotas") return rotas(world);
  if (/^\/desk\/agents\/\d+\/shifts$/.test(path)) return shifts();
  if (path === "/desk/duty_exceptions") return exceptions();
  if (path === "/desk/thin_spots") return thin_spots(world);
  if (path === "/desk/organizations/21/customer") return customer(world);
  if (/^\/tickets\/\d+\/evidence$/.test(path)) return evidence(world);
  if (/^\/tickets\/\d+\/meetings$/.test(path)) return meetings(world);
  if (/^\/tickets\/\d+\/escalations$/.test(path)) return escalations(world);
  if (/^\/tickets\/\d+\/handoffs$/.test(path)) return handoffs(world);
  const page = world.pages.get(Number(/^\/desk\/tickets\/(\d+)$/.exec(path)?.[1]));
  return page ? { ...page, now: iso(Math.round((Date.now() - Date.parse(iso(0))) / 1000)) } : null;
}

function shell(world, bare, admin) {
  const first = {
    me: admin ? { ...world.desk.me, may: [...world.desk.me.may, "lead", "admin"] } : world.desk.me,
    programs: world.desk.programs,
    views: views(world),
    queue: queue(world, new URLSearchParams({ view: "mine" })),
  };
  const json = JSON.stringify(bare ? null : first).replaceAll("<", "\\u003c");
  const data = `<script type="application/json" id="first-data">${json}</script>`;
  return `<!doctype html><html lang="${world.desk.language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"><link rel="stylesheet" href="/index.css"><link rel="preload" as="fetch" href="/${world.desk.language}.json" crossorigin><div id="workspace"></div>${data}<script type="module" src="/index.js"></script></html>`;
}

const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==",
  "base64",
);
const mail = (remote) =>
  `<!doctype html><body style="margin:12px;font:15px/1.6 sans-serif"><p>As it was <b>sent</b>.</p>${remote ? "<p id=remote>pictures</p>" : ""}<table border=1><tr><td>req_8fJ2kP0qLm<td>30.0 s</table></body>`;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'";
const server = createServer((request, response) => {
  const url = new URL(request.url, "http://desk");
  const language =
    url.searchParams.get("language") ?? /language=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "en";
  const world = worlds.get(language) ?? worlds.get("en");
  const answer = (status, type, body, more = {}) =>
    response.writeHead(status, { "Content-Type": type, "Content-Security-Policy": policy, ...more }).end(body);
  const json = (status, body) => answer(status, "application/json", JSON.stringify(body));
  if (url.pathname === "/desk")
    return answer(200, "text/html; charset=utf-8", shell(world, url.searchParams.has("bare"), url.searchParams.has("admin")), {
      "Set-Cookie": `language=${world.desk.language}; Path=/`,
    });
  const file = /^\/(?:index\.css|[\w-]+\.js|(?:later_)?(?:en|ja)\.json)$/.exec(url.pathname);
  if (file)
    return answer(
      200,
      { js: "text/javascript", css: "text/css" }[file[0].split(".")[1]] ?? "application/json",
      readFileSync(dist + url.pathname.slice(1)),
    );
  const path = url.pathname.replace(/^\/api\/v2/, "");
  if (path === "/desk/events") {
    if (url.searchParams.has("never") || process.env.MOCK_NO_STREAM) return json(404, { error: "InvalidEndpoint" });
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write(": here\n\n");
    listeners.add(response);
    return request.on("close", () => listeners.delete(response));
  }
  if (/^\/(attachments|uploads)\//.test(url.pathname)) return answer(200, "image/png", dot);
  if (/\/html$/.test(path))
    return answer(200, "text/html; charset=utf-8", mail(url.searchParams.get("images") === "1"), {
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; sandbox allow-same-origin",
    });
  if (path === "/uploads") {
    const token = `t${waiting.size + 1}`;
    waiting.set(token, url.searchParams.get("filename"));
    return request.resume().on("end", () =>
      setTimeout(() => (/refuse/.test(waiting.get(token)) ? json(413, { description: "too large" }) : json(201, { upload: { token } })), 150),
    );
  }
  if (request.method === "GET") {
    const body = get(world, path, url.searchParams);
    return body
      ? json(200, body)
      : json(404, {
          error: "RecordNotFound",
          description: world.desk.say(
            "There is nothing here, or it is not yours to see.",
            "該当するものがないか、閲覧する権限がありません。",
          ),
        });
  }
  let text = "";
  request
    .on("data", (part) => (text += part))
    .on("end", () => {
      const key = request.headers["idempotency-key"],
        [, id, what] = /^\/tickets\/(\d+)\/(\w+)$/.exec(path) ?? [];
      if (request.headers["x-csrf-token"] !== "token") return json(403, { error: "Forbidden", description: "csrf" });
      const [, mail, recovers] = /^\/suspended_tickets\/(\d+)(\/recover)?$/.exec(path) ?? [];
      if (mail) {
        world.mail = world.mail.filter((each) => each.id !== Number(mail));
        return json(200, recovers ? { mail: Number(mail), ticket: JSON.parse(text).ticket_id ?? 1043 } : {});
      }
      const told = ask_programs(world.desk, request.method, path, text);
      if (told) return json(200, told);
      if (!seen.has(key))
        seen.set(
          key,
          id ? act(world, world.pages.get(Number(id)), what, JSON.parse(text)) : refuse(404, "no such endpoint"),
        );
      const { status, body } = seen.get(key);
      setTimeout(() => json(status, body), 250);
    });
});
server.listen(Number(process.argv[2] ?? 8099), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}/desk`),
);
