// A receipt in words: each line of it says what happened to the clock, why, and by which clause.
import type { Clock, Receipt, ReceiptLine } from "../api/shapes.ts";
import { language, t, word } from "../text/t.ts";
import { instant } from "../time/standing.ts";
import { length_words, when_words } from "../time/words.ts";

export interface Reader {
  zone: string;
  now: number;
}
export interface Told {
  at: number;
  text: string;
  clause: string;
  rule: string;
  change: string;
}

const is_address = (clause: string): boolean => /^\d+(\.\d+)*[a-z]?$/.test(clause);

// A clause that is an address (4.2) is said as one; else it is the path in the program.
export function clause_words(clause: string): string {
  if (!clause) return "";
  return language() === "ja" && is_address(clause) ? `第 ${clause} 項` : `§${clause}`;
}

// Within a sentence an address; a path would bury the words and stands behind them.
const in_brackets = (clause: string): string =>
  is_address(clause) ? t("workspace.receipt.clause", { clause: clause_words(clause) }) : "";

function clause_of(receipt: Receipt, line: ReceiptLine): string {
  if (line.change === "paused" || line.change === "selected") return line.cause || receipt.clock.clause;
  return line.change === "started" ? receipt.clock.clause : "";
}

// What had been spent of the budget by then; null where another budget came in between and the figure would be a guess.
function left_at(receipt: Receipt, line: ReceiptLine): number | null {
  const { clock } = receipt,
    at = Date.parse(line.at);
  if (
    clock.budget <= 0 ||
    receipt.lines.some(
      (each) => ["selected", "spliced", "continued"].includes(each.change) && Date.parse(each.at) >= at,
    )
  )
    return null;
  let spent = 0;
  for (const each of receipt.segments) {
    if (each.kind === "running" && Date.parse(each.from) < at)
      spent += Math.min(Date.parse(each.to), at) - Date.parse(each.from);
  }
  return Math.max(0, clock.budget - spent / 1000);
}

// Only the pause that lasts knows whom it waits for; an earlier one is named by the facts that are still there.
function pause_cause(receipt: Receipt, line: ReceiptLine): string {
  const segment = receipt.segments.find((each) => each.kind === "paused" && each.from === line.at);
  return segment?.cause || (is_last_pause(receipt, line) ? receipt.clock.paused_by : "");
}

function is_last_pause(receipt: Receipt, line: ReceiptLine): boolean {
  return receipt.clock.state === "paused" && receipt.lines.filter((each) => each.change === "paused").at(-1) === line;
}

function paused(receipt: Receipt, line: ReceiptLine, at: string): string {
  const cause = pause_cause(receipt, line);
  const lasts = is_last_pause(receipt, line);
  const left =
    lasts && receipt.clock.budget > 0 ? receipt.clock.budget - receipt.clock.spent : left_at(receipt, line);
  const why = word("workspace.waiting", cause || "other");
  const clause = in_brackets(clause_of(receipt, line));
  const first = lasts
    ? t("workspace.receipt.paused_since", { at, why, clause })
    : t("workspace.receipt.paused", { at, why, clause });
  if (left === null) return first;
  if (left <= 0) return join(first, t("workspace.receipt.none_left"));
  const length = length_words(left);
  return join(
    first,
    lasts
      ? t("workspace.receipt.left", { length, then: word("workspace.then", cause || "other") })
      : t("workspace.receipt.was_left", { length }),
  );
}

function ended(receipt: Receipt, line: ReceiptLine, at: string, due_at: number | null): string {
  const { clock } = receipt;
  const cause = cause_words(line.cause || "done");
  if (line.over_wall > 0 || line.over_open > 0) {
    const wall = length_words(line.over_wall || line.over_open, true);
    if (line.over_open > 0 && line.over_open < line.over_wall) {
      return t("workspace.receipt.late_both", { at, cause, open: length_words(line.over_open), wall });
    }
    return t("workspace.receipt.late", { at, cause, wall });
  }
  if (clock.state === "withdrawn") return t("workspace.receipt.withdrawn", { at, cause });
  if (clock.state === "merged") return t("workspace.receipt.merged", { at });
  if (due_at === null) return t("workspace.receipt.ended", { at, cause });
  return t("workspace.receipt.met", { at, cause, spare: length_words((due_at - Date.parse(line.at)) / 1000, true) });
}

