// Where everything of the promise line lies: a row per clock, all on one time axis. Pure numbers; line.tsx draws them.
import type { Receipt } from "../api/shapes.ts";
import { instant } from "../time/standing.ts";
import { offset_at } from "../time/zone.ts";

export type StretchKind = "running" | "ahead" | "paused" | "closed";
export interface Stretch {
  x: number;
  width: number;
  kind: StretchKind;
  cause: string;
  from: number;
  to: number;
}
export type MarkKind = "due" | "flag" | "met" | "missed";
export interface LineMark {
  x: number;
  kind: MarkKind;
  at: number;
}
export interface Row {
  clock: string;
  receipts: Receipt[];
  stretches: Stretch[];
  marks: LineMark[];
}
export interface Tick {
  x: number;
  at: number;
  day: boolean;
}
export interface Layout {
  from: number;
  to: number;
  now: number;
  rows: Row[];
  ticks: Tick[];
}

const minute = 60000,
  hour = 60 * minute,
  day = 24 * hour;
const steps = [
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
];

// A due that was taken back is none any more, unless it had passed.
const due_of = ({ clock }: Receipt): string | null =>
  clock.state === "withdrawn" || clock.state === "merged" ? null : clock.due;

function instants_of(receipt: Receipt): number[] {
  const { clock } = receipt;
  const ends = receipt.segments.flatMap((each) => [Date.parse(each.from), Date.parse(each.to)]);
  const own = [clock.started_at, due_of(receipt), clock.breached_at, clock.ended_at];
  return [...ends, ...own.flatMap((iso) => instant(iso) ?? [])];
}

// From the first start to the last thing that happens or is due; a little air at both ends.
export function span_of(receipts: Receipt[], now: number): { from: number; to: number } {
  const all = receipts.flatMap(instants_of);
  const low = Math.min(now, ...all),
    high = Math.max(now, ...all);
  const air = Math.max((high - low) * 0.03, 30 * 1000);
  return { from: low - air, to: high + air };
}

export function ticks_of(from: number, to: number, width: number, zone: string, apart = 64): Tick[] {
  const room = Math.max(2, Math.floor(width / apart));
  const step = steps.find((each) => (to - from) / each <= room) ?? 56 * day;
  const offset = offset_at(from, zone); // ticks lie on the reader's round hours
  const ticks: Tick[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    ticks.push({ at, x: ((at - from) / (to - from)) * width, day: step >= day || (at + offset) % day === 0 });
  }
  return ticks;
}

function stretches_of(receipt: Receipt, scale: (at: number) => number, now: number): Stretch[] {
  const result: Stretch[] = [];
  const add = (from: number, to: number, kind: StretchKind, cause: string) => {
    if (to <= from) return;
    const x = scale(from);
    result.push({ x, width: Math.max(1.5, scale(to) - x), kind, cause, from, to });
  };
  for (const each of receipt.segments) {
    const from = Date.parse(each.from),
      to = Date.parse(each.to);
    if (each.kind !== "running") add(from, to, each.kind, each.cause);
    else {
      add(from, Math.min(to, now), "running", "");
      add(Math.max(from, now), to, "ahead", "");
    }
  }
  return result;
}

function marks_of(receipt: Receipt, scale: (at: number) => number): LineMark[] {
  const { clock } = receipt;
  const marks: LineMark[] = [];
  const add = (iso: string | null, kind: MarkKind) => {
    const at = instant(iso);
    if (at !== null) marks.push({ x: scale(at), kind, at });
  };
  const due = due_of(receipt);
  const missed = clock.breached_at ?? (clock.state === "missed" || clock.state === "late" ? due : null);
  add(missed, "missed");
  if (due !== missed) add(due, clock.promised ? "flag" : "due");
  if (clock.state === "met") add(clock.ended_at, "met");
  return marks;
}

// Cycles of one clock share its row, in the order in which the clocks first began.
export function layout(receipts: Receipt[], now: number, width: number, zone: string): Layout {
  const { from, to } = span_of(receipts, now);
  const scale = (at: number) => ((at - from) / (to - from)) * width;
  const rows = new Map<string, Row>();
  for (const receipt of receipts) {
    const name = receipt.clock.clock;
    const row = rows.get(name) ?? { clock: name, receipts: [], stretches: [], marks: [] };
    rows.set(name, row);
    row.receipts.push(receipt);
    row.stretches.push(...stretches_of(receipt, scale, now));
    row.marks.push(...marks_of(receipt, scale));
  }
  return { from, to, now: scale(now), rows: [...rows.values()], ticks: ticks_of(from, to, width, zone) };
}
