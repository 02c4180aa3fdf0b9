// Everything that a key or the palette can do.
import { go, is_of_mail, queue_link, route, ticket_link } from "../state/route.ts";
import { items, move_selection, selected, views } from "../state/queue.ts";
import { entry_of } from "../state/requests.ts";
import { draft_of, set_draft } from "../state/drafts.ts";
import * as acts from "../ticket/acts.ts";
import { t } from "../text/t.ts";
import { floating, type Floating } from "./dialogs.ts";
import { set_keys, type Key, type Place } from "./keys.ts";

const ticket = (): number | null => route.value.ticket;

export function place(): Place {
  const { view, mail } = route.value;
  if (ticket() !== null) return "request";
  if (mail !== null) return "one_mail";
  return is_of_mail(view) ? (view as Place) : "queue";
}

// Those of a part that came later.
let more_keys: Key[] = [];
export function add_keys(keys: Key[]): void {
  more_keys = keys;
  set_keys(all_keys());
}

function write(mode: "reply" | "note"): void {
  const id = ticket();
  if (id === null) return;
  set_draft(id, { ...draft_of(id).value, mode });
  document.getElementById("words")?.focus(); // at once: what is typed next is meant for it
}

function float(what: Floating, needs: string): void {
  const id = ticket();
  if (id !== null && acts.may(id, needs)) floating.value = what;
}

function hold_or_resume(): void {
  const id = ticket(),
    page = id === null ? null : entry_of(id).shown.value;
  if (!page) return;
  if (["pending", "hold"].includes(page.ticket.status) && page.may.includes("resume"))
    void acts.resume(page.ticket.id);
  else float("hold", "hold");
}

// From one request to the next of the queue, without going back to it.
function beside(by: number): void {
  move_selection(by);
  if (ticket() !== null && selected.value) go(ticket_link(selected.value));
}

function open_selected(): void {
  if (selected.value) go(ticket_link(selected.value));
}

function back(): void {
  if (floating.value) floating.value = "";
  else if (ticket() !== null) go(queue_link(route.value.view, route.value.brand));
}

const view_letters: Record<string, string> = {
  mine: "m",
  open: "o",
  unassigned: "u",
  due: "d",
  pending: "p",
  solved: "s",
  all: "a",
  mail: "h",
};

export function all_keys(): Key[] {
  const mine = () => {
    const id = ticket() ?? selected.value;
    if (id) void acts.assign_to_me(id);
  };
  return [
    { keys: ["j", "ArrowDown"], text: t("workspace.key.down"), when: "queue", does: () => move_selection(1) },
    { keys: ["k", "ArrowUp"], text: t("workspace.key.up"), when: "queue", does: () => move_selection(-1) },
    { keys: ["Enter", "o"], text: t("workspace.key.open"), when: "queue", does: open_selected },
    { keys: ["a"], text: t("workspace.key.mine"), when: "anywhere", does: mine },
    ...views.value.map((each): Key => ({
      keys: [`g ${view_letters[each.view] ?? each.view[0]}`],
      text: t("workspace.key.view", { view: each.title || each.view }),
      when: "anywhere",
      does: () => go(queue_link(each.view, route.value.brand)),
    })),
    { keys: ["j"], text: t("workspace.key.next"), when: "request", does: () => beside(1) },
    { keys: ["k"], text: t("workspace.key.previous"), when: "request", does: () => beside(-1) },
    { keys: ["r"], text: t("workspace.key.reply"), when: "request", does: () => write("reply") },
    { keys: ["n"], text: t("workspace.key.note"), when: "request", does: () => write("note") },
    { keys: ["p"], text: t("workspace.act.promise"), when: "request", does: () => float("promise", "promise") },
    { keys: ["h"], text: t("workspace.key.hold"), when: "request", does: hold_or_resume },
    { keys: ["s"], text: t("workspace.act.solve"), when: "request", does: () => float("solve", "solve") },
    { keys: ["v"], text: t("workspace.act.event"), when: "request", does: () => float("event", "event") },
    {
      keys: ["y"],
      text: t("workspace.act.severity"),
      when: "request",
      does: () => float("severity", "set_severity"),
    },
    { keys: ["m"], text: t("workspace.act.merge"), when: "request", does: () => float("merge", "merge") },
    { keys: ["u", "Escape"], text: t("workspace.key.back"), when: "request", does: back },
    ...more_keys,
    { keys: ["?"], text: t("workspace.key.help"), when: "anywhere", does: () => (floating.value = "help") },
  ];
}

// `key` is the short way to it, `about` what helps to tell it from others.
export interface Command {
  text: string;
  key: string;
  about: string;
  does: () => void;
}

// A number opens that request; words look through the commands and the rows on screen.
export function commands_for(query: string): Command[] {
  const wanted = query.trim().toLowerCase(),
    number = /^#?(\d+)$/.exec(wanted);
  const where = place();
  const acts_here = all_keys()
    .filter(
      (key) => (key.when === "anywhere" || key.when === where) && !key.keys.includes("j") && !key.keys.includes("k"),
    )
    .map((key) => ({ text: key.text, key: key.keys[0]!, about: "", does: key.does }));
  const rows = items.value.map((each) => ({
    text: `#${each.ticket.id} ${each.ticket.subject}`,
    key: "",
    about: each.organization || each.requester,
    does: () => go(ticket_link(each.ticket.id)),
  }));
  const found = [...acts_here, ...rows].filter(
    (each) => !wanted || `${each.text} ${each.about}`.toLowerCase().includes(wanted),
  );
  const direct = number
    ? [
        {
          text: t("workspace.palette.open", { id: number[1]! }),
          key: "",
          about: "",
          does: () => go(ticket_link(Number(number[1]))),
        },
      ]
    : [];
  return [...direct, ...found].slice(0, 12);
}
