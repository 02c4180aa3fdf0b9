// The server's answers about versions of a program, made whole.
export interface Author {
  id: number;
  name: string;
}
export interface Version {
  hash: string;
  effective: string;
  title: string;
  stored_at: string;
  by: Author | null;
  in_force: boolean;
  readable: boolean;
}
export interface Enactment {
  id: number;
  hash: string;
  decided_at: string;
  starts_at: string;
  by: Author | null;
  state: "planned" | "in_force" | "withdrawn";
  in_flight: "keep" | "move";
  spliced: number;
  moved: number;
  unfinished: boolean;
}
export interface Versions {
  versions: Version[];
  enactments: Enactment[];
}
export interface SourceFile {
  name: string;
  content: string;
}
export interface Finding {
  weight: "error" | "warning" | "note";
  file: string;
  line: number;
  key: string;
  words: string;
  remedy: string;
}
export interface Difference {
  words: string;
  effect: "better" | "worse" | "neither";
}
export interface Gap {
  words: string;
  times: number;
}
export interface Checked {
  hash: string; // empty where it can't be read
  findings: Finding[];
  differences: Difference[];
  gaps: Gap[];
  picture: string;
  proof_note: string;
}
export interface Moved {
  ticket_id: number;
  subject: string;
  clock: string;
  before: string | null;
  after: string | null;
  breached_now: boolean;
}
export interface DryRun {
  requests: number;
  all: boolean;
  later: number;
  earlier: number;
  breached_now: number;
  begun: number;
  withdrawn: number;
  moved: Moved[];
}
export interface Counted {
  name: string;
  met: number;
  missed: number;
  met_then: number;
  missed_then: number;
}
export interface Backtest {
  requests: number;
  all: boolean;
  diverged: number;
  clocks: Counted[];
  changed: { ticket_id: number; words: string }[];
}

type Wire = any; // still a stranger's

const list = (wire: Wire): Wire[] => (Array.isArray(wire) ? wire : []);
const text = (wire: Wire): string => (typeof wire === "string" ? wire : "");
const number = (wire: Wire): number => (typeof wire === "number" ? wire : 0);

export const read_versions = (wire: Wire): Versions => ({
  versions: list(wire.versions),
  enactments: list(wire.enactments),
});

export const read_files = (wire: Wire): SourceFile[] =>
  list(wire.files).map((each) => ({ name: text(each.name), content: text(each.content) }));

export const read_checked = (wire: Wire): Checked => ({
  hash: text(wire.hash),
  findings: list(wire.findings).map((each) => ({
    weight: each.weight,
    file: text(each.file),
    line: number(each.line),
    key: text(each.key),
    words: text(each.words) || text(each.message),
    remedy: text(each.remedy) || text(each.expected),
  })),
  differences: list(wire.differences),
  gaps: list(wire.gaps),
  picture: text(wire.picture),
  proof_note: text(wire.proof_note),
});

export const read_dry_run = (wire: Wire): DryRun => ({ ...wire, moved: list(wire.moved) });

export const read_backtest = (wire: Wire): Backtest => ({
  requests: number(wire.requests),
  all: wire.all !== false,
  diverged: number(wire.diverged),
  clocks: list(wire.clocks),
  changed: list(wire.changed),
});
