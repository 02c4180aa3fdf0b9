// The log between the messages, in words: who did what, and what of it a reader needs.
import type { Fact, HistoryEvent, Person } from "../api/shapes.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";

export interface Names {
  agents: Person[];
  clock: (name: string) => string;
  severity: (id: string) => string;
  kind: (id: string) => string;
  zone: string;
  now: number;
}

type Bag = Record<string, unknown>;
const bag = (value: unknown): Bag => (value !== null && typeof value === "object" ? (value as Bag) : {});
const say = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

function value_words(fact: Fact, names: Names): string {
  const value = bag(fact.value),
    name = say(value.name);
  const written = say(value.word) || (Array.isArray(value.words) ? value.words.join(", ") : say(value.number));
  const known =
    name.startsWith("severity") || name === "asked_severity"
      ? names.severity
      : name === "kind"
        ? names.kind
        : (id: string) => word("workspace.value", id);
  const was = say(fact.was);
  if (name === "waiting_on") return t("workspace.history.waiting", { who: word("workspace.waiting_short", written) });
  const what = word("workspace.field", name);
  return was
    ? t("workspace.history.changed", { what, from: known(was), to: known(written) })
    : t("workspace.history.set", { what, to: known(written) });
}

// Told elsewhere already: in the conversation itself, or as the change that follows from it.
const silent_events = new Set([
  "reply",
  "message",
  "note",
  "changed",
  "opened",
  "assigned",
  "solved",
  "closed",
  "reopened",
  "promised",
]);
const told_changes = new Set([
  "paused",
  "resumed",
  "selected",
  "breached",
  "ended",
  "spliced",
  "continued",
  "stepped",
]);

export function fact_words(fact: Fact, names: Names): string {
  switch (fact.fact) {
    case "value":
      return ["parked", "channel", "language", "team"].includes(say(bag(fact.value).name))
        ? ""
        : value_words(fact, names);
    case "happened": {
      const event = bag(fact.event);
      return say(event.clock) || silent_events.has(say(event.event)) ? "" : word("workspace.event", say(event.event));
    }
    case "owner": {
      const name = names.agents.find((each) => each.id === Number(fact.owner))?.name;
      return Number(fact.owner ?? 0) === 0
        ? t("workspace.history.nobody")
        : t("workspace.history.owner", { name: name ?? `#${say(fact.owner)}` });
    }
    case "status": {
      if (fact.merged_into) return t("workspace.history.merged", { id: say(fact.merged_into) });
      return t("workspace.history.status", { status: word("workspace.status", say(fact.status) || "open") });
    }
    case "cycle": {
      const change = say(fact.change) || "armed",
        cycle = bag(fact.cycle);
      if (!told_changes.has(change)) return "";
      const clock = names.clock(say(cycle.clock));
      if (change === "ended")
        return t("workspace.history.clock", {
          clock,
          what: word("workspace.verdict", say(cycle.verdict) || "withdrawn"),
        });
      return t("workspace.history.clock", { clock, what: word("workspace.change", change) });
    }
    case "promise": {
      const promise = bag(fact.promise); // facts hold seconds
      const at = promise.due ? when_words(Number(promise.due) * 1000, names.now, names.zone) : "";
      return word("workspace.outcome", say(promise.outcome) || "given", { at });
    }
    case "notice":
      return word("workspace.notice", say(fact.do));
    default:
      return "";
  }
}

export function event_words(event: HistoryEvent, names: Names): string[] {
  return [...new Set(event.what.map((fact) => fact_words(fact, names)).filter(Boolean))];
}
