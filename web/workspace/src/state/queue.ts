// The queue on screen: whole pages at a time, the old rows stand until the new ones are there.
import { computed, effect, signal } from "@preact/signals";
import { get_queue, get_views } from "../api/calls.ts";
import type { Item, QueuePage, View } from "../api/shapes.ts";
import { server_said } from "./now.ts";
import { is_apart, route } from "./route.ts";
import { trouble_of, type Trouble } from "./said.ts";

interface Loaded {
  items: Item[];
  after: string | null;
}

export const views = signal<View[]>([]);
const loaded = signal<Record<string, Loaded>>({});
export const selected = signal<number>(0);
export const fault = signal<Trouble | null>(null);
export const loading_more = signal(false);

const key_of = (view: string, brand: number): string => `${view}/${brand}`;
const present = (): string => key_of(route.value.view, route.value.brand);

export const queue = computed<Loaded | undefined>(() => loaded.value[present()]);
export const items = computed<Item[]>(() => queue.value?.items ?? []);
export const has_more = computed(() => queue.value?.after != null);

function keep(key: string, items_now: Item[], page: QueuePage): void {
  server_said(page.now);
  loaded.value = {
    ...loaded.value,
    [key]: { items: items_now, after: page.meta.has_more ? page.meta.after_cursor : null },
  };
  fault.value = null;
}

export function take_first(view: string, brand: number, page: QueuePage): void {
  keep(key_of(view, brand), page.items, page);
}

let running = "",
  again = false;

// Fetches what is on screen anew, as many pages as are open. One at a time a view: who asks meanwhile gets one more round.
export async function refresh_queue(): Promise<void> {
  const { view, brand } = route.value,
    key = key_of(view, brand);
  if (is_apart(view)) return;
  if (running === key) {
    again = true;
    return;
  }
  running = key;
  try {
    const wanted = loaded.value[key]?.items.length ?? 0;
    let page = await get_queue(view, brand, null);
    const all = [...page.items];
    while (all.length < wanted && page.meta.has_more) {
      page = await get_queue(view, brand, page.meta.after_cursor);
      all.push(...page.items);
    }
    keep(key, all, page);
  } catch (problem) {
    fault.value = trouble_of(problem);
  }
  if (running === key) running = "";
  if (again) {
    again = false;
    await refresh_queue();
  }
}

export async function more(): Promise<void> {
  const { view, brand } = route.value,
    key = key_of(view, brand),
    present_queue = loaded.value[key];
  if (!present_queue?.after || loading_more.value) return;
  loading_more.value = true;
  try {
    const page = await get_queue(view, brand, present_queue.after);
    const known = new Set(present_queue.items.map((each) => each.ticket.id));
    keep(key, [...present_queue.items, ...page.items.filter((each) => !known.has(each.ticket.id))], page);
  } catch (problem) {
    fault.value = trouble_of(problem);
  }
  loading_more.value = false;
}

export async function refresh_views(): Promise<void> {
  try {
    views.value = await get_views(route.value.brand);
  } catch {
    /* the counts stay as they were; the queue says what is wrong */
  }
}

// A change that is shown at once in the row, too.
export function patch_row(id: number, patch: (item: Item) => Item): void {
  const key = present(),
    here = loaded.value[key];
  if (!here?.items.some((each) => each.ticket.id === id)) return;
  loaded.value = {
    ...loaded.value,
    [key]: { ...here, items: here.items.map((each) => (each.ticket.id === id ? patch(each) : each)) },
  };
}

export function move_selection(by: number): void {
  const rows = items.value,
    at = rows.findIndex((each) => each.ticket.id === selected.value);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (next) selected.value = next.ticket.id;
}

export function follow_route(): void {
  let shown = "",
    counted = 0;
  effect(() => {
    if (route.value.brand === counted) return;
    counted = route.value.brand;
    void refresh_views();
  });
  effect(() => {
    const key = present();
    if (key === shown || (route.value.ticket !== null && loaded.value[key])) return;
    const first = shown === "" && loaded.peek()[key] !== undefined;
    shown = key;
    if (!first) void refresh_queue();
  });
}
