// Who reads, and what the desk runs. Set once at the start; the language is the page's for as long as it stands.
import { signal } from "@preact/signals";
import type { Me, Program, Ticket } from "../api/shapes.ts";

export const me = signal<Me>({ user: { id: 0, name: "" }, csrf_token: "", language: "en", zone: "UTC", may: [] });
export const programs = signal<Program[]>([]);

export const zone = (): string => me.value.zone;

export function program_of(ticket: Ticket): Program | undefined {
  return (
    programs.value.find((each) => each.id === ticket.brand_id) ??
    (programs.value.length === 1 ? programs.value[0] : undefined)
  );
}
export function severity_title(ticket: Ticket, id = ticket.severity): string {
  if (!id || id === "none") return "";
  return program_of(ticket)?.severities.find((each) => each.id === id)?.title ?? id;
}
export function kind_title(ticket: Ticket, id = ticket.kind): string {
  return program_of(ticket)?.kinds.find((each) => each.id === id)?.title ?? id;
}

// The place of a severity, worst first, as agents say it: S1, S2, …
export function severity_short(ticket: Ticket): string {
  const place = program_of(ticket)?.severities.findIndex((each) => each.id === ticket.severity) ?? -1;
  return place < 0 ? "" : `S${place + 1}`;
}
