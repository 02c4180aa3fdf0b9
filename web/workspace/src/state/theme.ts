// Light, dark, or as the system says; kept on this device.
import { signal } from "@preact/signals";

export type Theme = "auto" | "light" | "dark";
export const theme = signal<Theme>("auto");

export function set_theme(wanted: Theme): void {
  theme.value = wanted;
  if (wanted === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
  try {
    localStorage.setItem("theme", wanted);
  } catch {
    /* a private window forgets it */
  }
}

export function restore_theme(): void {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    /* as above */
  }
  if (kept === "light" || kept === "dark") set_theme(kept);
}
