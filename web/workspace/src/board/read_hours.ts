// The server's answers about people's hours, made whole.
type Wire = any; // still a stranger's
const list = (wire: Wire): Wire[] => (Array.isArray(wire) ? wire : []);
const text = (wire: Wire): string => (typeof wire === "string" ? wire : "");
const number = (wire: Wire): number => (typeof wire === "number" ? wire : 0);

export interface Agent {
  person: number;
  name: string;
  rota: string;
  site: string;
  at_most: number;
  row: object; // the whole row, as it is written back
}
export interface Window {
  day: number; // 0: Monday
  from: string;
  to: string;
}
export interface Rota {
  name: string;
  title: string;
  zone: string;
  weekly: Window[];
  plain: boolean; // nothing but a week of hours: it can be changed here
}
export interface Shift {
  from: string;
  to: string;
}
export interface Exception extends Shift {
  id: number;
  away: boolean;
  kind: string;
  source: string;
}

export const read_agents = (wire: Wire): Agent[] =>
  list(wire.agents).map(({ person, name, ...row }: Wire) => ({
    person: number(person),
    name: text(name),
    rota: text(row.rota),
    site: text(row.site),
    at_most: number(row.at_most),
    row,
  }));

export const read_rotas = (wire: Wire): Rota[] =>
  list(wire.rotas).map((each: Wire) => ({
    name: text(each.name),
    title: text(each.title),
    zone: text(each.hours?.zone),
    weekly: list(each.hours?.weekly).map((one: Wire) => ({ day: number(one.d), from: text(one.from), to: text(one.to) })),
    plain: Object.keys(each.hours ?? {}).every((key) => key === "zone" || key === "weekly"),
  }));

const stretch = (wire: Wire): Shift => ({ from: text(wire.from), to: text(wire.to) });
export const read_shifts = (wire: Wire): Shift[] => list(wire.shifts).map(stretch);
export const read_exceptions = (wire: Wire): Exception[] =>
  list(wire.exceptions).map((each: Wire) => ({
    ...stretch(each),
    id: number(each.id),
    away: each.away !== false,
    kind: text(each.kind),
    source: text(each.source),
  }));
