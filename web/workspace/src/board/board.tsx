// What a support lead watches: what nobody will be there for first, then what falls due, what is handed over or was
// escalated, and who is on duty around the world. Made anew each half minute and whenever a request changes.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json } from "../api/http.ts";
import { ViewMenu } from "../queue/sidebar.tsx";
import { Again } from "../shell/again.tsx";
import { now } from "../state/now.ts";
import { queue_link, route, ticket_link } from "../state/route.ts";
import { trouble_of, type Trouble } from "../state/said.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { countdown, hour_words, when_words } from "../time/words.ts";
import { HoursScreen } from "./hours.tsx";
import { read_board, read_thin_spots, type Attention, type Board, type Hanging, type Site, type Team, type ThinSpot } from "./read.ts";

const look_again = 30000;
const look_ahead_again = 1800000;
const board = signal<Board | null>(null);
const thin_spots = signal<ThinSpot[] | null>(null);
const fault = signal<Trouble | null>(null);

async function refresh(): Promise<void> {
  try {
    const brand = route.peek().brand;
    board.value = read_board(await fetch_json(`/desk/board?hours=8${brand ? `&program=${brand}` : ""}`));
    fault.value = null;
  } catch (problem) {
    fault.value = trouble_of(problem);
  }
}

// It is made once an hour at most, and the board is there without it.
async function look_ahead(): Promise<void> {
  try {
    thin_spots.value = read_thin_spots(await fetch_json("/desk/thin_spots"));
  } catch {
    thin_spots.value = null;
  }
}

const moment = (iso: string | null) => (iso ? when_words(Date.parse(iso), now.value, zone(), false) : "");

const figure = (count: number, more: boolean): string => (more ? `${count}+` : String(count));

function Row({ each, tone, words }: { each: Attention; tone: string; words: string }) {
  return (
    <li class={tone}>
      <a href={ticket_link(each.ticket)}>
        <span class="number">#{each.ticket}</span>
        <span class="subject" dir="auto">
          {each.subject}
        </span>
        <span class="quiet">{words}</span>
        <span class="quiet">{each.owner || each.team || t("workspace.board.nobody")}</span>
      </a>
    </li>
  );
}

function Group({ title, rows, tone, more, words }: { title: string; rows: Attention[]; tone: string; more: boolean; words: (each: Attention) => string }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span class="count">{figure(rows.length, more)}</span>
      </h2>
      <ul class="board-rows">
        {rows.map((each) => (
          <Row key={`${each.ticket}-${each.key}`} each={each} tone={tone} words={words(each)} />
        ))}
      </ul>
    </section>
  );
}

