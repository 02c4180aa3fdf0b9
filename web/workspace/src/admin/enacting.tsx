// From when it is to hold, what that does to the requests in flight and would have done to those of the past; and the act.
import { now } from "../state/now.ts";
import { ticket_link } from "../state/route.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import type { Backtest, DryRun, Moved } from "./read.ts";
import { busy, checked, dry_run, enact, errors, in_flight, planned, replay, replayed, starts, tried } from "./state.ts";

const when = (at: string | null): string => (at ? when_words(Date.parse(at), now.value, zone()) : "–");

function MovedRow({ moved }: { moved: Moved }) {
  return (
    <tr>
      <td>
        <a href={ticket_link(moved.ticket_id)}>#{moved.ticket_id}</a> {moved.subject}
      </td>
      <td>{moved.clock}</td>
      <td>{when(moved.before)}</td>
      <td>
        {when(moved.after)}
        {moved.breached_now && <span class="standing is-broken"> ▲ {t("workspace.admin.breach")}</span>}
      </td>
    </tr>
  );
}

function Tried({ run }: { run: DryRun }) {
  const quiet = run.later + run.earlier + run.breached_now + run.begun + run.withdrawn === 0;
  return (
    <section>
      <p class="figures" role="status">
        {quiet
          ? t("workspace.admin.nothing_moves", { requests: run.requests })
          : t("workspace.admin.moves", {
              requests: run.requests,
              later: run.later,
              earlier: run.earlier,
              breached: run.breached_now,
            })}{" "}
        {run.begun + run.withdrawn > 0 &&
          t("workspace.admin.begun_withdrawn", { begun: run.begun, withdrawn: run.withdrawn })}{" "}
        {!run.all && t("workspace.admin.not_all", { requests: run.requests })}
      </p>
      {run.moved.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("workspace.admin.request")}</th>
              <th>{t("workspace.admin.clock")}</th>
              <th>{t("workspace.admin.before")}</th>
              <th>{t("workspace.admin.after")}</th>
            </tr>
          </thead>
          <tbody>
            {run.moved.map((each) => (
              <MovedRow key={`${each.ticket_id} ${each.clock}`} moved={each} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Replayed({ run }: { run: Backtest }) {
  return (
    <section>
      <p class="figures" role="status">
        {t("workspace.admin.replayed", { requests: run.requests })}{" "}
        {!run.all && t("workspace.admin.newest_only")}{" "}
        {run.diverged > 0 && t("workspace.admin.diverged", { n: run.diverged })}
      </p>
      <table>
        <thead>
          <tr>
            <th>{t("workspace.admin.clock")}</th>
            <th>{t("workspace.admin.met_now")}</th>
            <th>{t("workspace.admin.met_then")}</th>
            <th>{t("workspace.admin.missed_now")}</th>
            <th>{t("workspace.admin.missed_then")}</th>
          </tr>
        </thead>
        <tbody>
          {run.clocks.map((each) => (
            <tr key={each.name}>
              <td>{each.name}</td>
              <td>{each.met}</td>
              <td>{each.met_then}</td>
              <td>{each.missed}</td>
              <td class={each.missed_then > each.missed ? "worse" : each.missed_then < each.missed ? "better" : ""}>
                {each.missed_then}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {run.changed.length > 0 && (
        <details>
          <summary>{t("workspace.admin.changed", { n: run.changed.length })}</summary>
          <ul>
            {run.changed.map((each) => (
              <li key={each.ticket_id + each.words}>
                <a href={ticket_link(each.ticket_id)}>#{each.ticket_id}</a> {each.words}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function Enacting() {
  if (!checked.value?.hash || errors.value > 0) return null;
  const waits = planned.value !== null;
  return (
    <section class="enacting">
      <h2>{t("workspace.admin.enact_title")}</h2>
      <div class="fields">
        <label>
          <span>{t("workspace.admin.from")}</span>
          <input
            type="datetime-local"
            value={starts.value}
            onInput={(event) => {
              starts.value = event.currentTarget.value;
              tried.value = null;
            }}
          />
          <span class="quiet">{t("workspace.admin.from_help")}</span>
        </label>
        <label>
          <span>{t("workspace.admin.in_flight")}</span>
          <select
            value={in_flight.value}
            onChange={(event) => {
              in_flight.value = event.currentTarget.value as "" | "keep" | "move";
              tried.value = null;
            }}
          >
            <option value="">{t("workspace.admin.as_written")}</option>
            <option value="keep">{word("workspace.admin.flight", "keep")}</option>
            <option value="move">{word("workspace.admin.flight", "move")}</option>
          </select>
        </label>
      </div>
      <p class="bench-acts">
        <button disabled={busy.value !== ""} onClick={() => void dry_run()}>
          {busy.value === "dry_run" ? t("workspace.admin.trying") : t("workspace.admin.dry_run")}
        </button>
        <button disabled={busy.value !== ""} onClick={() => void replay()}>
          {busy.value === "replay" ? t("workspace.admin.replaying") : t("workspace.admin.replay")}
        </button>
      </p>
      {tried.value && <Tried run={tried.value} />}
      {replayed.value && <Replayed run={replayed.value} />}
      <p class="bench-acts">
        <button class="main-button" disabled={busy.value !== "" || waits || !tried.value} onClick={() => void enact()}>
          {starts.value ? t("workspace.admin.plan") : t("workspace.admin.enact")}
        </button>
        {waits ? (
          <span class="quiet">{t("workspace.admin.withdraw_first")}</span>
        ) : (
          !tried.value && <span class="quiet">{t("workspace.admin.try_first")}</span>
        )}
      </p>
    </section>
  );
}
