import type { Item } from "../api/shapes.ts";
import { prefetch } from "../state/requests.ts";
import { ticket_link } from "../state/route.ts";
import { selected } from "../state/queue.ts";
import { me, severity_short, severity_title } from "../state/session.ts";
import { StandingMark, TimeLeft } from "../shell/time_left.tsx";
import { next_clock } from "../time/standing.ts";
import { t, word } from "../text/t.ts";

function Owner({ name }: { name: string }) {
  if (!name) return <span class="cell owner nobody">{t("workspace.queue.nobody")}</span>;
  return <span class="cell owner">{name === me.value.user.name ? t("workspace.queue.me") : name}</span>;
}

export function QueueRow({ item }: { item: Item }) {
  const { ticket } = item,
    clock = next_clock(item.clocks),
    id = ticket.id;
  const here = selected.value === id;
  return (
    <li class={here ? "row here" : "row"} id={`row-${id}`}>
      <a
        href={ticket_link(id)}
        aria-current={here || undefined}
        tabIndex={here ? 0 : -1}
        onFocus={() => (selected.value = id)}
        onMouseEnter={() => prefetch(id)}
      >
        <span class="cell due">
          {clock ? (
            <TimeLeft clock={clock} wall />
          ) : (
            <span class="quiet">{word("workspace.status", ticket.status)}</span>
          )}
        </span>
        <span class="cell how">
          {clock && (
            <>
              <StandingMark clock={clock} quiet />
              <span class="clock-name">{clock.title}</span>
            </>
          )}
        </span>
        <span class="cell number">#{id}</span>
        <span class="cell subject" dir="auto">
          {ticket.subject}
          {[...item.remarks, ...(item.waits ? [t("workspace.queue.turn")] : [])].map((each) => (
            <span class="remark"> · {each}</span>
          ))}
        </span>
        <span class="cell who">
          {item.requester}
          {item.organization && <span class="quiet"> · {item.organization}</span>}
        </span>
        <span class="cell severity" title={severity_title(ticket)}>
          {severity_short(ticket)}
          <span class="for-ears"> {severity_title(ticket)}</span>
        </span>
        <Owner name={item.owner} />
      </a>
    </li>
  );
}
