// The server's answers about mail, made whole.
export interface HeldMail {
  id: number;
  subject: string;
  from: string;
  name: string;
  cause: string;
  refusal: { field: string; description: string } | null;
  about: number; // the request that it names; 0: none
  brand_id: number;
  at: string;
}
export interface OneMail extends HeldMail {
  may: string[];
  source_url: string | null;
  to: string[];
  words: string;
  folded: string;
  attachments: { file_name: string; size: number }[];
  notes: string[];
  verification: "passed" | "failed" | "unknown";
  results: { server: string; method: string; result: string; domain: string }[];
}
export interface Mailbox {
  name: string;
  address: string;
  program: string;
  sends: boolean;
  fetched: boolean;
  pushed: boolean;
  last_read_at: string | null;
  taken: number;
  waiting: number;
  trouble: string | null;
  trouble_text?: string;
  trouble_since?: string;
}
export interface Finding {
  domain: string;
  check: string;
  state: "ok" | "missing" | "wrong" | "unknown";
  title: string;
  state_words: string;
  words: string;
  found: string[];
  publish?: string;
}
export interface Health {
  findings: Finding[];
  asked_at: string;
}

type Wire = any; // still a stranger's

const list = (wire: Wire): Wire[] => (Array.isArray(wire) ? wire : []);

const read_mail = (wire: Wire): HeldMail => ({
  id: Number(wire.id),
  subject: wire.subject ?? "",
  from: wire.author?.email ?? "",
  name: wire.author?.name ?? "",
  cause: wire.cause ?? "",
  refusal: wire.refusal ?? null,
  about: Number(wire.about_ticket_id ?? 0),
  brand_id: Number(wire.brand_id ?? 0),
  at: wire.created_at ?? "",
});

export const read_held = (wire: Wire): { mails: HeldMail[]; count: number } => ({
  mails: list(wire.suspended_tickets).map(read_mail),
  count: Number(wire.count ?? 0),
});

export function read_one_mail(answer: Wire): OneMail {
  const wire = answer.suspended_ticket;
  return {
    ...read_mail(wire),
    may: list(wire.may),
    source_url: wire.source_url ?? null,
    to: list(wire.to),
    words: wire.reply || wire.content || "",
    folded: wire.reply ? (wire.folded ?? "") : "",
    attachments: list(wire.attachments),
    notes: list(wire.notes),
    verification: wire.sender_verification ?? "unknown",
    results: list(wire.authentication_results),
  };
}
