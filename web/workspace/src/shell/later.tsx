// What comes after the start: the parts of mail and of programs, each fetched when a screen first wants it, with words.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json } from "../api/http.ts";
import type { Address, ViaMail } from "../api/shapes.ts";
import { views } from "../state/queue.ts";
import { say_problem } from "../state/said.ts";
import { learn_more } from "../text/t.ts";

// The part once it is there, null until then; it is fetched when it is first asked for, and again after a failure.
function later<Part>(load: () => Promise<Part>, begins: (part: Part) => void = () => undefined): () => Part | null {
  const part = signal<Part | null>(null);
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      Promise.all([load(), learn_more()]).then(
        ([loaded]) => {
          begins(loaded);
          part.value = loaded;
        },
        (fault) => {
          asked = false;
          say_problem(fault);
        },
      );
    }
    return part.value;
  };
}

export const mail_part = later(
  () => import("../mail/part.tsx"),
  (loaded) => loaded.start(),
);
const admin_part = later(() => import("../admin/part.tsx"));
const board_part = later(() => import("../board/part.tsx"));
const nothing_yet = () => <main class="queue" id="main" tabIndex={-1} />;

export function AdminScreen() {
  const loaded = admin_part();
  return loaded ? <loaded.Screen /> : nothing_yet();
}

export function BoardScreen() {
  const loaded = board_part();
  return loaded ? <loaded.BoardScreen /> : nothing_yet();
}

// A request's escalations and hand-offs.
export function Standing(of: { id: number; version: number; owner: number; organization: number }) {
  const loaded = board_part();
  return loaded && <loaded.Standing {...of} />;
}

export function MailScreen() {
  const loaded = mail_part();
  return loaded ? <loaded.Screen /> : nothing_yet();
}

// How a message came, where it came by mail.
export function CameBy({ via }: { via: ViaMail }) {
  const loaded = mail_part();
  return loaded && <loaded.CameBy via={via} />;
}

// What mail to the people of a request meets; nothing while all is well.
export function MailTroubles({ id, version }: { id: number; version: number }) {
  const troubled = useSignal<Address[]>([]);
  useEffect(() => {
    if (!views.peek().some((each) => each.view === "mail")) return;
    fetch_json(`/tickets/${id}/mail`).then(
      (wire) => (troubled.value = (wire as { addresses: Address[] }).addresses.filter((each) => each.state !== "well")),
      () => undefined, // the request itself is there; this is beside it
    );
  }, [id, version]);
  if (troubled.value.length === 0) return null;
  const loaded = mail_part();
  return loaded && <loaded.Troubles addresses={troubled.value} />;
}
