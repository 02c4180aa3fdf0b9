import { useEffect, useRef } from "preact/hooks";
import type { TicketPage } from "../api/shapes.ts";
import { items, selected } from "../state/queue.ts";
import { entry_of, prefetch, refresh } from "../state/requests.ts";
import { queue_link, route } from "../state/route.ts";
import { dismiss_refusals, type Trouble } from "../state/said.ts";
import { severity_short, severity_title } from "../state/session.ts";
import { Again } from "../shell/again.tsx";
import { MailTroubles, Standing } from "../shell/later.tsx";
import { t } from "../text/t.ts";
import { Composer } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { ActDialog } from "./dialogs.tsx";
import { Acts, Facts, Promises, status_words } from "./panel.tsx";

function Head({ page }: { page: TicketPage }) {
  const { view, brand } = route.value,
    { ticket } = page;
  return (
    <header class="request-head">
      <a class="back" href={queue_link(view, brand)} aria-label={t("workspace.request.back")}>
        ←
      </a>
      <h1>
        <span class="number">#{ticket.id}</span> <span dir="auto">{ticket.subject}</span>
      </h1>
      {severity_short(ticket) && (
        <span class="severity-tag" title={severity_title(ticket)}>
          {severity_short(ticket)}
        </span>
      )}
      <span class={`status-tag is-${ticket.status}`}>{status_words(page)}</span>
    </header>
  );
}

function Missing({ id, trouble: { words, gone, log_in } }: { id: number; trouble: Trouble }) {
  const { view, brand } = route.value;
  return (
    <div class="empty" role="alert">
      <p class="empty-title">{words}</p>
      <p>
        {gone ? (
          <a href={queue_link(view, brand)}>{t("workspace.request.back")}</a>
        ) : (
          <Again log_in={log_in} does={() => void refresh(id)} />
        )}
      </p>
    </div>
  );
}

// Before the page is there: what the queue knows already.
function Coming({ id }: { id: number }) {
  const row = items.value.find((each) => each.ticket.id === id);
  return (
    <header class="request-head">
      <h1>
        <span class="number">#{id}</span> {row?.ticket.subject}
      </h1>
    </header>
  );
}

// The conversation opens at its newest, and stays there when something comes while one is there.
function useEnd(page: TicketPage | null, id: number) {
  const box = useRef<HTMLDivElement>(null),
    seen = useRef(0),
    at_end = useRef(true);
  const count = page?.conversation.length ?? 0;
  useEffect(() => {
    const element = box.current;
    if (!element || !page) return;
    if (seen.current !== id || at_end.current) {
      if (element.scrollHeight > element.clientHeight) element.scrollTop = element.scrollHeight;
      seen.current = id;
    }
  }, [id, count, page !== null]);
  const on_scroll = () => {
    const element = box.current!;
    at_end.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
  };
  return { box, on_scroll };
}

export function Request({ id }: { id: number }) {
  const entry = entry_of(id),
    page = entry.shown.value,
    fault = entry.fault.value;
  const { box, on_scroll } = useEnd(page, id);
  useEffect(() => {
    void refresh(id);
    dismiss_refusals();
    selected.value = id;
    document.getElementById("main")?.focus({ preventScroll: true });
    const rows = items.peek(),
      at = rows.findIndex((each) => each.ticket.id === id);
    const timer = setTimeout(() => {
      for (const each of rows.slice(at + 1, at + 3)) prefetch(each.ticket.id);
    }, 300);
    return () => clearTimeout(timer);
  }, [id]);
  if (!page)
    return (
      <main class="request is-coming" id="main" tabIndex={-1}>
        {fault ? <Missing id={id} trouble={fault} /> : <Coming id={id} />}
      </main>
    );
  return (
    <main class="request" id="main" tabIndex={-1} key={id}>
      <Head page={page} />
      {fault && (
        <p class="trouble" role="alert">
          {fault.words} <Again log_in={fault.log_in} does={() => void refresh(id)} />
        </p>
      )}
      <div class="columns">
        <div class="talk">
          <MailTroubles key={`mail-${id}`} id={id} version={page.ticket.version} />
          <div class="talk-scroll" ref={box} onScroll={on_scroll}>
            <Conversation page={page} />
          </div>
          <Composer key={id} page={page} />
        </div>
        <aside class="panel">
          <Promises page={page} />
          <Acts page={page} />
          <Standing id={id} version={page.ticket.version} owner={page.owner?.id ?? 0} organization={page.organization_id} />
          <Facts page={page} />
        </aside>
      </div>
      <ActDialog page={page} />
    </main>
  );
}
