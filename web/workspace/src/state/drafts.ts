// What was typed and not sent stays with its request until it is sent, also over a reload.
import { signal, type Signal } from "@preact/signals";

export interface Draft {
  mode: "reply" | "note";
  reply: string;
  note: string;
  asks: boolean;
  promise: string; // as the field holds it, in the reader's zone
  keeps_promise: boolean;
  marks: string[];
  solve: string; // reason; empty: not
  files: { key: string; name: string; type: string; size: number; token: string; done: number }[]; // no token: on its way
}
export const empty_draft: Draft = {
  mode: "reply",
  reply: "",
  note: "",
  asks: false,
  promise: "",
  keeps_promise: false,
  marks: [],
  solve: "",
  files: [],
};

const drafts = new Map<number, Signal<Draft>>();
const place = (id: number): string => `draft-${id}`;

export function draft_of(id: number): Signal<Draft> {
  let draft = drafts.get(id);
  if (!draft) {
    let kept = empty_draft;
    try {
      kept = { ...empty_draft, ...JSON.parse(sessionStorage.getItem(place(id)) ?? "{}") };
    } catch {
      /* unreadable: start anew */
    }
    kept.files = kept.files.filter((each) => each.token);
    drafts.set(id, (draft = signal(kept)));
  }
  return draft;
}

export function set_draft(id: number, part: Partial<Draft>): void {
  const draft = draft_of(id);
  draft.value = { ...draft.value, ...part };
  try {
    sessionStorage.setItem(place(id), JSON.stringify(draft.value));
  } catch {
    /* no room: it lives as long as the page */
  }
}
