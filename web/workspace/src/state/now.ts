// The server's time, to the second: dues are its promises, whatever this computer's clock says.
import { signal } from "@preact/signals";

let ahead = 0;
export const now = signal(Date.now());

export function server_said(iso: string): void {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return;
  const difference = at - Date.now();
  if (Math.abs(difference - ahead) > 1500) ahead = difference;
  tick();
}

function tick(): void {
  now.value = Date.now() + ahead;
}

// On the full second of the server's clock, so that all figures turn together.
export function start_ticking(): void {
  tick();
  setTimeout(start_ticking, 1000 - ((Date.now() + ahead) % 1000) + 5);
}
