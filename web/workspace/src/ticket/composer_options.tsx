// What a reply carries beside its words: the question, the promise that stays, marks, and whether it solves.
import type { Reason, TicketPage } from "../api/shapes.ts";
import type { Draft } from "../state/drafts.ts";
import { now } from "../state/now.ts";
import { program_of, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";

export function Options({
  page,
  draft,
  set,
}: {
  page: TicketPage;
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}) {
  const marks = program_of(page.ticket)?.marks ?? [];
  const marked = (id: string, on: boolean) =>
    set({ marks: on ? [...draft.marks, id] : draft.marks.filter((each) => each !== id) });
  return (
    <div class="options">
      <label class="check">
        <input
          type="checkbox"
          checked={draft.asks}
          onChange={(event) => set({ asks: event.currentTarget.checked })}
        />{" "}
        {t("workspace.composer.asks")}
      </label>
      {page.promise && (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.keeps_promise}
            disabled={draft.promise !== ""}
            onChange={(event) => set({ keeps_promise: event.currentTarget.checked })}
          />
          {t("workspace.composer.keeps", { at: when_words(Date.parse(page.promise), now.value, zone()) })}
        </label>
      )}
      {marks.map((each) => (
        <label class="check" key={each.id}>
          <input
            type="checkbox"
            checked={draft.marks.includes(each.id)}
            onChange={(event) => marked(each.id, event.currentTarget.checked)}
          />{" "}
          {each.title}
        </label>
      ))}
    </div>
  );
}

export const missing_words = (reason: Reason | undefined): string =>
  reason && reason.missing.length > 0
    ? t("workspace.composer.missing", {
        what: reason.missing.map((each) => word("workspace.event", each)).join(t("workspace.talk.comma")),
      })
    : "";

export function SolveChoice({
  page,
  draft,
  set,
}: {
  page: TicketPage;
  draft: Draft;
  set: (part: Partial<Draft>) => void;
}) {
  if (!page.may.includes("solve") || page.reasons.length === 0) return null;
  // A reply that is about to be sent is a proof itself.
  const chosen = page.reasons.find((each) => each.id === draft.solve);
  const lacking = chosen && {
    ...chosen,
    missing: chosen.missing.filter((each) => each !== "reply" && !draft.marks.includes(each)),
  };
  return (
    <span class="solve-choice">
      <select
        aria-label={t("workspace.composer.solve")}
        id="solve-reason"
        value={draft.solve}
        onChange={(event) => set({ solve: event.currentTarget.value })}
      >
        <option value="">{t("workspace.composer.stay")}</option>
        {page.reasons.map((each) => (
          <option key={each.id} value={each.id}>
            {t("workspace.composer.solve_as", { reason: each.title })}
          </option>
        ))}
      </select>
      {missing_words(lacking) && (
        <span class="warn" role="status">
          {missing_words(lacking)}
        </span>
      )}
    </span>
  );
}
