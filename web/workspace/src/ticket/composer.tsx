// The reply, or the note. What was typed comes back with the reason when the server says no.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { TicketPage } from "../api/shapes.ts";
import { draft_of, set_draft, type Draft } from "../state/drafts.ts";
import { composing, modifier } from "../shell/keys.ts";
import { t } from "../text/t.ts";
import { Options, SolveChoice } from "./composer_options.tsx";
import { attach, Waiting } from "./files.tsx";
import { PromisePicker } from "./promise_picker.tsx";
import { Refusal } from "./refusal.tsx";
import { ready, useSending } from "./sending.ts";

interface Wanted {
  page: TicketPage;
  as_note: boolean;
  choose: (mode: Draft["mode"]) => void;
}

function Modes({ page, as_note, choose }: Wanted) {
  const hint = as_note
    ? t("workspace.composer.note_hint")
    : t("workspace.composer.reply_hint", { name: page.requester.name });
  return (
    <div class="modes" role="group" aria-label={t("workspace.composer.mode")}>
      {page.may.includes("reply") && (
        <button type="button" aria-pressed={!as_note} onClick={() => choose("reply")}>
          {t("workspace.composer.reply")}
        </button>
      )}
      {page.may.includes("note") && (
        <button type="button" aria-pressed={as_note} onClick={() => choose("note")}>
          {t("workspace.composer.note")}
        </button>
      )}
      <span class="quiet modes-hint">{hint}</span>
    </div>
  );
}

// Grows with the words, up to where it would hide the conversation.
function useGrowth(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
  }, [text]);
}

function send_words(draft: Draft, as_note: boolean): string {
  if (as_note) return t("workspace.composer.save_note");
  if (draft.solve) return t("workspace.composer.send_solve");
  return draft.asks ? t("workspace.composer.send_ask") : t("workspace.composer.send");
}

// Keyed by the request: nothing of one is left over in another.
export function Composer({ page }: { page: TicketPage }) {
  const id = page.ticket.id,
    draft = draft_of(id).value,
    set = (part: Partial<Draft>) => set_draft(id, part);
  const as_note = draft.mode === "note" || !page.may.includes("reply"),
    text = as_note ? draft.note : draft.reply;
  const field = useRef<HTMLTextAreaElement>(null);
  const { busy, refused, submit } = useSending(id, as_note, field);
  useGrowth(field, text);
  if (!page.may.includes("reply") && !page.may.includes("note"))
    return <p class="composer closed-words quiet">{t("workspace.composer.closed")}</p>;

  function on_key(event: KeyboardEvent) {
    if (composing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
    if (event.key === "Escape") field.current?.blur();
  }
  function on_submit(event: Event) {
    event.preventDefault();
    void submit();
  }
  // Dropped or pasted: files join, words go where they always go.
  function take(event: Event, files: FileList | undefined) {
    if (!files?.length) return;
    event.preventDefault();
    attach(id, files);
  }
  function choose(mode: Draft["mode"]) {
    set({ mode });
    field.current?.focus();
  }

  const name = as_note ? t("workspace.composer.note") : t("workspace.composer.reply");
  return (
    <form
      class={as_note ? "composer is-note" : "composer"}
      onSubmit={on_submit}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer?.files)}
      onPaste={(event) => take(event, event.clipboardData?.files)}
    >
      {refused.value && <Refusal problem={refused.value} act={name} />}
      <Modes page={page} as_note={as_note} choose={choose} />
      <textarea
        id="words"
        ref={field}
        rows={1}
        value={text}
        dir="auto"
        aria-label={name}
        onInput={(event) => set(as_note ? { note: event.currentTarget.value } : { reply: event.currentTarget.value })}
        onKeyDown={on_key}
      />
      <Waiting id={id} files={draft.files} />
      {!as_note && (
        <div class="composer-more">
          <Options page={page} draft={draft} set={set} />
          {page.may.includes("promise") && (
            <PromisePicker id="promise-at" value={draft.promise} set={(promise) => set({ promise })} />
          )}
        </div>
      )}
      <div class="send">
        {!as_note && <SolveChoice page={page} draft={draft} set={set} />}
        <label class="attach">
          {t("workspace.files.attach")}
          <input
            type="file"
            multiple
            class="for-ears"
            onChange={({ currentTarget: chosen }) => {
              attach(id, [...chosen.files!]);
              chosen.value = "";
            }}
          />
        </label>
        <span class="quiet send-hint">{t("workspace.composer.keys", { modifier })}</span>
        <button type="submit" class="main-button" disabled={busy.value || !ready(draft, as_note)}>
          {send_words(draft, as_note)}
        </button>
      </div>
    </form>
  );
}
