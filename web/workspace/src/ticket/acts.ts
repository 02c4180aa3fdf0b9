// What an agent can do to a request: the call, and how it looks until the server has answered.
import type { Clock, Message, Person, TicketPage } from "../api/shapes.ts";
import type { Problem } from "../api/http.ts";
import { now } from "../state/now.ts";
import { patch_row } from "../state/queue.ts";
import { change, entry_of } from "../state/requests.ts";
import { me } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { to_iso } from "../time/zone.ts";

type Done = Promise<Problem | null>;

// The row in the queue shows it at once, too, and steps back with the page.
async function with_row(id: number, patch: Parameters<typeof patch_row>[1], done: Done): Done {
  let before: Parameters<typeof patch>[0] | undefined;
  patch_row(id, (item) => {
    before = item;
    return patch(item);
  });
  const problem = await done;
  if (problem && before) patch_row(id, () => before!);
  return problem;
}

// What the reader had before his eyes: if somebody else changed it since, the server says so instead of taking it.
function seen(id: number): { version?: number } {
  const version = entry_of(id).base.peek()?.ticket.version;
  return version ? { version } : {};
}

export function assign(id: number, owner: Person): Done {
  return with_row(
    id,
    (item) => ({ ...item, owner: owner.name }),
    change(id, {
      path: "assignments",
      body: { owner_id: owner.id, ...seen(id) },
      act: t("workspace.act.assign"),
      preview: (page) => ({ ...page, owner }),
    }),
  );
}

export function assign_to_me(id: number): Done {
  return assign(id, me.value.user);
}

export function to_team(id: number, team: string, title: string): Done {
  // The owner goes with it: an assignment without one would leave the request to nobody.
  const owner_id = entry_of(id).base.peek()?.owner.id ?? 0;
  return change(id, {
    path: "assignments",
    body: { owner_id, team, ...seen(id) },
    act: t("workspace.act.team"),
    preview: (page) => ({ ...page, group: title }),
  });
}

export function set_severity(id: number, level: string, consent: boolean): Done {
  return with_row(
    id,
    (item) => ({ ...item, ticket: { ...item.ticket, severity: level } }),
    change(id, {
      path: "severity",
      body: { level, consent, ...seen(id) },
      act: t("workspace.act.severity"),
      preview: (page) => ({ ...page, ticket: { ...page.ticket, severity: level } }),
    }),
  );
}

const without = (may: string[], ...gone: string[]): string[] => may.filter((each) => !gone.includes(each));

export function hold(id: number, waiting_on: string, until: number | null): Done {
  return change(id, {
    path: "holds",
    body: until ? { waiting_on, until: to_iso(until) } : { waiting_on },
    act: t("workspace.act.hold"),
    preview: (page) => ({
      ...page,
      ticket: { ...page.ticket, status: waiting_on === "customer" ? "pending" : "hold" },
      may: [...without(page.may, "hold"), "resume"],
    }),
  });
}

export function resume(id: number): Done {
  return change(id, {
    path: "resumptions",
    body: {},
    act: t("workspace.act.resume"),
    preview: (page) => ({
      ...page,
      ticket: { ...page.ticket, status: "open" },
      may: [...without(page.may, "resume"), "hold"],
    }),
  });
}

// Only what a promise replaces is the server's to say; until then the new time stands beside the composer.
export function promise(id: number, until: number): Done {
  return change(id, {
    path: "promises",
    body: { until: to_iso(until) },
    act: t("workspace.act.promise"),
    preview: (page) => ({ ...page, promise: to_iso(until) }),
  });
}

const over = (clock: Clock): Clock =>
  clock.state === "running" || clock.state === "missed" ? { ...clock, ended_at: to_iso(now.value) } : clock;

const solved = (page: TicketPage): TicketPage => ({
  ...page,
  ticket: { ...page.ticket, status: "solved" },
  clocks: page.clocks.map(over),
  may: without(page.may, "solve", "hold", "resume", "promise"),
});

export function solve(id: number, reason: string, body: string, quiet = false): Done {
  return change(id, {
    path: "closures",
    body: { reason, body },
    act: t("workspace.act.solve"),
    preview: solved,
    quiet,
  });
}

export function reopen(id: number): Done {
  return change(id, {
    path: "reopenings",
    body: {},
    act: t("workspace.act.reopen"),
    preview: (page) => ({ ...page, ticket: { ...page.ticket, status: "open" } }),
  });
}

export function merge(id: number, into: number): Done {
  return change(id, { path: "merges", body: { into }, act: t("workspace.act.merge") });
}

export function happen(id: number, event: string, attributes: Record<string, string> = {}): Done {
  return change(id, { path: "events", body: { event, attributes }, act: word("workspace.event", event) });
}

function with_message(page: TicketPage, body: string, visibility: Message["visibility"]): TicketPage {
  const message: Message = {
    id: 0,
    at: to_iso(now.value),
    author: me.value.user.name,
    by_staff: true,
    visibility,
    body,
    html: "",
    folded: "",
    as_sent: null,
    held_images: false,
    attachments: [],
    version: 0,
    erased: false,
    sending: true,
  };
  return { ...page, conversation: [...page.conversation, message] };
}

export interface Reply {
  body: string;
  asks: boolean;
  promise: number | null;
  keeps_promise: boolean;
  marks: string[];
  solve: string;
  uploads: string[];
}

export function reply(id: number, { promise, solve: reason, ...said }: Reply): Done {
  const body = { ...said, ...(promise ? { promise: to_iso(promise) } : {}), ...(reason ? { solve: reason } : {}) };
  return change(id, {
    path: "replies",
    body,
    act: t("workspace.act.reply"),
    quiet: true,
    preview: (page) => (reason ? solved : (same: TicketPage) => same)(with_message(page, said.body, "everyone")),
  });
}

export function note(id: number, body: string, uploads: string[]): Done {
  return change(id, {
    path: "notes",
    body: { body, uploads },
    act: t("workspace.act.note"),
    quiet: true,
    preview: (page) => with_message(page, body, "staff"),
  });
}

export const may = (id: number, what: string): boolean => entry_of(id).shown.value?.may.includes(what) ?? false;
