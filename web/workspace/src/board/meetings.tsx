// On a request: its meetings. One that is asked for gets a time or is declined; one that has a time is held, missed, put
// elsewhere or called off.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json, send } from "../api/http.ts";
import { now } from "../state/now.ts";
import { say_problem } from "../state/said.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { from_field, to_iso } from "../time/zone.ts";
import { read_meetings, type Meeting, type MeetingKind, type Meetings } from "./read.ts";

const moment = (iso: string) => when_words(Date.parse(iso), now.value, zone(), false);

type Does = (path: string, body: object) => void;

function When({ says, does }: { says: string; does: (from: string, where: string) => void }) {
  const at = useSignal(""),
    where = useSignal("");
  return (
    <>
      <label>
        <span>{t("workspace.board.meet_at", { zone: zone() })}</span>
        <input type="datetime-local" value={at.value} onInput={(event) => (at.value = event.currentTarget.value)} />
      </label>
      <label>
        <span>{t("workspace.board.meet_where")}</span>
        <input value={where.value} onInput={(event) => (where.value = event.currentTarget.value)} />
      </label>
      <div class="row-acts">
        <button class="plain-button" disabled={!at.value} onClick={() => does(to_iso(from_field(at.value, zone()) ?? 0), where.value)}>
          {says}
        </button>
      </div>
    </>
  );
}

function One({ each, does }: { each: Meeting; does: Does }) {
  const change = (act: string) => does("meeting_changes", { number: each.number, act });
  const at = each.from ?? each.wished_from;
  return (
    <li class={each.state === "asked" || each.state === "scheduled" ? "" : "quiet"}>
      <b>{each.title}</b> {word("workspace.board.meeting_state", each.state)}
      {at && <> · {moment(at)}</>}
      {each.host && each.state === "scheduled" && <> · {each.host}</>}
      {each.where && each.state === "scheduled" && <div dir="auto">{each.where}</div>}
      {each.state === "asked" && each.why && <div dir="auto">{each.why}</div>}
      {each.state === "asked" && (
        <>
          <When says={t("workspace.board.arrange")} does={(from, body) => does("meeting_changes", { number: each.number, act: "scheduled", from, body })} />
          <button class="plain-button" onClick={() => change("declined")}>
            {t("workspace.board.decline")}
          </button>
        </>
      )}
      {each.state === "scheduled" && (
        <div class="row-acts">
          <button class="plain-button" onClick={() => change("held")}>
            {t("workspace.board.held")}
          </button>
          <button class="plain-button" onClick={() => change("missed")}>
            {t("workspace.board.missed")}
          </button>
          <button class="plain-button" onClick={() => change("cancelled")}>
            {t("workspace.board.call_off")}
          </button>
        </div>
      )}
    </li>
  );
}

function Fresh({ kinds, does }: { kinds: MeetingKind[]; does: Does }) {
  const chosen = useSignal(0);
  const kind = kinds[chosen.value] ?? kinds[0];
  if (!kind) return null;
  return (
    <details>
      <summary>{t("workspace.board.meet")}</summary>
      <label>
        <span>{t("workspace.board.meet_kind")}</span>
        <select value={String(chosen.value)} onChange={(event) => (chosen.value = Number(event.currentTarget.value))}>
          {kinds.map((each, place) => (
            <option key={each.door + each.session} value={String(place)}>
              {each.title}
            </option>
          ))}
        </select>
      </label>
      {kind.door && !kind.control && <p class="quiet">{t("workspace.board.no_control")}</p>}
      <When says={t("workspace.board.arrange")} does={(from, body) => does("meetings", { door: kind.door, session: kind.session, from, body })} />
    </details>
  );
}

export function MeetingsPart({ id, version }: { id: number; version: number }) {
  const shown: Signal<Meetings | null> = useSignal(null);
  const refresh = () =>
    fetch_json(`/tickets/${id}/meetings`).then(
      (answer) => void (shown.value = read_meetings(answer)),
      () => undefined, // it stands beside the request
    );
  useEffect(() => void refresh(), [id, version]);
  const does: Does = (path, body) => void send("POST", `/tickets/${id}/${path}`, body).then(refresh, (problem) => say_problem(problem));
  const meetings = shown.value;
  if (!meetings || meetings.meetings.length + meetings.kinds.length === 0) return null;
  return (
    <details class="standing-part meetings-part" open={meetings.meetings.some((each) => each.state === "asked" || each.state === "scheduled")}>
      <summary>{t("workspace.board.meetings")}</summary>
      <ul>
        {meetings.meetings.map((each) => (
          <One key={each.number} each={each} does={does} />
        ))}
      </ul>
      <Fresh kinds={meetings.kinds} does={does} />
    </details>
  );
}
