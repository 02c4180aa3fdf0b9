// The keyboard. One table says what each key does, and `?` shows the same table.
export const is_apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const modifier = is_apple ? "⌘" : "Ctrl";

// While a word is being composed, its Enter belongs to the input method (229: Safari says so after the fact).
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

export type Place = "queue" | "request" | "mail" | "one_mail" | "mailboxes";
export interface Key {
  keys: string[];
  text: string;
  when: "anywhere" | Place;
  does: () => void;
}

let table: Key[] = [];
export function set_keys(keys: Key[]): void {
  table = keys;
}
export const keys = (): Key[] => table;

const in_field = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

let first = "",
  first_at = 0;

export function listen_to_keys(where: () => Place, open_palette: () => void): void {
  addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      open_palette();
      return;
    }
    if (
      event.metaKey ||
      event.ctrlKey ||
      event.altKey ||
      in_field(event.target) ||
      document.querySelector("dialog[open]")
    )
      return;
    // A link or button takes its own Enter.
    if (
      event.key === "Enter" &&
      event.target instanceof HTMLElement &&
      /^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)
    )
      return;
    const two = Date.now() - first_at < 1200 && first ? `${first} ${event.key}` : "";
    const found = table.find(
      (each) =>
        (each.when === "anywhere" || each.when === where()) &&
        (each.keys.includes(two) || (!two && each.keys.includes(event.key))),
    );
    const opens = !two && table.some((each) => each.keys.some((key) => key.startsWith(`${event.key} `)));
    first = opens ? event.key : "";
    first_at = Date.now();
    if (!found) return;
    event.preventDefault();
    found.does();
  });
}
