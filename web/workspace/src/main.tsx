// The start: the page's own data, or what the server says when asked; then the screen, the stream and the keys.
import { effect } from "@preact/signals";
import { render } from "preact";
import "../../css/tokens.css";
import "../css/workspace.css";
import { get_me, get_programs, get_views } from "./api/calls.ts";
import { use_token } from "./api/http.ts";
import { read_me, read_programs, read_queue, read_views } from "./api/read.ts";
import { App } from "./shell/app.tsx";
import { all_keys, place } from "./shell/commands.ts";
import { floating } from "./shell/dialogs.ts";
import { listen_to_keys, set_keys } from "./shell/keys.ts";
import { go_live } from "./state/live.ts";
import { start_ticking } from "./state/now.ts";
import { follow_route, items, take_first, views } from "./state/queue.ts";
import { is_apart, queue_link, route } from "./state/route.ts";
import { words_of } from "./state/said.ts";
import { me, programs } from "./state/session.ts";
import { restore_theme } from "./state/theme.ts";
import { learn_words, t } from "./text/t.ts";

async function learn(): Promise<void> {
  const element = document.getElementById("first-data");
  const first = JSON.parse(element?.textContent || "null") ?? {};
  const [who, runs, lists] = await Promise.all([
    first.me ? read_me(first.me) : get_me(),
    first.programs ? read_programs(first.programs) : get_programs(),
    first.views ? read_views(first.views) : get_views(),
  ]);
  me.value = who;
  programs.value = runs;
  views.value = lists;
  use_token(who.csrf_token);
  // The queue that came with the page is the first view's; another address asks for its own.
  if (first.queue)
    take_first(
      first.queue.view ?? lists[0]?.view ?? "mine",
      Number(first.queue.brand_id ?? 0),
      read_queue(first.queue),
    );
}

function fail(root: HTMLElement, problem: unknown): void {
  const retry = () => location.reload();
  render(
    <div class="empty" role="alert">
      <p class="empty-title">{words_of(problem)}</p>
      <p>
        <button onClick={retry}>{t("workspace.problem.again")}</button>
      </p>
    </div>,
    root,
  );
}

async function start(root: HTMLElement): Promise<void> {
  restore_theme();
  try {
    await Promise.all([learn_words(document.documentElement.lang), learn()]);
    await learn_words(me.value.language);
  } catch (problem) {
    fail(root, problem);
    return;
  }
  document.documentElement.lang = me.value.language;
  if (!is_apart(route.value.view) && !views.value.some((each) => each.view === route.value.view) && views.value[0])
    location.replace(queue_link(views.value[0].view, 0));
  start_ticking();
  follow_route();
  set_keys(all_keys());
  effect(() => {
    document.title =
      route.value.ticket === null
        ? [views.value.find((each) => each.view === route.value.view)?.title, t("workspace.shell.name")].filter(Boolean).join(" – ")
        : `#${route.value.ticket} ${items.value.find((each) => each.ticket.id === route.value.ticket)?.ticket.subject ?? ""}`;
  });
  root.replaceChildren();
  render(<App />, root);
  listen_to_keys(
    place,
    () => (floating.value = "palette"),
  );
  go_live();
}

const root = document.getElementById("workspace");
if (root) void start(root);
