// Instants and lengths as people say them.
import { language, t } from "../text/t.ts";
import { format_of, wall_of, zone_name } from "./zone.ts";

// 3 h 40 min; seconds only under a minute. Open time of a calendar is never said in days: whose day would it be?
export function length_words(seconds: number, wall = false): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return t("workspace.length.s", { s: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return t("workspace.length.min", { min: minutes });
  const hours = Math.floor(minutes / 60);
  if (wall && hours >= 48) {
    const days = Math.floor(hours / 24);
    return hours % 24 ? t("workspace.length.d_h", { d: days, h: hours % 24 }) : t("workspace.length.d", { d: days });
  }
  return minutes % 60
    ? t("workspace.length.h_min", { h: hours, min: minutes % 60 })
    : t("workspace.length.h", { h: hours });
}

// 0:18:04, with the seconds so that it is seen to run; a past due counts up behind a minus.
export function countdown(milliseconds: number): string {
  const seconds = Math.abs(milliseconds >= 0 ? Math.ceil(milliseconds / 1000) : Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${milliseconds < 0 ? "−" : ""}${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const two = (value: number): string => String(value).padStart(2, "0");

export function hour_words(at: number, zone: string): string {
  const wall = wall_of(at, zone);
  return `${two(wall.hour)}:${two(wall.minute)}`;
}

// Today's instants by their hour, others with their date, those of another year with their year.
export function when_words(at: number, now: number, zone: string, named = true): string {
  const wall = wall_of(at, zone),
    today = wall_of(now, zone);
  const hour = hour_words(at, zone) + (named ? ` ${zone_name(at, zone)}` : "");
  const same_year = wall.year === today.year;
  if (same_year && wall.month === today.month && wall.day === today.day) return hour;
  return `${date_words(at, zone, !same_year)} ${hour}`;
}

export function date_words(at: number, zone: string, year = false): string {
  const wall = wall_of(at, zone);
  if (language() === "ja") {
    const weekday = format_of("ja-JP", { timeZone: zone, weekday: "short" }).format(at);
    return `${year ? `${wall.year}年` : ""}${wall.month}月${wall.day}日(${weekday})`;
  }
  // Put together here: browsers differ in the commas of a whole date.
  const name = (options: Intl.DateTimeFormatOptions) => format_of("en-US", { timeZone: zone, ...options }).format(at);
  return `${name({ weekday: "short" })} ${wall.day} ${name({ month: "short" })}${year ? ` ${wall.year}` : ""}`;
}
