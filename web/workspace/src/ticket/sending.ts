// Sends a draft: the field empties at once; refused, the words come back with the reason.
import { useSignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import type { Problem } from "../api/http.ts";
import { draft_of, empty_draft, set_draft, type Draft } from "../state/drafts.ts";
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { from_field } from "../time/zone.ts";
import { note, reply } from "./acts.ts";

export interface Sending {
  busy: Signal<boolean>;
  refused: Signal<Problem | null>;
  submit: () => Promise<void>;
}

// What was typed in the meantime stays behind what comes back.
const rejoined = (kept: string, since: string): string => [kept, since].filter(Boolean).join("\n\n");

function send(id: number, as_note: boolean, draft: Draft, promise: number | null): Promise<Problem | null> {
  const uploads = draft.files.map((each) => each.token);
  if (as_note) return note(id, draft.note, uploads);
  const { reply: body, asks, marks, solve } = draft;
  return reply(id, { body, asks, promise, keeps_promise: draft.keeps_promise && promise === null, marks, solve, uploads });
}

// There is something to send, and every file has arrived.
export const ready = ({ note, reply, files }: Draft, as_note: boolean): boolean =>
  ((as_note ? note : reply).trim() !== "" || files.length > 0) && files.every((each) => each.token);

export function useSending(id: number, as_note: boolean, field: RefObject<HTMLTextAreaElement | null>): Sending {
  const busy = useSignal(false),
    refused = useSignal<Problem | null>(null);
  async function submit() {
    const draft = draft_of(id).value,
      promise = draft.promise ? from_field(draft.promise, zone()) : null;
    if (busy.value || !ready(draft, as_note)) return field.current?.focus();
    if (!as_note && promise !== null && promise <= now.value) return document.getElementById("promise-at")?.focus();
    busy.value = true;
    refused.value = null;
    const done = send(id, as_note, draft, promise);
    set_draft(id, as_note ? { note: "", files: [] } : { ...empty_draft, note: draft.note });
    refused.value = await done;
    busy.value = false;
    if (!refused.value) return;
    const since = draft_of(id).value;
    set_draft(id, {
      ...draft,
      reply: as_note ? since.reply : rejoined(draft.reply, since.reply),
      note: as_note ? rejoined(draft.note, since.note) : since.note,
      files: [...draft.files, ...since.files],
    });
    field.current?.focus();
  }
  return { busy, refused, submit };
}
