// Which of what floats is open; one at a time.
import { signal } from "@preact/signals";

export type Floating =
  "" | "palette" | "help" | "hold" | "promise" | "severity" | "merge" | "solve" | "event" | "add_mail";
export const floating = signal<Floating>("");
export const close_floating = (): void => {
  floating.value = "";
};