function cause_words(cause: string): string {
  const [clock, event] = cause.split(".");
  if (event && ["met", "missed", "withdrawn", "started"].includes(event))
    return t("workspace.receipt.follows", {
      clock: word("workspace.clock", clock ?? ""),
      what: word("workspace.derived", event),
    });
  return word("workspace.event", cause);
}

const due_words = (due: string): string =>
  due ? t("workspace.receipt.due", { due }) : t("workspace.receipt.no_due");
const join = (...sentences: string[]): string => sentences.filter(Boolean).join(language() === "ja" ? "" : " ");

function tell(receipt: Receipt, line: ReceiptLine, reader: Reader): string {
  const { clock } = receipt;
  const due_at = instant(line.due);
  const at = when_words(Date.parse(line.at), reader.now, reader.zone, false);
  const due = due_at === null ? "" : when_words(due_at, reader.now, reader.zone);
  const amount = amount_words(clock, line.amount);
  switch (line.change) {
    case "started":
      return join(
        t("workspace.receipt.started", { at, cause: cause_words(line.cause) }),
        t("workspace.receipt.goal", { amount, clause: in_brackets(clock.clause) }),
        due_words(due),
      );
    case "paused":
      return paused(receipt, line, at);
    case "resumed":
      return join(
        t("workspace.receipt.resumed", { at, who: word("workspace.resumed_by", line.by || "vendor") }),
        due_words(due),
      );
    case "selected":
      return join(
        t("workspace.receipt.selected", { at, amount }),
        line.rule === "R4" || line.rule === "R5" ? word("workspace.rule", line.rule) : "",
        due_words(due),
      );
    case "promised":
      return t("workspace.receipt.promised", { at, due });
    case "breached":
      return t("workspace.receipt.breached", { at });
    case "warned":
      return line.cause.endsWith("#skipped")
        ? t("workspace.receipt.not_warned", { at })
        : t("workspace.receipt.warned", { at });
    case "stepped":
      return t("workspace.receipt.stepped", { at });
    case "ended":
      return ended(receipt, line, at, due_at);
    case "continued":
      return join(t("workspace.receipt.continued", { at, cause: cause_words(line.cause) }), due_words(due));
    case "spliced":
      return join(t("workspace.receipt.spliced", { at }), due_words(due));
    case "merged":
      return join(t("workspace.receipt.merged", { at }), due ? due_words(due) : "");
    default:
      return `${at} ${line.change.replaceAll("_", " ")}`;
  }
}

// The program's own words for an amount come first: "as fast as possible" is no figure. Else 48h in office reads
// 48 h, with the calendar's title.
export function amount_words(clock: Clock, amount: string): string {
  if (clock.says && amount === clock.amount) return clock.says;
  const matched = /^(?:aim |at least )?((?:\d+(?:mo|[smhdw]))+|\d+bd)(?: (?:then )?in .*)?$/.exec(amount);
  if (!matched) return amount || t("workspace.standing.soft");
  const parts = [...matched[1]!.matchAll(/(\d+)(mo|bd|[smhdw])/g)].map(([, n, unit]) =>
    word("workspace.unit", n === "1" && /^(bd|mo|w)$/.test(unit!) ? `${unit}_one` : unit!, { n: n! }),
  );
  const length = parts.join(" ");
  return clock.calendar_title && amount === clock.amount
    ? t("workspace.receipt.amount_in", { length, calendar: clock.calendar_title })
    : length;
}

export function tell_receipt(receipt: Receipt, reader: Reader): Told[] {
  return receipt.lines.map((line) => {
    const clause = clause_of(receipt, line);
    return {
      at: Date.parse(line.at),
      text: tell(receipt, line, reader),
      clause: is_address(clause) ? "" : clause,
      rule: line.rule,
      change: line.change,
    };
  });
}
