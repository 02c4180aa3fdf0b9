// What is said at the foot of the screen: a change that the server refused, a link that broke. It goes away by itself,
// a refusal only when it is dismissed or the next act is done.
import { signal } from "@preact/signals";
import { Problem, type Detail } from "../api/http.ts";
import { t } from "../text/t.ts";

export interface Said {
  id: number;
  text: string;
  details: Detail[];
  bad: boolean;
  log_in: boolean;
  act?: { text: string; does: () => void };
}
export const said = signal<Said[]>([]);
let last = 0;

export function dismiss(id: number): void {
  said.value = said.value.filter((each) => each.id !== id);
}

// The next act answers a refusal.
export function dismiss_refusals(): void {
  said.value = said.value.filter((each) => !each.bad);
}

export function say(text: string, bad = false, details: Detail[] = [], log_in = false): void {
  const id = ++last;
  said.value = [...said.value.filter((each) => each.text !== text), { id, text, details, bad, log_in }].slice(-3);
  if (!bad) setTimeout(() => dismiss(id), 4000);
}

// With something that can be done about it for so long.
export function say_with(text: string, act: Said["act"], milliseconds: number): number {
  const id = ++last;
  said.value = [...said.value, { id, text, details: [], bad: false, log_in: false, act }].slice(-3);
  setTimeout(() => dismiss(id), milliseconds);
  return id;
}

export const words_of = (fault: unknown): string =>
  fault instanceof Problem ? fault.message : t("workspace.problem.unknown");

// The session is over. What was typed is kept; loading the page anew leads to the log-in.
export const needs_log_in = (fault: unknown): boolean => fault instanceof Problem && fault.status === 401;

export interface Trouble {
  words: string;
  log_in: boolean;
  gone: boolean;
}
export const trouble_of = (fault: unknown): Trouble => ({
  words: words_of(fault),
  log_in: needs_log_in(fault),
  gone: fault instanceof Problem && fault.status === 404,
});

export function say_problem(fault: unknown, act = ""): void {
  if (!(fault instanceof Problem)) console.error(fault);
  const text = words_of(fault);
  say(
    act ? t("workspace.problem.undone", { act, text }) : text,
    true,
    fault instanceof Problem ? fault.details : [],
    needs_log_in(fault),
  );
}
