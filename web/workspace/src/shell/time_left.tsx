// What is left of a clock, turning each second; with `wall`, the reader's clock behind it.
import type { Clock } from "../api/shapes.ts";
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { instant, left_figure, standing, standing_word } from "../time/standing.ts";
import { hour_words } from "../time/words.ts";
import { zone_name } from "../time/zone.ts";
import { Mark } from "./mark.tsx";

const day = 86400000;

export function TimeLeft({ clock, wall = false }: { clock: Clock; wall?: boolean }) {
  const how = standing(clock, now.value),
    due = instant(clock.due);
  const near = due !== null && Math.abs(due - now.value) < day && clock.state !== "paused";
  return (
    <span class={`left is-${how}`}>
      <span class="figure">{left_figure(clock, now.value, zone())}</span>
      {wall && near && <span class="wall">{`${hour_words(due, zone())} ${zone_name(due, zone())}`}</span>}
    </span>
  );
}

export function StandingMark({ clock, quiet = false }: { clock: Clock; quiet?: boolean }) {
  const how = standing(clock, now.value);
  const said = !quiet || how !== "running";
  return (
    <span class={`standing is-${how}`}>
      <Mark kind={how} />
      {clock.state === "paused" && clock.breached_at && <Mark kind="broken" />}
      {clock.promised && how !== "promised" && <Mark kind="promised" />}
      <span class={said ? "" : "for-ears"}>{standing_word(clock, how)}</span>
    </span>
  );
}
