// What comes after the start: the parts of mail and of programs, each fetched when a screen first wants it, with words.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json } from "../api/http.ts";
import type { Address, ViaMail } from "../api/shapes.ts";
import { views } from "../state/queue.ts";
import { say_problem } from "../state/said.ts";
import { learn_more } from "../text/t.ts";

type Part = typeof import("../mail/part.tsx");
const part = signal<Part | null>(null);
let asked = false;

export function mail_part(): Part | null {
  if (!asked) {
    asked = true;
    Promise.all([import("../mail/part.tsx"), learn_more()]).then(
      ([loaded]) => {
        loaded.start();
        part.value = loaded;
      },
      (fault) => {
        asked = false;
        say_problem(fault);
      },
    );
  }
  return part.value;
}

type Admin = typeof import("../admin/part.tsx");
const admin = signal<Admin | null>(null);
let admin_asked = false;

export function AdminScreen() {
  if (!admin_asked) {
    admin_asked = true;
    Promise.all([import("../admin/part.tsx"), learn_more()]).then(
      ([loaded]) => (admin.value = loaded),
      (fault) => {
        admin_asked = false;
        say_problem(fault);
      },
    );
  }
  const loaded = admin.value;
  return loaded ? <loaded.Screen /> : <main class="queue" id="main" tabIndex={-1} />;
}

type Boards = typeof import("../board/part.tsx");
const boards = signal<Boards | null>(null);
let board_asked = false;

function board_part(): Boards | null {
  if (!board_asked) {
    board_asked = true;
    Promise.all([import("../board/part.tsx"), learn_more()]).then(
      ([loaded]) => (boards.value = loaded),
      (fault) => {
        board_asked = false;
        say_problem(fault);
      },
    );
  }
  return boards.value;
}

export function BoardScreen() {
  const loaded = board_part();
  return loaded ? <loaded.BoardScreen /> : <main class="queue" id="main" tabIndex={-1} />;
}

// A request's escalations and hand-offs.
export function Standing(of: { id: number; version: number; owner: number }) {
  const loaded = board_part();
  return loaded && <loaded.Standing {...of} />;
}

export function MailScreen() {
  const loaded = mail_part();
  return loaded ? <loaded.Screen /> : <main class="queue" id="main" tabIndex={-1} />;
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
