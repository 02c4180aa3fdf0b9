import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../text/t.ts";
import { close_floating, floating } from "./dialogs.ts";

// A native dialog: it keeps the focus in, gives it back, and closes on Escape by itself.
export function Dialog({
  title,
  kind = "",
  children,
}: {
  title: string;
  kind?: string;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  // At once, so that what is typed next arrives here; the first thing to answer has the focus, not the way out.
  useLayoutEffect(() => {
    const dialog = box.current!;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("input:checked, input:not([type=radio]), textarea")?.focus();
    return () => dialog.close(); // gives the focus back also when an act closed it
  }, []);
  const mine = useRef(floating.peek());
  return (
    <dialog
      ref={box}
      class={`floating ${kind}`}
      aria-label={title}
      onClose={() => {
        if (floating.value === mine.current) close_floating();
      }}
      onClick={(event) => {
        if (event.target === box.current) box.current?.close();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          class="plain-button"
          onClick={() => box.current?.close()}
          aria-label={t("workspace.shell.close")}
        >
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}
