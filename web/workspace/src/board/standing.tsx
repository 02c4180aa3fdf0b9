// On a request: its escalations with the next step, and its hand-offs.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json, send } from "../api/http.ts";
import { now } from "../state/now.ts";
import { say_problem } from "../state/said.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { CustomerPart } from "./customer.tsx";
import { EvidencePart } from "./evidence.tsx";
import { MeetingsPart } from "./meetings.tsx";
import { read_escalations, read_handoffs, type Escalation, type Escalations, type Handoffs } from "./read.ts";

const moment = (iso: string | null) => (iso ? when_words(Date.parse(iso), now.value, zone(), false) : "");

function said_of(each: Escalation): string {
  if (each.ended_at) return t("workspace.board.ended", { at: moment(each.ended_at) });
  if (each.acknowledged_at) return t("workspace.board.acknowledged", { at: moment(each.acknowledged_at) });
  if (each.told.length === 0) return t("workspace.board.nobody_there");
  return t("workspace.board.waits");
}

function Up({ shown, does }: { shown: Escalations; does: (path: string, body: object) => void }) {
  const words = useSignal("");
  const next_tier = shown.tiers[shown.tiers.findIndex((each) => each.here) + 1];
  const next_level = shown.path.find((each) => !each.reached);
  const escalate = (level: string) => {
    does("escalations", { level, body: words.value });
    words.value = "";
  };
  return (
    <details class="standing-part" open={shown.escalations.some((each) => !each.ended_at)}>
      <summary>{t("workspace.board.escalations")}</summary>
      <ul>
        {shown.escalations.map((each) => (
          <li key={each.number} class={each.ended_at ? "quiet" : ""}>
            <b>{each.title}</b> {moment(each.at)} · {said_of(each)}
            {each.lane && <> · {t("workspace.board.lane", { place: each.lane.place })}</>}
            {each.not_before && !each.ended_at && <> · {t("workspace.board.not_before", { at: moment(each.not_before) })}</>}
            {each.plan.map((step) => (
              <div key={step.number} class="quiet">
                {step.number}. {step.words} · {word("workspace.board.side", step.side)} ·{" "}
                {step.done_at ? t("workspace.board.step_done") : step.accepted_at ? t("workspace.board.step_accepted") : t("workspace.board.step_waits")}
                {step.accepted_at && !step.done_at && !each.ended_at && (
                  <button class="plain-button" onClick={() => does("escalation_changes", { act: "done_step", number: each.number, step: step.number })}>
                    {t("workspace.board.done")}
                  </button>
                )}
              </div>
            ))}
            {!each.ended_at && (
              <div class="row-acts">
                {!each.acknowledged_at && (
                  <button class="plain-button" onClick={() => does("escalation_changes", { act: "acknowledge", number: each.number, lead: true })}>
                    {t("workspace.board.acknowledge")}
                  </button>
                )}
                <button class="plain-button" onClick={() => does("escalation_changes", { act: "end", number: each.number })}>
                  {t("workspace.board.end")}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {(next_tier || next_level) && (
        <label>
          <span>{t("workspace.board.reason")}</span>
          <textarea rows={2} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
        </label>
      )}
      <div class="row-acts">
        {next_tier && (
          <button class="plain-button" disabled={!words.value} onClick={() => escalate(next_tier.id)}>
            {t("workspace.board.to", { who: next_tier.title })}
          </button>
        )}
        {next_level && (
          <button class="plain-button" disabled={!words.value} onClick={() => escalate(next_level.level)}>
            {t("workspace.board.to", { who: next_level.title })}
          </button>
        )}
      </div>
    </details>
  );
}

function Over({ shown, owner, does }: { shown: Handoffs; owner: number; does: (path: string, body: object) => void }) {
  const to = useSignal(0);
  const standing = shown.handoffs.find((each) => each.state === "offered");
  const told = standing?.checklist.every((each) => each.done);
  return (
    <details class="standing-part" open={Boolean(standing)}>
      <summary>{t("workspace.board.handoffs")}</summary>
      {standing && (
        <div>
          <p>
            {t("workspace.board.offered", { to: standing.receiver?.name || standing.to_title || t("workspace.board.the_team") })}
            {standing.until && <> {t("workspace.board.until", { at: moment(standing.until) })}</>}
          </p>
          {standing.checklist.map((each) => (
            <label key={each.item} class="check">
              <input type="checkbox" checked={each.done} disabled={each.done} onChange={() => does("handoff_changes", { act: "check", checklist: [each.item] })} />
              <span>{each.item.includes("[") ? each.title : word("workspace.board.item", each.item)}</span>
            </label>
          ))}
          <div class="row-acts">
            <button class="plain-button" onClick={() => does("handoff_changes", { act: "accept", as_it_is: !told })}>
              {told ? t("workspace.board.accept") : t("workspace.board.accept_as_is")}
            </button>
            <button class="plain-button" onClick={() => does("handoff_changes", { act: "withdraw" })}>
              {t("workspace.board.withdraw")}
            </button>
          </div>
        </div>
      )}
      {!standing && owner > 0 && shown.receivers.length > 0 && (
        <div class="row-acts">
          <select aria-label={t("workspace.board.receiver")} value={String(to.value)} onChange={(event) => (to.value = Number(event.currentTarget.value))}>
            <option value="0">{t("workspace.board.receiver")}</option>
            {shown.receivers.map((each) => (
              <option key={each.id} value={String(each.id)}>{`${each.name}${each.until ? ` (${t("workspace.board.until", { at: moment(each.until) })})` : ""}`}</option>
            ))}
          </select>
          <button class="plain-button" disabled={!to.value} onClick={() => does("handoffs", { to: to.value })}>
            {t("workspace.board.offer")}
          </button>
        </div>
      )}
      {!standing && shown.receivers.length === 0 && <p class="quiet">{t("workspace.board.nobody_to_take")}</p>}
      {shown.dropped > 0 && <p class="is-broken">{t("workspace.board.dropped_count", { count: shown.dropped })}</p>}
    </details>
  );
}

function effort_words(effort: Handoffs["effort"]): string {
  if (!effort) return "";
  if (effort.mode === "around_the_clock") return t("workspace.board.around_the_clock");
  if (effort.open_now) return t("workspace.board.works_now");
  return effort.goes_on_at ? t("workspace.board.goes_on", { at: moment(effort.goes_on_at) }) : "";
}

export function Standing({ id, version, owner, organization }: { id: number; version: number; owner: number; organization: number }) {
  const up: Signal<Escalations | null> = useSignal(null),
    over: Signal<Handoffs | null> = useSignal(null);
  const refresh = () =>
    Promise.all([fetch_json(`/tickets/${id}/escalations`), fetch_json(`/tickets/${id}/handoffs`)]).then(
      ([escalations, handoffs]) => {
        up.value = read_escalations(escalations);
        over.value = read_handoffs(handoffs);
      },
      () => undefined, // the request itself is there; this is beside it
    );
  useEffect(() => void refresh(), [id, version]);
  const does = (path: string, body: object) =>
    void send("POST", `/tickets/${id}/${path}`, body).then(refresh, (problem) => say_problem(problem));
  const effort = effort_words(over.value?.effort ?? null);
  return (
    <section class="standings">
      {effort && <p class="quiet">{effort}</p>}
      {up.value && <Up shown={up.value} does={does} />}
      {over.value && <Over shown={over.value} owner={owner} does={does} />}
      <EvidencePart id={id} version={version} />
      <MeetingsPart id={id} version={version} />
      <CustomerPart organization={organization} />
    </section>
  );
}
