// Keeps the screen true: the desk's event stream, and where that does not come through, a look each 15 seconds.
import { signal } from "@preact/signals";
import { changed_to, forget_all, refresh } from "./requests.ts";
import { refresh_queue, refresh_views, views } from "./queue.ts";
import { route } from "./route.ts";

export const live = signal<"live" | "polling" | "starting">("starting");

const poll_every = 15000,
  try_again_after = 60000;
let queue_timer = 0,
  views_at = 0,
  poll_timer = 0;

// A burst of changes is one look.
function touch(): void {
  if (queue_timer) return;
  queue_timer = window.setTimeout(() => {
    queue_timer = 0;
    void refresh_queue();
    if (Date.now() - views_at > 10000) {
      views_at = Date.now();
      void refresh_views();
    }
  }, 400);
}

function look(): void {
  if (document.hidden) return;
  touch();
  if (route.value.ticket !== null) void refresh(route.value.ticket);
}

function poll(): void {
  live.value = "polling";
  if (!poll_timer) poll_timer = window.setInterval(look, poll_every);
}

function listen(): void {
  const stream = new EventSource("/api/v2/desk/events");
  stream.onopen = () => {
    if (live.value === "polling") look(); // what was missed in between
    live.value = "live";
    clearInterval(poll_timer);
    poll_timer = 0;
  };
  stream.addEventListener("ticket", (event) => {
    const { ticket, version } = JSON.parse((event as MessageEvent<string>).data) as {
      ticket: number;
      version: number;
    };
    changed_to(ticket, version);
    touch();
  });
  stream.addEventListener("reload", () => {
    forget_all(route.value.ticket);
    touch();
  });
  // The browser tries again by itself unless the answer was no stream at all.
  stream.onerror = () => {
    poll();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, try_again_after);
  };
}

export function go_live(): void {
  listen();
  // Mail that is held moves no request, so the stream does not tell of it.
  setInterval(() => {
    if (!document.hidden && views.value.some((each) => each.view === "mail")) void refresh_views();
  }, 60000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && live.value !== "live") look();
  });
}