function Hangs({ rows, more }: { rows: Hanging[]; more: boolean }) {
  return (
    <section>
      <h2>
        {t("workspace.board.hanging")} <span class="count">{figure(rows.length, more)}</span>
      </h2>
      {rows.length === 0 && <p class="empty">{t("workspace.board.nothing_due")}</p>}
      <ul class="board-rows">
        {rows.map((each) => {
          const left = Date.parse(each.due) - now.value;
          return (
            <li key={each.ticket} class={left < 0 || !each.attended ? "is-broken" : left < 900000 ? "is-soon" : ""}>
              <a href={ticket_link(each.ticket)}>
                <span class="number">{countdown(left)}</span>
                <span class="subject" dir="auto">
                  {each.subject}
                </span>
                <span class="quiet">{each.attended ? hour_words(Date.parse(each.due), zone()) : t("workspace.board.nobody_then")}</span>
                <span class="quiet">{each.owner || each.team || t("workspace.board.nobody")}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Thin({ spots }: { spots: ThinSpot[] | null }) {
  if (!spots) return null;
  return (
    <section class="board-thin">
      <h2>{t("workspace.board.thin_spots")}</h2>
      {spots.length === 0 && <p class="board-calm">{t("workspace.board.no_thin_spots")}</p>}
      <ul>
        {spots.map((each) => (
          <li key={[each.program, each.kind, each.clause, each.team].join("|")}>
            <b>{each.team}</b> {word("workspace.board.thin", each.kind)}
            <div class="quiet">
              {moment(each.from)} – {moment(each.to)}
              {each.alike > 0 && <> {t("workspace.board.more_alike", { count: each.alike })}</>}
            </div>
            <code>{each.clause}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Duty({ teams, sites }: { teams: Team[]; sites: Site[] }) {
  return (
    <section>
      <h2>{t("workspace.board.on_duty")}</h2>
      {sites.length > 0 && (
        <ul class="board-sites">
          {sites.map((each) => (
            <li key={`${each.site}-${each.zone}`} class={each.on_duty > 0 ? "there" : ""}>
              <b>{each.title}</b> <time>{each.local_time}</time>
              <span class="quiet">{t("workspace.board.people", { count: each.on_duty })}</span>
            </li>
          ))}
        </ul>
      )}
      <dl class="board-teams">
        {teams.map((each) => (
          <div key={`${each.program}-${each.key}`}>
            <dt>{each.title}</dt>
            <dd class={each.kept && each.on_duty.length === 0 ? "is-broken" : ""}>
              {!each.kept && <span class="quiet">{t("workspace.board.no_rota")}</span>}
              {each.on_duty.map((one) => (
                <span key={one.id} class="on-duty">
                  {one.name}
                  {one.until && <span class="quiet"> {t("workspace.board.until", { at: moment(one.until) })}</span>}
                </span>
              ))}
              {each.kept && each.on_duty.length === 0 && (
                <span>
                  {each.next
                    ? t("workspace.board.next", { at: moment(each.next.at), who: each.next.people.map((one) => one.name).join(", ") })
                    : t("workspace.board.nobody_next")}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function BoardScreen() {
  useEffect(() => {
    void refresh();
    void look_ahead();
    const timer = setInterval(() => !document.hidden && void refresh(), look_again);
    const ahead = setInterval(() => !document.hidden && void look_ahead(), look_ahead_again);
    return () => (clearInterval(timer), clearInterval(ahead));
  }, [route.value.brand]);
  const hours = route.value.view === "hours";
  const shown = hours ? null : board.value;
  const calm = shown && shown.gaps.length + shown.effort_gaps.length + shown.dropped.length === 0;
  return (
    <main class="queue board" id="main" tabIndex={-1}>
      <div class="queue-menu">
        <ViewMenu />
      </div>
      <h1 class="queue-title">{hours ? t("workspace.board.hours") : t("workspace.shell.board")}</h1>
      <nav class="board-tabs" aria-label={t("workspace.shell.board")}>
        <a href={queue_link("board", route.value.brand)} aria-current={hours ? undefined : "page"}>
          {t("workspace.shell.board")}
        </a>
        <a href="#/hours" aria-current={hours ? "page" : undefined}>
          {t("workspace.board.hours")}
        </a>
      </nav>
      {hours && <HoursScreen />}
      {!hours && fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words} <Again log_in={fault.value.log_in} does={() => void refresh()} />
        </p>
      )}
      {shown && (
        <div class="board-columns">
          <div>
            {calm && <p class="board-calm">{t("workspace.board.calm")}</p>}
            <Group title={t("workspace.board.gaps")} rows={shown.gaps} more={shown.cut.includes("gaps")} tone="is-broken" words={(each) => t("workspace.board.due", { at: moment(each.at) })} />
            <Group title={t("workspace.board.effort_gaps")} rows={shown.effort_gaps} more={shown.cut.includes("effort_gaps")} tone="is-broken" words={(each) => t("workspace.board.since", { at: moment(each.at) })} />
            <Group title={t("workspace.board.dropped")} rows={shown.dropped} more={shown.cut.includes("dropped")} tone="is-broken" words={(each) => moment(each.at)} />
            <Hangs rows={shown.hanging} more={shown.cut.includes("hanging")} />
            <Group title={t("workspace.board.meetings_asked")} rows={shown.meetings_asked} more={shown.cut.includes("meetings_asked")} tone="is-soon" words={(each) => t("workspace.board.since", { at: moment(each.at) })} />
            <Group title={t("workspace.board.meetings")} rows={shown.meetings} more={shown.cut.includes("meetings")} tone="" words={(each) => moment(each.at)} />
            <Group title={t("workspace.board.handoffs")} rows={shown.handoffs} more={shown.cut.includes("handoffs")} tone="" words={(each) => t("workspace.board.until", { at: moment(each.at) })} />
            <Group title={t("workspace.board.escalations")} rows={shown.escalations} more={shown.cut.includes("escalations")} tone="" words={(each) => t("workspace.board.since", { at: moment(each.at) })} />
          </div>
          <div>
            <Duty teams={shown.teams} sites={shown.sites} />
            <Thin spots={thin_spots.value && thin_spots.value.filter((each) => !route.value.brand || each.program === route.value.brand)} />
          </div>
        </div>
      )}
    </main>
  );
}
