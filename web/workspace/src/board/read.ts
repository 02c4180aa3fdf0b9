// The server's answers about the board and about where a request stands, made whole.
export interface Person {
  id: number;
  name: string;
  site: string;
  until: string | null;
}
export interface Team {
  program: number;
  key: string;
  title: string;
  kept: boolean;
  on_duty: Person[];
  next: { at: string; people: Person[] } | null;
}
export interface Site {
  site: string;
  title: string;
  zone: string;
  local_time: string;
  on_duty: number;
}
export interface Hanging {
  ticket: number;
  subject: string;
  severity: string;
  due: string;
  owner: string;
  team: string;
  attended: boolean;
}
export interface Attention {
  ticket: number;
  subject: string;
  severity: string;
  kind: string;
  key: string;
  at: string | null;
  since: string;
  owner: string;
  team: string;
}
export interface Board {
  teams: Team[];
  sites: Site[];
  hanging: Hanging[];
  gaps: Attention[];
  effort_gaps: Attention[];
  handoffs: Attention[];
  escalations: Attention[];
  dropped: Attention[];
  cut: string[]; // lists of which there is more
}

type Wire = any; // still a stranger's
const list = (wire: Wire): Wire[] => (Array.isArray(wire) ? wire : []);

export const read_board = (wire: Wire): Board => ({
  teams: list(wire.teams),
  sites: list(wire.sites),
  hanging: list(wire.hanging),
  gaps: list(wire.gaps),
  effort_gaps: list(wire.effort_gaps),
  handoffs: list(wire.handoffs),
  escalations: list(wire.escalations),
  dropped: list(wire.dropped),
  cut: list(wire.cut),
});

export interface Escalation {
  number: number;
  direction: string;
  title: string;
  asked_by: string;
  at: string;
  told: { who: string; title: string }[];
  skipped: string[];
  not_before: string | null;
  acknowledged_at: string | null;
  ended_at: string | null;
  lane: { place: number; waiting_since: string } | null;
  manager: { id: number; name: string } | null;
  plan: { number: number; side: string; words: string; accepted_at: string | null; done_at: string | null }[];
}
export interface Escalations {
  escalations: Escalation[];
  path: { level: string; title: string; reached: boolean; allowed: boolean; allowed_from: string | null }[];
  tiers: { id: string; title: string; here: boolean }[];
}
export interface Handoff {
  number: number;
  state: string;
  from_title: string;
  to_title: string;
  giver: { id: number; name: string } | null;
  receiver: { id: number; name: string } | null;
  until: string | null;
  checklist: { item: string; title: string; done: boolean }[];
}
export interface Handoffs {
  handoffs: Handoff[];
  dropped: number;
  receivers: Person[];
  effort: { mode: string; open_now: boolean; goes_on_at: string | null } | null;
}

export const read_escalations = (wire: Wire): Escalations => ({
  escalations: list(wire.escalations).map((each) => ({ ...each, told: list(each.told), plan: list(each.plan) })),
  path: list(wire.path),
  tiers: list(wire.tiers),
});
export const read_handoffs = (wire: Wire): Handoffs => ({
  handoffs: list(wire.handoffs).map((each) => ({ ...each, checklist: list(each.checklist) })),
  dropped: Number(wire.dropped) || 0,
  receivers: list(wire.receivers),
  effort: wire.effort ?? null,
});
