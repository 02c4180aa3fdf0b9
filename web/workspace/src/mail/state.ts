// Mail that waits for a person, and what is decided on it.
import { computed, signal } from "@preact/signals";
import { fetch_json, send } from "../api/http.ts";
import { read_held, read_one_mail, type HeldMail, type OneMail } from "./read.ts";
import { refresh_views, views } from "../state/queue.ts";
import { go, mail_link, route, ticket_link } from "../state/route.ts";
import { dismiss, dismiss_refusals, say, say_problem, say_with, trouble_of, type Trouble } from "../state/said.ts";
import { t } from "../text/t.ts";

const undo_within = 8000;

const loaded = signal<HeldMail[] | null>(null);
const hidden = signal<number>(0); // dismissed a moment ago
const in_all = signal(0);
export const fault = signal<Trouble | null>(null);
export const selected = signal(0);
export const one = signal<OneMail | null>(null);
export const one_fault = signal<Trouble | null>(null);

export const mails = computed<HeldMail[] | null>(
  () =>
    loaded.value?.filter(
      (each) => each.id !== hidden.value && (!route.value.brand || each.brand_id === route.value.brand),
    ) ?? null,
);

export const left = computed(() => in_all.value - (loaded.value?.length ?? in_all.value));

let pages = 1;
export async function refresh_mails(): Promise<void> {
  try {
    const all: HeldMail[] = [];
    let count = 0;
    for (let page = 1; page <= pages; ++page) {
      const read = read_held(await fetch_json(`/suspended_tickets?page=${page}`));
      all.push(...read.mails);
      count = read.count;
    }
    loaded.value = all;
    in_all.value = count;
    fault.value = null;
    const shown = views.peek().find((each) => each.view === "mail");
    if (shown && !shown.more && shown.count !== count) void refresh_views();
  } catch (problem) {
    fault.value = trouble_of(problem);
  }
}

export function more_mails(): void {
  pages += 1;
  void refresh_mails();
}

export async function open_mail(id: number): Promise<void> {
  if (one.peek()?.id !== id) one.value = null;
  try {
    const mail = read_one_mail(await fetch_json(`/suspended_tickets/${id}`));
    if (route.peek().mail === id) one.value = mail;
    one_fault.value = null;
  } catch (problem) {
    one_fault.value = trouble_of(problem);
  }
}

export function move(by: number): void {
  const rows = mails.peek() ?? [],
    at = rows.findIndex((each) => each.id === selected.peek());
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (!next) return;
  selected.value = next.id;
  if (route.peek().mail !== null) go(mail_link(next.id));
}

const may = (what: string): boolean => one.peek()?.may.includes(what) ?? false;

// Into that request, or with zero a new one. Its page opens.
export async function take_in(into: number): Promise<void> {
  const mail = one.peek();
  if (!mail || !may("recover")) return;
  dismiss_refusals();
  try {
    const answer = (await send("PUT", `/suspended_tickets/${mail.id}/recover`, into ? { ticket_id: into } : {})) as {
      ticket?: number;
    };
    void refresh_mails();
    go(answer.ticket ? ticket_link(answer.ticket) : mail_link());
  } catch (problem) {
    say_problem(problem, into ? t("workspace.mail.add_to") : t("workspace.mail.make"));
  }
}

// The server hears of it when nobody can take it back any more.
let pending: { id: number; timer: number; said: number } | null = null;

async function settle(): Promise<void> {
  if (!pending) return;
  const { id, timer, said } = pending;
  pending = null;
  clearTimeout(timer);
  dismiss(said);
  try {
    await send("DELETE", `/suspended_tickets/${id}`, {});
  } catch (problem) {
    say_problem(problem, t("workspace.mail.dismiss"));
  }
  await refresh_mails();
  if (hidden.peek() === id) hidden.value = 0;
}
addEventListener("pagehide", () => void settle());

export function undo(): void {
  if (!pending) return;
  clearTimeout(pending.timer);
  dismiss(pending.said);
  if (hidden.peek() === pending.id) hidden.value = 0;
  pending = null;
  say(t("workspace.mail.undo_kept"));
}

export function dismiss_shown(): void {
  const mail = one.peek();
  if (!mail || !may("dismiss")) return;
  void settle();
  dismiss_refusals();
  const said = say_with(
    t("workspace.mail.dismissed", { subject: subject_of(mail) }),
    { text: t("workspace.mail.undo"), does: undo },
    undo_within,
  );
  pending = { id: mail.id, timer: window.setTimeout(() => void settle(), undo_within), said };
  move(1);
  hidden.value = mail.id;
  go(mail_link());
}

export const subject_of = (mail: HeldMail): string => mail.subject || t("workspace.mail.no_subject");
