// Which versions there are, when each held, and what is planned.
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import type { Enactment, Version } from "./read.ts";
import { busy, planned, take_version, versions, withdraw } from "./state.ts";

const when = (at: string): string => when_words(Date.parse(at), now.value, zone());
export const short = (hash: string): string => hash.slice(0, 8);

function standing(version: Version, enactments: Enactment[]): string {
  if (version.in_force) return "in_force";
  const own = enactments.filter((each) => each.hash === version.hash && each.state !== "withdrawn");
  if (own.some((each) => each.state === "planned")) return "planned";
  return own.length > 0 ? "earlier" : "draft";
}
const tones: Record<string, string> = { in_force: "is-met", planned: "is-paused", earlier: "quiet", draft: "quiet" };

export function Planned() {
  const next = planned.value;
  if (!next) return null;
  return (
    <div class="notice" role="status">
      <p>
        {t("workspace.admin.planned_for", { hash: short(next.hash), at: when(next.starts_at) })}{" "}
        {word("workspace.admin.flight", next.in_flight)}
      </p>
      <button disabled={busy.value !== ""} onClick={() => void withdraw(next.id)}>
        {t("workspace.admin.withdraw")}
      </button>
    </div>
  );
}

export function VersionList() {
  const all = versions.value;
  if (!all) return null;
  return (
    <section class="versions">
      <h2>{t("workspace.admin.versions")}</h2>
      <ul>
        {all.versions.map((each) => {
          const state = standing(each, all.enactments);
          return (
            <li key={each.hash}>
              <span class={`standing ${tones[state]}`}>{word("workspace.admin.state", state)}</span>
              <span>
                <b>{each.effective || short(each.hash)}</b> <code>{short(each.hash)}</code>{" "}
                <span class="quiet">
                  {each.by
                    ? t("workspace.admin.stored_by", { at: when(each.stored_at), who: each.by.name })
                    : t("workspace.admin.stored", { at: when(each.stored_at) })}
                </span>
                {!each.readable && <span class="warn"> {t("workspace.admin.unreadable")}</span>}
              </span>
              <button class="small" disabled={busy.value !== ""} onClick={() => void take_version(each.hash)}>
                {state === "in_force" ? t("workspace.admin.start_from") : t("workspace.admin.open")}
              </button>
            </li>
          );
        })}
      </ul>
      <details>
        <summary>{t("workspace.admin.history")}</summary>
        <ul class="enactments">
          {all.enactments.map((each) => (
            <li key={each.id}>
              {word("workspace.admin.did", each.state, { hash: short(each.hash), at: when(each.starts_at) })}{" "}
              <span class="quiet">
                {each.by?.name}
                {each.spliced > 0 && ` · ${t("workspace.admin.spliced", { n: each.spliced })}`}
                {each.moved > 0 && ` · ${t("workspace.admin.moved", { n: each.moved })}`}
                {each.unfinished && each.state === "in_force" && ` · ${t("workspace.admin.going_on")}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
