// The reply, or the note. What was typed comes back with the reason when the server says no.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Problem } from "../api/http.ts";
import type { Reason, TicketPage } from "../api/shapes.ts";
import { draft_of, empty_draft, set_draft, type Draft } from "../state/drafts.ts";
import { now } from "../state/now.ts";
import { program_of, zone } from "../state/session.ts";
import { composing, modifier } from "../shell/keys.ts";
import { t, word } from "../text/t.ts";
import { from_field } from "../time/zone.ts";
import { when_words } from "../time/words.ts";
import { note, reply } from "./acts.ts";
import { Refusal } from "./refusal.tsx";
import { PromisePicker } from "./promise_picker.tsx";

function Options({ page, draft, set }: { page: TicketPage; draft: Draft; set: (part: Partial<Draft>) => void }) {
  const marks = program_of(page.ticket)?.marks ?? [];
  const marked = (id: string, on: boolean) => set({ marks: on ? [...draft.marks, id] : draft.marks.filter((each) => each !== id) });
  return (
    <div class="options">
      <label class="check"><input type="checkbox" checked={draft.asks} onChange={(event) => set({ asks: event.currentTarget.checked })} /> {t("workspace.composer.asks")}</label>
      {page.promise && (
        <label class="check"><input type="checkbox" checked={draft.keeps_promise} disabled={draft.promise !== ""} onChange={(event) => set({ keeps_promise: event.currentTarget.checked })} />
          {t("workspace.composer.keeps", { at: when_words(Date.parse(page.promise), now.value, zone()) })}</label>
      )}
      {marks.map((each) => <label class="check" key={each.id}><input type="checkbox" checked={draft.marks.includes(each.id)} onChange={(event) => marked(each.id, event.currentTarget.checked)} /> {each.title}</label>)}
    </div>
  );
}

export const missing_words = (reason: Reason | undefined): string =>
  reason && reason.missing.length > 0 ? t("workspace.composer.missing", { what: reason.missing.map((each) => word("workspace.event", each)).join(t("workspace.talk.comma")) }) : "";

function SolveChoice({ page, draft, set }: { page: TicketPage; draft: Draft; set: (part: Partial<Draft>) => void }) {
  if (!page.may.includes("solve") || page.reasons.length === 0) return null;
  // A reply that is about to be sent is a proof itself.
  const chosen = page.reasons.find((each) => each.id === draft.solve);
  const lacking = chosen && { ...chosen, missing: chosen.missing.filter((each) => each !== "reply" && !draft.marks.includes(each)) };
  return (
    <span class="solve-choice">
      <select aria-label={t("workspace.composer.solve")} id="solve-reason" value={draft.solve} onChange={(event) => set({ solve: event.currentTarget.value })}>
        <option value="">{t("workspace.composer.stay")}</option>
        {page.reasons.map((each) => <option key={each.id} value={each.id}>{t("workspace.composer.solve_as", { reason: each.title })}</option>)}
      </select>
      {missing_words(lacking) && <span class="warn" role="status">{missing_words(lacking)}</span>}
    </span>
  );
}

export function Composer({ page }: { page: TicketPage }) {
  const id = page.ticket.id, draft = draft_of(id).value, set = (part: Partial<Draft>) => set_draft(id, part);
  const busy = useSignal(false), refused = useSignal<Problem | null>(null), field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => { refused.value = null; }, [id]);
  useEffect(() => {  // grows with the words, up to where it would hide the conversation
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
  }, [draft.reply, draft.note, draft.mode, id]);
  if (!page.may.includes("reply") && !page.may.includes("note")) return <p class="composer closed-words quiet">{t("workspace.composer.closed")}</p>;
  const as_note = draft.mode === "note" || !page.may.includes("reply"), text = as_note ? draft.note : draft.reply;
  const promise_at = draft.promise ? from_field(draft.promise, zone()) : null;

  async function submit() {
    if (busy.value || text.trim() === "") { field.current?.focus(); return; }
    if (!as_note && promise_at !== null && promise_at <= now.value) return;
    busy.value = true;
    refused.value = null;
    const kept = draft;
    const done = as_note ? note(id, text) : reply(id, { body: text, asks: draft.asks, promise: promise_at, keeps_promise: draft.keeps_promise && promise_at === null, marks: draft.marks, solve: draft.solve });
    set(as_note ? { note: "" } : { ...empty_draft, note: draft.note });
    const problem = await done;
    busy.value = false;
    if (!problem) return;
    set({ ...kept });
    refused.value = problem;
    field.current?.focus();
  }
  function on_key(event: KeyboardEvent) {
    if (composing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void submit(); }
    if (event.key === "Escape") field.current?.blur();
  }

  return (
    <form class={as_note ? "composer is-note" : "composer"} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      {refused.value && <Refusal problem={refused.value} act={as_note ? t("workspace.act.note") : t("workspace.act.reply")} />}
      <div class="modes" role="group" aria-label={t("workspace.composer.mode")}>
        {page.may.includes("reply") && <button type="button" aria-pressed={!as_note} onClick={() => { set({ mode: "reply" }); field.current?.focus(); }}>{t("workspace.composer.reply")}</button>}
        {page.may.includes("note") && <button type="button" aria-pressed={as_note} onClick={() => { set({ mode: "note" }); field.current?.focus(); }}>{t("workspace.composer.note")}</button>}
        <span class="quiet modes-hint">{as_note ? t("workspace.composer.note_hint") : t("workspace.composer.reply_hint", { name: page.requester.name })}</span>
      </div>
      <textarea id="words" ref={field} rows={1} value={text} dir="auto" aria-label={as_note ? t("workspace.composer.note") : t("workspace.composer.reply")}
        onInput={(event) => set(as_note ? { note: event.currentTarget.value } : { reply: event.currentTarget.value })} onKeyDown={on_key} />
      {!as_note && <div class="composer-more"><Options page={page} draft={draft} set={set} />
        {page.may.includes("promise") && <PromisePicker id="promise-at" value={draft.promise} set={(promise) => set({ promise })} />}</div>}
      <div class="send">
        {!as_note && <SolveChoice page={page} draft={draft} set={set} />}
        <span class="quiet send-hint">{t("workspace.composer.keys", { modifier })}</span>
        <button type="submit" class="main-button" disabled={busy.value || text.trim() === ""}>{as_note ? t("workspace.composer.save_note") : draft.solve ? t("workspace.composer.send_solve") : draft.asks ? t("workspace.composer.send_ask") : t("workspace.composer.send")}</button>
      </div>
    </form>
  );
}
