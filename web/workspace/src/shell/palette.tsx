import { useSignal } from "@preact/signals";
import { t } from "../text/t.ts";
import { commands_for, type Command } from "./commands.ts";
import { Dialog } from "./dialog.tsx";
import { close_floating } from "./dialogs.ts";
import { composing } from "./keys.ts";

export function Palette() {
  const query = useSignal(""),
    at = useSignal(0);
  const found = commands_for(query.value),
    here = Math.min(at.value, Math.max(0, found.length - 1));
  const run = (command: Command | undefined) => {
    if (!command) return;
    close_floating();
    setTimeout(command.does); // after the dialog gave the focus back
  };
  function on_key(event: KeyboardEvent) {
    if (composing(event)) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) {
      event.preventDefault();
      at.value = (here + step + found.length) % Math.max(1, found.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      run(found[here]);
    }
  }
  return (
    <Dialog title={t("workspace.palette.title")} kind="palette">
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length ? `command-${here}` : undefined}
        aria-label={t("workspace.palette.title")}
        placeholder={t("workspace.palette.hint")}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={on_key}
      />
      <ul id="palette-list" role="listbox" aria-label={t("workspace.palette.title")}>
        {found.map((each, index) => (
          <li
            key={each.text + each.key}
            id={`command-${index}`}
            role="option"
            aria-selected={index === here}
            onMouseMove={() => (at.value = index)}
            onClick={() => run(each)}
          >
            <span>{each.text}</span>
            {each.key && <kbd>{each.key}</kbd>}
            {each.about && <small class="quiet">{each.about}</small>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="quiet palette-none">{t("workspace.palette.none")}</p>}
    </Dialog>
  );
}
