// Where we are, after the # of the address: `#/mine?brand=2` a queue, `#/tickets/1042` a request. Back and links work.
import { signal } from "@preact/signals";

export interface Route {
  view: string;
  brand: number;
  ticket: number | null;
}

function parse(hash: string): Route {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const brand = Number(new URLSearchParams(query).get("brand") ?? 0) || 0;
  const matched = /^tickets\/(\d+)$/.exec(path ?? "");
  const before = route?.value ?? { view: "mine", brand: 0, ticket: null };
  if (matched) return { ...before, ticket: Number(matched[1]) };
  return { view: path || "mine", brand, ticket: null };
}

export const route = signal<Route>(undefined as unknown as Route);
route.value = parse(location.hash);
addEventListener("hashchange", () => (route.value = parse(location.hash)));

export const queue_link = (view: string, brand: number): string => `#/${view}${brand ? `?brand=${brand}` : ""}`;
export const ticket_link = (id: number): string => `#/tickets/${id}`;
export function go(link: string): void {
  location.hash = link;
}
