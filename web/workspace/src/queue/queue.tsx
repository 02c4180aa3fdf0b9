import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { fault, has_more, items, loading_more, more, queue, refresh_queue, selected, views } from "../state/queue.ts";
import { prefetch } from "../state/requests.ts";
import { route } from "../state/route.ts";
import { Again } from "../shell/again.tsx";
import { t } from "../text/t.ts";
import { QueueRow } from "./row.tsx";
import { BrandFilter, ViewMenu } from "./sidebar.tsx";

function More() {
  const foot = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some((each) => each.isIntersecting)) void more();
      },
      { rootMargin: "600px" },
    );
    if (foot.current) watch.observe(foot.current);
    return () => watch.disconnect();
  }, []);
  return (
    <button class="more" ref={foot} disabled={loading_more.value} onClick={() => void more()}>
      {t("workspace.queue.more")}
    </button>
  );
}

function Empty() {
  const { view, brand } = route.value;
  const key = ["mine", "unassigned", "due"].includes(view) ? view : "other";
  return (
    <div class="empty">
      <p class="empty-title">
        {key === "mine"
          ? t("workspace.queue.empty_mine")
          : key === "unassigned"
            ? t("workspace.queue.empty_unassigned")
            : key === "due"
              ? t("workspace.queue.empty_due")
              : t("workspace.queue.empty_other")}
      </p>
      <p>
        {brand ? (
          <a href={`#/${view}`}>{t("workspace.queue.try_all_brands")}</a>
        ) : view === "unassigned" ? (
          <a href="#/open">{t("workspace.queue.see_open")}</a>
        ) : (
          <a href="#/unassigned">{t("workspace.queue.see_unassigned")}</a>
        )}
      </p>
    </div>
  );
}

export function Queue() {
  const { view } = route.value,
    rows = items.value,
    here = selected.value;
  useEffect(() => {
    if (rows.length > 0 && !rows.some((each) => each.ticket.id === here)) selected.value = rows[0]!.ticket.id;
  }, [rows]);
  const there = rows.length > 0;
  // Only as the selection moves (rows that come or change leave the reader where he is), and at once: the next key
  // may be on its way already.
  useLayoutEffect(() => {
    const row = document.getElementById(`row-${here}`),
      focused = document.activeElement;
    row?.scrollIntoView({ block: "nearest" });
    // Where the selection goes the focus goes along, or Enter would open the row behind it.
    if (!focused || focused === document.body || focused.closest(".rows"))
      row?.querySelector("a")?.focus({ preventScroll: true });
  }, [here, there]);
  useEffect(() => {
    const timer = setTimeout(() => {
      // the next is fetched before it is asked for
      const at = rows.findIndex((each) => each.ticket.id === here);
      for (const each of rows.slice(Math.max(0, at), at + 3)) prefetch(each.ticket.id);
    }, 150);
    return () => clearTimeout(timer);
  }, [here, rows]);
  const title = views.value.find((each) => each.view === view)?.title ?? view;
  return (
    <main class="queue" id="main" tabIndex={-1}>
      <div class="queue-menu">
        <ViewMenu />
        <BrandFilter />
      </div>
      <h1 class="queue-title">{title}</h1>
      {fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words} <Again log_in={fault.value.log_in} does={() => void refresh_queue()} />
        </p>
      )}
      <div class="heads" aria-hidden="true">
        <span>{t("workspace.queue.next_due")}</span>
        <span>{t("workspace.queue.state")}</span>
        <span class="number" />
        <span>{t("workspace.queue.subject")}</span>
        <span>{t("workspace.queue.requester")}</span>
        <span>{t("workspace.queue.severity")}</span>
        <span>{t("workspace.queue.owner")}</span>
      </div>
      <ul class="rows" aria-label={title}>
        {rows.map((each) => (
          <QueueRow key={each.ticket.id} item={each} />
        ))}
      </ul>
      {queue.value && rows.length === 0 && !fault.value && <Empty />}
      {has_more.value && <More key={rows.length} />}
    </main>
  );
}
