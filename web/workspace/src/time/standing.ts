// How a clock stands at a moment: what its mark shows, and what is said beside it.
import type { Clock } from "../api/shapes.ts";
import { t, word } from "../text/t.ts";
import { countdown, length_words, when_words } from "./words.ts";

export type Standing =
  "running" | "soon" | "broken" | "paused" | "promised" | "soft" | "met" | "late" | "over" | "theirs";

export const instant = (iso: string | null): number | null => (iso ? Date.parse(iso) : null);

// The last quarter of a budget, at least five minutes and at most an hour: only what is about to break may shout.
export function soon_from(clock: Clock): number {
  const budget = clock.budget > 0 ? clock.budget : 2400;
  return Math.min(3600, Math.max(300, budget / 4)) * 1000;
}

export function standing(clock: Clock, now: number): Standing {
  switch (clock.state) {
    case "met":
      return "met";
    case "late":
      return "late";
    case "withdrawn":
    case "merged":
    case "idle":
      return "over";
    case "paused":
      return "paused";
    case "missed":
      return clock.owed_by === "customer" ? "theirs" : "broken";
    case "running":
      break;
  }
  const due = instant(clock.due);
  if (due === null) return "soft";
  if (clock.owed_by === "customer") return "theirs";
  if (due < now) return clock.firmness === "firm" || clock.promised ? "broken" : "soft";
  if (due - now <= soon_from(clock)) return "soon";
  return clock.promised ? "promised" : "running";
}

// The clock a queue's row is about: the earliest due that we owe, then a duty of the customer, else what waits, else the first.
export function next_clock(clocks: Clock[]): Clock | null {
  const running = clocks.filter((clock) => (clock.state === "running" || clock.state === "missed") && clock.due);
  const theirs = (clock: Clock) => Number(clock.owed_by === "customer");
  running.sort((a, b) => theirs(a) - theirs(b) || Date.parse(a.due!) - Date.parse(b.due!));
  return (
    running[0] ??
    clocks.find((clock) => clock.state === "paused") ??
    clocks.find((clock) => clock.state === "running") ??
    null
  );
}

export function standing_word(clock: Clock, how: Standing): string {
  if (how === "paused")
    return t("workspace.standing.paused", { who: word("workspace.waiting_short", clock.paused_by || "other") });
  return how === "theirs" ? word("workspace.waiting", "customer") : word("workspace.standing", how);
}

const day = 86400000;

// Of a paused clock; its time may have run out before it was paused.
function held_words(clock: Clock): string {
  const left = clock.budget - clock.spent;
  return left > 0 ? t("workspace.left.held", { length: length_words(left) }) : t("workspace.left.none");
}

// The figure of a row: what is left within a day, else the date.
export function left_figure(clock: Clock, now: number, zone: string): string {
  const due = instant(clock.due);
  if (clock.state === "paused") return held_words(clock);
  if (due === null) return clock.says || t("workspace.standing.soft");
  return Math.abs(due - now) >= day ? when_words(due, now, zone, false) : countdown(due - now);
}

// The same for ears: what is left, and the reader's wall clock.
export function left_words(clock: Clock, now: number, zone: string): string {
  const due = instant(clock.due);
  if (clock.state === "paused") {
    return t("workspace.left.paused", {
      who: word("workspace.waiting", clock.paused_by || "other"),
      left: held_words(clock),
    });
  }
  if (due === null) return clock.says || t("workspace.left.soft");
  const at = when_words(due, now, zone);
  if (due < now) return t("workspace.left.past", { length: length_words((now - due) / 1000, true), at });
  return due - now >= day
    ? t("workspace.left.date", { at })
    : t("workspace.left.left", { length: length_words((due - now) / 1000, true), at });
}
