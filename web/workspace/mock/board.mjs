// Who is on duty at the made-up desk, and where one request stands.
import { iso } from "./data.mjs";

const hour = 3600;
const of = (item, kind, key, at, owner = "") => ({
  ticket: item.ticket.id, subject: item.ticket.subject, severity: "1", kind, key, at, since: iso(-600), owner, team: item.group ?? "",
});

export function board({ desk, items }) {
  const [first, second, third] = items;
  const person = (id, name, hours) => ({ id, name, site: "sydney", until: iso(hours * hour) });
  return {
    at: iso(0), now: iso(0),
    teams: [
      { program: 1, key: "premier", title: desk.say("Premier team", "プレミアチーム"), kept: true, on_duty: [person(11, "Sam Wilson", 3), person(12, "Anke de Vries", 7)], next: null },
      { program: 1, key: "weekend", title: desk.say("Weekend team", "週末担当チーム"), kept: true, on_duty: [], next: { at: iso(26 * hour), people: [person(13, "Wim", 40)] } },
      { program: 1, key: "align", title: desk.say("Jira Align team", "Jira Alignチーム"), kept: false, on_duty: [], next: null },
    ],
    sites: [
      { site: "sydney", title: desk.say("Sydney", "シドニー"), zone: "Australia/Sydney", local_time: "16:20", on_duty: 1 },
      { site: "amsterdam", title: desk.say("Amsterdam", "アムステルダム"), zone: "Europe/Amsterdam", local_time: "07:20", on_duty: 1 },
    ],
    hanging: [
      { ticket: first.ticket.id, subject: first.ticket.subject, severity: "1", due: iso(18 * 60), owner: "Sam Wilson", team: "", attended: true },
      { ticket: second.ticket.id, subject: second.ticket.subject, severity: "2", due: iso(5 * hour), owner: "", team: desk.say("Premier team", "プレミアチーム"), attended: false },
    ],
    gaps: [of(second, "due_gap", "update", iso(5 * hour))],
    effort_gaps: [], dropped: [], cut: ["escalations"],
    meetings: [of(first, "meeting", "1", iso(20 * hour), "Sam Wilson")],
    meetings_asked: [of(third, "meeting_asked", "2", iso(-hour))],
    handoffs: [of(first, "handoff", "1", iso(2 * hour), "Sam Wilson")],
    escalations: [of(third, "escalation", "1", iso(-hour), "Anke de Vries")],
  };
}

export const escalations = ({ desk }) => ({
  escalations: [{ number: 1, direction: "hierarchical", to: "1", title: desk.say("Support manager", "サポートマネージャー"), asked_by: "customer", at: iso(-hour), told: [{ who: "manager", title: "" }], skipped: [], not_before: iso(20 * hour), acknowledged_at: null, ended_at: null, lane: { place: 2, waiting_since: iso(-hour) }, manager: null, plan: [{ number: 1, side: "vendor", words: desk.say("Raise the limit", "上限を引き上げる"), accepted_at: iso(-600), done_at: null }] }],
  path: [{ level: "1", title: desk.say("Support manager", "サポートマネージャー"), reached: true, allowed: false, allowed_from: null }, { level: "2", title: desk.say("Head of services", "サービス責任者"), reached: false, allowed: true, allowed_from: null }],
  tiers: [{ id: "one", title: desk.say("Representatives", "担当者"), here: true }, { id: "two", title: desk.say("Engineers", "エンジニア"), here: false }],
});

export const handoffs = ({ desk }) => ({
  handoffs: [{ number: 1, state: "offered", from_title: desk.say("Sydney", "シドニー"), to_title: desk.say("Amsterdam", "アムステルダム"), giver: { id: 11, name: "Sam Wilson" }, receiver: null, until: iso(2 * hour), checklist: ["state", "tried", "told", "next_promise"].map((item) => ({ item, title: item, done: item === "state" })) }],
  dropped: 1,
  receivers: [{ id: 12, name: "Anke de Vries", site: "amsterdam", until: iso(7 * hour) }],
  effort: { mode: "around_the_clock", open_now: true, goes_on_at: null },
});

const date = (days) => iso(days * 24 * hour).slice(0, 10);

export const customer = ({ desk }) => ({
  organization: { id: 21, name: "Aster" },
  above: [{ id: 20, name: desk.say("Aster Group", "アスターグループ") }],
  children: [],
  contracts: [
    { id: 1, program_id: 1, plan_title: desk.say("Premier", "プレミア"), to: date(40), covers_today: true, days_left: 40, contacts: 2, most_contacts: 3, licences: 1, price: { en: "$39,500 a year", ja: "年額39,500米ドル" } },
    { id: 2, program_id: 1, plan_title: desk.say("Standard", "標準"), to: date(-10), covers_today: false, days_left: null, contacts: 0, most_contacts: null },
  ],
  ledgers: [{ id: "health_checks", title: desk.say("Health checks", "ヘルスチェック"), balance: 0, lapses: 0, lapses_at: null, waiting: [{}] }],
  assets: [{ id: 5, program: 1, name: "jira-tokyo", product: "Jira Software", environment: desk.say("production", "本番"), version: "9.12.4", covered_until: date(200), details: { VM: "8 vCPU, 32 GB", OS: "RHEL 9", DB: "PostgreSQL 15" } }],
});

export const meetings = ({ desk }) => ({
  meetings: [
    { number: 1, state: "scheduled", title: desk.say("Screen sharing", "画面共有"), door: "screen_share", session: "", asked_by: "customer", why: "", wished_from: null, from: iso(20 * hour), to: iso(21 * hour), host: { id: 11, name: "Sam Wilson" }, where: "https://meet.vendor.example/17" },
    { number: 2, state: "asked", title: desk.say("Health check", "ヘルスチェック"), door: "", session: "health_check", asked_by: "customer", why: desk.say("Before our upgrade.", "アップグレードの前にお願いします。"), wished_from: iso(200 * hour), from: null, to: null, host: null, where: "" },
  ],
  kinds: [
    { door: "screen_share", session: "", title: desk.say("Screen sharing", "画面共有"), control: false, clause: "" },
    { door: "", session: "health_check", title: desk.say("Health check", "ヘルスチェック"), control: true, clause: "ledgers.health_checks.overdraw" },
  ],
});

export const thin_spots = ({ desk }) => {
  const spot = (kind, clause, team, from, hours) => ({ kind, clause, team, from: iso(from * hour), to: iso((from + hours) * hour) });
  const team = desk.say("Premier team", "プレミアチーム");
  return {
    until: iso(90 * 24 * hour),
    programs: [{ program: 1, cut: false, spots: [
      spot("runs_unattended", "clocks.update.within", team, 9, 8),
      spot("runs_unattended", "clocks.update.within", team, 33, 8),
      spot("runs_unattended", "clocks.update.within", team, 57, 8),
      spot("overlap_missing", "handoffs[0].overlap", `${desk.say("Sydney", "シドニー")} → ${desk.say("Amsterdam", "アムステルダム")}`, 50, 1),
    ] }],
  };
};

export const evidence = ({ desk }) => ({
  evidence: [
    { fact: "access_logs", title: desk.say("Access logs", "アクセスログ"), optional: false, sent: true },
    { fact: "heap_dumps", title: desk.say("Heap dumps", "ヒープダンプ"), optional: true, sent: false },
    { fact: "thread_dumps", title: desk.say("Thread dumps", "スレッドダンプ"), optional: false, sent: false },
  ],
  complete: false, due: iso(-2 * hour), late: true,
});
