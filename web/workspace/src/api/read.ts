// The server's answers, made whole: absent members become empty ones here, so that no screen has to ask.
import type { Clock, Item, Me, Person, Program, QueuePage, Receipt, Ticket, TicketPage, View } from "./shapes.ts";

// `any` is meant: this is the one place where an answer is still a stranger's.
type Wire = any;

const list = (wire: Wire): Wire[] => (Array.isArray(wire) ? wire : []);
const text = (wire: Wire): string => (wire === null || wire === undefined ? "" : String(wire));
// A name may come alone or with its id.
const name_of = (wire: Wire): string =>
  wire !== null && typeof wire === "object" ? text(wire.name ?? wire.title) : text(wire);
const id_of = (wire: Wire): string => (wire !== null && typeof wire === "object" ? text(wire.id) : text(wire));
const person = (wire: Wire, id?: Wire): Person => ({
  id: Number(wire?.id ?? id ?? 0),
  name: name_of(wire),
  email: text(wire?.email),
});

export const read_clock = (wire: Wire): Clock => ({
  clock: "",
  cycle: 1,
  state: "idle",
  owed_by: "vendor",
  customer_facing: true,
  firmness: "firm",
  promised: false,
  started_at: null,
  due: null,
  breached_at: null,
  ended_at: null,
  budget: 0,
  spent: 0,
  amount: "",
  says: "",
  clause: "",
  calendar: "",
  calendar_title: "",
  paused_by: "",
  ...wire,
  title: text(wire.title) || text(wire.clock),
});

const read_receipt = (wire: Wire): Receipt => ({
  clock: read_clock(wire.clock),
  segments: list(wire.segments).map((each) => ({ cause: "", ...each })),
  lines: list(wire.lines).map((each) => ({
    cause: "",
    rule: "",
    due: null,
    amount: "",
    severity: "",
    over_open: 0,
    over_wall: 0,
    flagged: false,
    by: "",
    ...each,
  })),
});

const read_ticket = (wire: Wire): Ticket => ({
  id: Number(wire.id),
  subject: text(wire.subject),
  status: text(wire.status),
  kind: id_of(wire.kind),
  severity: id_of(wire.severity),
  brand_id: Number(wire.brand_id ?? 0),
  created_at: text(wire.created_at),
  updated_at: text(wire.updated_at),
  version: Number(wire.version ?? 0),
});

export const read_item = (wire: Wire): Item => ({
  ticket: read_ticket(wire.ticket),
  requester: name_of(wire.requester),
  organization: name_of(wire.organization),
  owner: name_of(wire.owner),
  group: name_of(wire.group),
  clocks: list(wire.clocks).map(read_clock),
  remarks: list(wire.dates).map((each) => `${each.title} ${text(each.value).slice(0, 10)}`),
  waits: !!wire.waits_its_turn,
});

export const read_queue = (wire: Wire): QueuePage => ({
  items: list(wire.items).map(read_item),
  meta: { has_more: wire.meta?.has_more === true, after_cursor: wire.meta?.after_cursor ?? null },
  now: text(wire.now),
});

export function read_page(wire: Wire): TicketPage {
  const ticket = read_ticket({ kind: wire.kind, severity: wire.severity, ...wire.ticket });
  const promise = wire.promise;
  return {
    ticket,
    clocks: list(wire.clocks).map(read_clock),
    receipts: list(wire.receipts).map(read_receipt),
    conversation: list(wire.conversation).map((each) => ({ html: "", body: "", author: "", folded: "", attachments: [], erased: false, ...each })),
    history: list(wire.history).map((each) => ({ actor: "", verb: "", ...each, what: list(each.what) })),
    participants: list(wire.participants).map((each) => ({
      id: Number(each.id ?? 0),
      name: name_of(each),
      role: text(each.role),
    })),
    requester: person(wire.requester, wire.ticket?.requester_id),
    organization: name_of(wire.organization),
    organization_id: wire.organization?.id ?? 0,
    owner: person(wire.owner, wire.ticket?.assignee_id),
    group: name_of(wire.group),
    may: list(wire.may),
    reasons: list(wire.reasons).map((each) => ({
      id: text(each.id),
      title: text(each.title) || text(each.id),
      missing: list(each.missing),
    })),
    promise:
      promise !== null && typeof promise === "object" ? (promise.due ?? promise.until ?? null) : (promise ?? null),
    agents: list(wire.agents).map((each) => person(each)),
  };
}

const titled = (wire: Wire) =>
  list(wire).map((each) => ({
    id: text(each.id),
    title: text(each.title) || text(each.id),
    means: text(each.means),
  }));

export const read_programs = (wire: Wire): Program[] =>
  list(Array.isArray(wire) ? wire : wire?.programs).map((each) => ({
    id: Number(each.id),
    key: text(each.key),
    title: text(each.title),
    kinds: titled(each.kinds),
    severities: titled(each.severities),
    marks: titled(each.marks),
    teams: titled(each.teams),
  }));

export const read_views = (wire: Wire): View[] =>
  list(Array.isArray(wire) ? wire : wire?.views).map((each) => ({
    view: text(each.view),
    title: text(each.title),
    count: Number(each.count ?? 0),
    more: each.more === true,
  }));

export const read_me = (wire: Wire): Me => ({
  user: person(wire.user ?? wire),
  csrf_token: text(wire.csrf_token),
  language: text(wire.language) || "en",
  zone: text(wire.zone) || Intl.DateTimeFormat().resolvedOptions().timeZone,
  may: list(wire.may),
});
