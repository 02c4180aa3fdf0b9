// Where we are, after the # of the address: `#/mine?brand=2` a queue, `#/tickets/1042` a request, `#/mail` held mail,
// `#/mail/7` one of it, `#/mailboxes`, `#/programs` their versions. Back and links work.
import { signal } from "@preact/signals";

export interface Route {
  view: string;
  brand: number;
  ticket: number | null;
  mail: number | null;
}

const of_mail = ["mail", "mailboxes"];

function parse(hash: string): Route {
  const [path, query] = hash.replace(/^#\/?/, "").split("?");
  const brand = Number(new URLSearchParams(query).get("brand") ?? 0) || 0;
  const matched = /^tickets\/(\d+)$/.exec(path ?? "");
  const before = route?.value ?? { view: "mine", brand: 0, ticket: null, mail: null };
  if (matched) return { ...before, ticket: Number(matched[1]), mail: null };
  const held = /^mail\/(\d+)$/.exec(path ?? "");
  if (held) return { view: "mail", brand: before.brand, ticket: null, mail: Number(held[1]) };
  return { view: path || "mine", brand, ticket: null, mail: null };
}

export const route = signal<Route>(undefined as unknown as Route);
route.value = parse(location.hash);
addEventListener("hashchange", () => (route.value = parse(location.hash)));

export const queue_link = (view: string, brand: number): string => `#/${view}${brand ? `?brand=${brand}` : ""}`;
export const ticket_link = (id: number): string => `#/tickets/${id}`;
export const mail_link = (id = 0): string => (id ? `#/mail/${id}` : queue_link("mail", route.peek().brand));
// Whether that view is one of requests, or one of mail's.
export const is_of_mail = (view: string): boolean => of_mail.includes(view);
// Whether that view is the board, or who works when.
export const is_of_board = (view: string): boolean => view === "board" || view === "hours";
// Whether that view is no queue of requests.
export const is_apart = (view: string): boolean => is_of_mail(view) || view === "programs" || is_of_board(view);
export function go(link: string): void {
  location.hash = link;
}
