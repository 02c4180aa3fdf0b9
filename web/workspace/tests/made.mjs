// Clocks and receipts for the tests, as read.ts would give them.
import { read_page } from "../src/api/read.ts";

export function receipt_of(clock, segments = [], lines = []) {
  return read_page({
    ticket: { id: 1 },
    receipts: [{ clock: { state: "running", firmness: "firm", ...clock }, segments, lines }],
  }).receipts[0];
}
export const clock_of = (name, part = {}) => receipt_of({ clock: name, title: name, ...part }).clock;
