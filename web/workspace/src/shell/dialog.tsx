import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../text/t.ts";
import { close_floating } from "./dialogs.ts";

// A native dialog: it keeps the focus in, gives it back, and closes on Escape by itself.
export function Dialog({ title, kind = "", children }: { title: string; kind?: string; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => { box.current?.showModal(); }, []);
  return (
    <dialog ref={box} class={`floating ${kind}`} aria-label={title} onClose={close_floating}
      onClick={(event) => { if (event.target === box.current) box.current?.close(); }}>
      <header><h2>{title}</h2><button type="button" class="plain-button" onClick={() => box.current?.close()} aria-label={t("workspace.shell.close")}>✕</button></header>
      {children}
    </dialog>
  );
}
