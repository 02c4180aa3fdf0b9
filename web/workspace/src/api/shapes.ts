// What docs/api.md says of the answers, as far as the workspace reads them. Names are the wire's.
export type Iso = string;

export interface Clock {
  clock: string;
  title: string;
  cycle: number;
  state: "running" | "paused" | "met" | "late" | "missed" | "withdrawn" | "merged" | "idle";
  owed_by: string;
  customer_facing: boolean;
  firmness: string;
  promised: boolean;
  started_at: Iso | null;
  due: Iso | null;
  breached_at: Iso | null;
  ended_at: Iso | null;
  budget: number;
  spent: number;
  amount: string;
  says: string;
  clause: string;
  calendar: string;
  calendar_title: string;
  paused_by: string;
}

export interface Segment {
  from: Iso;
  to: Iso;
  kind: "running" | "closed" | "paused";
  cause: string;
}
export interface ReceiptLine {
  at: Iso;
  change: string;
  cause: string;
  rule: string;
  due: Iso | null;
  amount: string;
  severity: string;
  over_open: number;
  over_wall: number;
  flagged: boolean;
  by: string;
}
export interface Receipt {
  clock: Clock;
  segments: Segment[];
  lines: ReceiptLine[];
}

export interface Ticket {
  id: number;
  subject: string;
  status: string;
  kind: string;
  severity: string;
  brand_id: number;
  created_at: Iso;
  updated_at: Iso;
  version: number;
}
export interface Item {
  ticket: Ticket;
  requester: string;
  organization: string;
  owner: string;
  group: string;
  clocks: Clock[];
  remarks: string[]; // dates of the customer's that move it in the queue
  waits: boolean; // another one of this customer is in work
}
export interface Attachment {
  id: number;
  file_name: string;
  content_url: string | null;
  content_type: string;
  size: number;
}
export interface ViaMail {
  cause: string | null;
  about_ticket_id: number | null;
  source_id: number | null;
}
export interface Address {
  address: string;
  state: "well" | "delayed" | "bounced" | "complained";
  since: Iso;
  code: string;
  detail: string;
}
export interface Message {
  id: number;
  at: Iso;
  author: string;
  by_staff: boolean;
  visibility: "everyone" | "staff";
  body: string;
  html: string;
  folded: string;
  as_sent: string | null;
  held_images: boolean;
  attachments: Attachment[];
  version: number;
  erased: boolean;
  via_mail?: ViaMail | null;
  sending?: boolean;
}
export interface Fact {
  fact: string;
  [name: string]: unknown;
}
export interface HistoryEvent {
  at: Iso;
  version: number;
  verb: string;
  actor: string;
  what: Fact[];
}
export interface Person {
  id: number;
  name: string;
  email?: string;
}
export interface Participant {
  id: number;
  name: string;
  role: string;
}
export interface Reason {
  id: string;
  title: string;
  missing: string[];
}

export interface TicketPage {
  ticket: Ticket;
  clocks: Clock[];
  receipts: Receipt[];
  conversation: Message[];
  history: HistoryEvent[];
  participants: Participant[];
  requester: Person;
  organization: string;
  organization_id: number;
  owner: Person;
  group: string;
  may: string[];
  reasons: Reason[];
  promise: Iso | null;
  agents: Person[];
}

export interface Titled {
  id: string;
  title: string;
  means?: string;
}
export interface Program {
  id: number;
  key: string;
  title: string;
  kinds: Titled[];
  severities: Titled[];
  marks: Titled[];
  teams: Titled[];
}
export interface View {
  view: string;
  title: string;
  count: number;
  more: boolean;
}
export interface Me {
  user: Person;
  csrf_token: string;
  language: string;
  zone: string;
  may: string[];
}
export interface QueuePage {
  items: Item[];
  meta: { has_more: boolean; after_cursor: string | null };
  now: Iso;
}
