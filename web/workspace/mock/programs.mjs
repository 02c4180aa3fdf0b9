// Versions of a program, as the desk would tell of them.
import { iso } from "./data.mjs";

const day = 86400;
const hashes = ["9f2c61aa0b", "41d0c3e877", "c0ffee1234"];
const state = { planned: false };

export const version_files = {
  files: [
    { name: "program.yaml", content: "program: example\ntitle: {en: Support, ja: サポート}\nzone: Asia/Tokyo\n" },
    { name: "clocks.yaml", content: "clocks:\n  first_response: {starts: opened, met_by: reply, within: 15m}\n" },
  ],
};

export function versions_of(desk) {
  const by = { id: 7, name: desk.people[0].name };
  const version = (hash, effective, days, in_force) => ({
    hash,
    effective,
    title: "Support",
    stored_at: iso(-days * day),
    by,
    in_force,
    readable: true,
  });
  const enactment = (id, hash, days, held, more = {}) => ({
    id,
    hash,
    decided_at: iso(-days * day),
    starts_at: iso(-days * day),
    by,
    state: held,
    in_flight: "keep",
    spliced: 12,
    moved: 0,
    unfinished: false,
    ...more,
  });
  return {
    program: { id: 1, key: "example" },
    versions: [
      version(hashes[2], "2027-01-01", 1, false),
      version(hashes[0], "2026-10-01", 30, true),
      version(hashes[1], "2026-01-01", 300, false),
    ],
    enactments: [
      ...(state.planned ? [enactment(3, hashes[2], -10, "planned", { unfinished: true, in_flight: "move" })] : []),
      enactment(2, hashes[0], 30, "in_force"),
      enactment(1, hashes[1], 300, "in_force"),
    ],
  };
}

function checked(desk, files) {
  const broken = files.some((each) => /nonsense/.test(each.content));
  const finding = (weight, words, remedy, line) => ({ weight, file: "clocks.yaml", line, key: "clocks.first_response.within", words, remedy });
  if (broken)
    return { hash: "", findings: [finding("error", desk.say("`nonsense` is no key here", "`nonsense` というキーはありません"), "within", 2)] };
  return {
    hash: hashes[2],
    findings: [
      finding(
        "warning",
        desk.say(
          "15 minutes run at any hour, but the team works Monday to Friday, 09:00 to 17:00. Opened Sat 3 Oct 02:00 Tokyo: due 02:15, nobody is there before Mon 09:00.",
          "15 分の約束は 24 時間進みますが、担当チームの稼働は月~金曜日の 9:00~17:00 です。例:10月3日(土)2:00 に受付 → 期限は 2:15、次の稼働は月曜日 9:00。",
        ),
        "15m in office",
        2,
      ),
    ],
    differences: [
      { words: desk.say("First response, severity 1: 30 minutes → 15 minutes", "初回応答(重大度 1):30 分 → 15 分"), effect: "better" },
      { words: desk.say("Phone: no longer offered at weekends", "電話:週末は対象外になります"), effect: "worse" },
    ],
    gaps: [{ words: desk.say("Every Sat 00:00 to Mon 09:00, 104 times", "毎週 土曜日 0:00~月曜日 9:00(104 回)"), times: 104 }],
    picture: "",
    proof_note: "",
  };
}

// Undefined: no call of this part.
export function ask_programs(desk, method, path, text) {
  const body = text ? JSON.parse(text) : {};
  if (path === "/desk/programs/check") return checked(desk, body.files);
  if (path === "/desk/programs/dry_run")
    return {
      requests: 42,
      all: true,
      later: 1,
      earlier: 6,
      breached_now: 1,
      begun: 0,
      withdrawn: 0,
      moved: [
        { ticket_id: 1042, subject: "API", clock: "first_response", before: iso(1200), after: iso(-60), breached_now: true },
        { ticket_id: 1043, subject: "VPN", clock: "restore", before: iso(7200), after: iso(3 * day), breached_now: false },
      ],
    };
  if (path === "/desk/programs/backtest")
    return {
      requests: 1280,
      all: true,
      diverged: 3,
      clocks: [
        { name: desk.say("First response", "初回応答"), met: 1201, missed: 79, met_then: 1120, missed_then: 160 },
        { name: desk.say("Next update", "次回連絡"), met: 900, missed: 40, met_then: 905, missed_then: 35 },
      ],
      changed: [{ ticket_id: 1042, words: desk.say("First response: met → missed", "初回応答:遵守 → 超過") }],
    };
  if (path === "/desk/programs/drafts") return { program: 1, hash: hashes[2] };
  if (path === "/desk/programs") {
    state.planned = Boolean(body.from);
    return { state: body.from ? "planned" : "in_force", hash: hashes[2] };
  }
  if (method === "DELETE" && /^\/desk\/enactments\/\d+$/.test(path)) {
    state.planned = false;
    return { state: "withdrawn" };
  }
  return undefined;
}
