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
