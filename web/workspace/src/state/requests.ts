// Requests that were opened or are likely to be: as the server last said them, with the changes under way laid over.
// A change shows at once; when the server says no it is taken off again, and said.
import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { get_page } from "../api/calls.ts";
import { Problem, send } from "../api/http.ts";
import type { TicketPage } from "../api/shapes.ts";
import { server_said } from "./now.ts";
import { refresh_queue } from "./queue.ts";
import { dismiss_refusals, say_problem, trouble_of, words_of, type Trouble } from "./said.ts";

type Preview = (page: TicketPage) => TicketPage;

export interface Entry {
  base: Signal<TicketPage | null>;
  previews: Signal<Preview[]>;
  fault: Signal<Trouble | null>;
  shown: ReadonlySignal<TicketPage | null>;
  fetched: number;
  fetching: Promise<void> | null;
}

const most = 60;
const entries = new Map<number, Entry>();

export function entry_of(id: number): Entry {
  const found = entries.get(id);
  if (found) {
    entries.delete(id);
    entries.set(id, found);
    return found;
  }
  const base = signal<TicketPage | null>(null),
    previews = signal<Preview[]>([]);
  const shown = computed(() =>
    base.value ? previews.value.reduce((page, preview) => preview(page), base.value) : null,
  );
  const entry: Entry = { base, previews, shown, fault: signal<Trouble | null>(null), fetched: 0, fetching: null };
  entries.set(id, entry);
  for (const old of entries.keys()) {
    if (entries.size <= most) break;
    entries.delete(old);
  }
  return entry;
}

async function fetch_into(id: number, entry: Entry): Promise<void> {
  try {
    const { page, now } = await get_page(id);
    server_said(now);
    entry.base.value = page;
    entry.fault.value = null;
    entry.fetched = Date.now();
  } catch (problem) {
    entry.fault.value = trouble_of(problem);
  }
  entry.fetching = null;
}

export function refresh(id: number): Promise<void> {
  const entry = entry_of(id);
  const before = entry.fetching;
  // What is on its way may have been read before the change: ask again after it.
  return (entry.fetching = before ? before.then(() => fetch_into(id, entry)) : fetch_into(id, entry));
}

// Before it is asked for: not again within half a minute, the stream tells of changes.
export function prefetch(id: number): void {
  const entry = entry_of(id);
  if (!entry.fetching && Date.now() - entry.fetched > 30000) void refresh(id);
}

export function changed_to(id: number, version: number): void {
  const entry = entries.get(id);
  if (entry?.base.value && entry.base.value.ticket.version < version && entry.previews.value.length === 0)
    void refresh(id);
}

export function forget_all(but: number | null): void {
  for (const id of entries.keys()) if (id !== but) entries.delete(id);
  if (but !== null) void refresh(but);
}

export interface Change {
  path: string;
  body: unknown;
  act: string;
  preview?: Preview;
  quiet?: boolean;
}

// null: done. Else why not, and it was said (unless `quiet`: then the caller says it where it belongs).
export async function change(id: number, { path, body, act, preview, quiet }: Change): Promise<Problem | null> {
  const entry = entry_of(id);
  dismiss_refusals();
  if (preview) entry.previews.value = [...entry.previews.value, preview];
  let problem: Problem | null = null;
  try {
    await send("POST", `/tickets/${id}/${path}`, body);
  } catch (fault) {
    problem = fault instanceof Problem ? fault : new Problem(0, words_of(fault));
  }
  if (!problem || problem.status === 409) await refresh(id);
  if (preview) entry.previews.value = entry.previews.value.filter((each) => each !== preview);
  if (problem && !quiet) say_problem(problem, act);
  if (!problem) void refresh_queue();
  return problem;
}
