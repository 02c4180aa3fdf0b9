// The workspace's words. Keys are whole, as in web/text, so that ./dev check finds the ones that are missing.
import { en, ja, keys } from "../generated/texts.ts";

export type Language = "en" | "ja";
type Values = Record<string, string | number>;

const place = new Map(keys.map((key, index) => [key, index]));
const lists: Record<Language, readonly string[]> = { en, ja };
let spoken: Language = "en";

export function speak(language: string): void {
  spoken = language.startsWith("ja") ? "ja" : "en";
}
// In the bundle a language's words are a file of their own, beside the one that the page names.
export async function learn_words(language: string): Promise<void> {
  speak(language);
  if (lists[spoken].length > 0) return;
  const link = document.querySelector<HTMLLinkElement>("link[rel=preload]")!.href;
  lists[spoken] = await (await fetch(link.replace(/\w+\.json/, `${spoken}.json`))).json();
}
// The words of the parts that come later, with the names that word() looks up. In the bundle a file beside the other; else
// they are there already.
let more: Promise<void> | null = null;
export function learn_more(): Promise<void> {
  return (more ??= (async () => {
    if (en.length > 0) return;
    const link = document.querySelector<HTMLLinkElement>("link[rel=preload]")!.href;
    const answer = await fetch(link.replace(/\w+\.json/, `later_${spoken}.json`));
    const list = [...lists[spoken]];
    for (const [key, text] of (await answer.json()) as [string, string][]) {
      if (key) place.set(key, list.length);
      list.push(text);
    }
    lists[spoken] = list;
  })());
}
export function language(): Language {
  return spoken;
}

function fill(text: string, values?: Values): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text;
}

// The bundle has the place of each fixed key in its stead (build/texts.mjs).
export function t(key: string | number, values?: Values): string {
  const index = typeof key === "number" ? key : place.get(key);
  return index === undefined ? String(key) : fill(lists[spoken][index] ?? "", values);
}

// The word for a value that the server names (a family of keys, and the name); what has no word of ours is shown as it is.
export function word(family: string, value: string, values?: Values): string {
  const key = `${family}.${value}`;
  return place.has(key) ? t(key, values) : value.replaceAll("_", " ");
}
