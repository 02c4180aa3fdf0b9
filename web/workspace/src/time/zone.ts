// Wall clocks of a zone and back, by the browser's own zone data.
const formats = new Map<string, Intl.DateTimeFormat>();

export function format_of(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

export function wall_of(at: number, zone: string): Wall {
  const parts: Record<string, number> = {};
  const format = format_of("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  return {
    year: parts.year ?? 0,
    month: parts.month ?? 0,
    day: parts.day ?? 0,
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
  };
}

const as_utc = (wall: Wall): number => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);

// Milliseconds by which the zone's wall clock is ahead of UTC at that instant.
export function offset_at(at: number, zone: string): number {
  return as_utc(wall_of(at, zone)) - Math.floor(at / 60000) * 60000;
}

// The instant at which that zone's clock shows `wall`: in a fold the first, in a gap the gap's end.
export function instant_of(wall: Wall, zone: string): number {
  const guess = as_utc(wall);
  const before = offset_at(guess - 86400000, zone),
    after = offset_at(guess + 86400000, zone);
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    if (as_utc(wall_of(guess - offset, zone)) === guess) return guess - offset;
  }
  return end_of_gap(guess - Math.max(before, after), guess - Math.min(before, after), zone);
}

function end_of_gap(low: number, high: number, zone: string): number {
  const offset = offset_at(low, zone);
  while (high - low > 60000) {
    const middle = Math.floor((low + high) / 120000) * 60000;
    if (offset_at(middle, zone) === offset) low = middle;
    else high = middle;
  }
  return high;
}

// JST, AEDT, PST: browsers know each under its own country's English, else UTC+9.
export function zone_name(at: number, zone: string): string {
  for (const locale of ["en-US", "ja-JP", "en-AU", "en-GB", "en-IN", "en-NZ", "en-ZA"]) {
    const parts = format_of(locale, { timeZone: zone, timeZoneName: "short" }).formatToParts(at);
    const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{2,5}$/.test(name)) return name;
  }
  const minutes = Math.round(offset_at(at, zone) / 60000),
    size = Math.abs(minutes);
  const rest = size % 60 ? `:${String(size % 60).padStart(2, "0")}` : "";
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

// What <input type="datetime-local"> holds.
export function to_field(at: number, zone: string): string {
  const wall = wall_of(at, zone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`;
}

export function from_field(field: string, zone: string): number | null {
  const matched = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(field);
  if (!matched) return null;
  const [year, month, day, hour, minute] = matched.slice(1).map(Number) as [number, number, number, number, number];
  return instant_of({ year, month, day, hour, minute }, zone);
}

export const to_iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
