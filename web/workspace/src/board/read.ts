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
  meetings: Attention[];
  meetings_asked: Attention[];
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
  meetings: list(wire.meetings),
  meetings_asked: list(wire.meetings_asked),
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

export interface Contract {
  id: number;
  plan_title: string;
  to: string;
  covers_today: boolean;
  days_left: number | null;
  contacts: number;
  most_contacts: number | null;
  licences: number;
  instances: number;
  price: Record<string, string>;
}
export interface Balance {
  id: string;
  title: string;
  balance: number;
  lapses: number;
  lapses_at: string | null;
  waiting: number;
}
export interface Asset {
  id: number;
  name: string;
  product: string;
  environment: string;
  version: string;
  covered_until: string;
  details: Record<string, string>;
}
export interface Customer {
  above: { id: number; name: string }[];
  contracts: Contract[];
  balances: Balance[];
  assets: Asset[];
}
// What is empty is left out by the server.
export const read_customer = (wire: Wire): Customer => ({
  above: list(wire.above),
  contracts: list(wire.contracts).map((each) => ({
    ...each,
    to: each.to ?? "",
    licences: each.licences ?? 0,
    instances: each.instances ?? 0,
    price: each.price ?? {},
  })),
  balances: list(wire.ledgers).map((each) => ({ ...each, waiting: list(each.waiting).length })),
  assets: list(wire.assets).map((each) => ({
    id: each.id,
    name: each.name ?? "",
    product: each.product ?? "",
    environment: each.environment ?? "",
    version: each.version ?? "",
    covered_until: each.covered_until ?? "",
    details: each.details ?? {},
  })),
});

export interface Meeting {
  number: number;
  state: string;
  title: string;
  why: string;
  wished_from: string | null;
  from: string | null;
  host: string;
  where: string;
}
export interface MeetingKind {
  door: string;
  session: string;
  title: string;
  control: boolean;
}
export interface Meetings {
  meetings: Meeting[];
  kinds: MeetingKind[]; // those that can be arranged now
}
export const read_meetings = (wire: Wire): Meetings => ({
  meetings: list(wire.meetings).map((each) => ({ ...each, host: each.host?.name ?? "" })),
  kinds: list(wire.kinds).filter((each) => !each.clause),
});

export interface ThinSpot {
  program: number;
  kind: string;
  clause: string;
  team: string;
  from: string;
  to: string;
  alike: number; // how many more there are of its kind, clause and team
}
// The first of each kind; a night that comes back each week is one line.
export function read_thin_spots(wire: Wire): ThinSpot[] {
  const spots = new Map<string, ThinSpot>();
  for (const program of list(wire.programs))
    for (const each of list(program.spots)) {
      const key = [program.program, each.kind, each.clause, each.team].join("|"),
        known = spots.get(key);
      if (known) known.alike++;
      else spots.set(key, { ...each, program: program.program, alike: 0 });
    }
  return [...spots.values()];
}

export interface Evidence {
  asked: { fact: string; title: string; optional: boolean; sent: boolean }[];
  due: string | null;
  late: boolean;
}
export const read_evidence = (wire: Wire): Evidence => ({ asked: list(wire.evidence), due: wire.due ?? null, late: !!wire.late });
