// One program's versions, the one that is being written or looked at, and what is known of it.
import { computed, signal } from "@preact/signals";
import { fetch_json, send } from "../api/http.ts";
import { dismiss_refusals, say, say_problem, trouble_of, type Trouble } from "../state/said.ts";
import { t } from "../text/t.ts";
import {
  read_backtest,
  read_checked,
  read_dry_run,
  read_files,
  read_versions,
  type Backtest,
  type Checked,
  type DryRun,
  type SourceFile,
  type Versions,
} from "./read.ts";

export const program = signal(0);
export const versions = signal<Versions | null>(null);
export const fault = signal<Trouble | null>(null);
export const files = signal<SourceFile[] | null>(null); // on the bench
export const file_shown = signal(0);
export const checked = signal<Checked | null>(null);
export const tried = signal<DryRun | null>(null);
export const replayed = signal<Backtest | null>(null);
export const busy = signal("");
export const starts = signal(""); // as the field says it; empty: at once
export const in_flight = signal<"" | "keep" | "move">("");

export const planned = computed(() => versions.value?.enactments.find((each) => each.state === "planned") ?? null);
export const in_force = computed(() => versions.value?.versions.find((each) => each.in_force) ?? null);
export const errors = computed(() => checked.value?.findings.filter((each) => each.weight === "error").length ?? 0);

export async function open_program(id: number): Promise<void> {
  if (program.peek() !== id) leave_bench();
  program.value = id;
  try {
    versions.value = read_versions(await fetch_json(`/desk/programs/${id}/versions`));
    fault.value = null;
  } catch (problem) {
    fault.value = trouble_of(problem);
  }
}

export function leave_bench(): void {
  files.value = null;
  file_shown.value = 0;
  forget();
}

function forget(): void {
  checked.value = null;
  tried.value = null;
  replayed.value = null;
}

// What somebody does that may be refused; says so, and which.
async function working(name: string, act: string, does: () => Promise<void>): Promise<void> {
  if (busy.peek()) return;
  busy.value = name;
  dismiss_refusals();
  try {
    await does();
  } catch (problem) {
    say_problem(problem, act);
  }
  busy.value = "";
}

export const take_version = (hash: string): Promise<void> =>
  working("open", t("workspace.admin.open"), async () => {
    files.value = read_files(await fetch_json(`/desk/versions/${encodeURIComponent(hash)}`));
    file_shown.value = 0;
    forget();
    await check_files();
  });

export async function take_folder(chosen: FileList): Promise<void> {
  const wanted = [...chosen].filter((each) => /\.(ya?ml|ics)$/i.test(each.name));
  if (wanted.length === 0) return say(t("workspace.admin.no_files"), true);
  // A folder's own name is no part of its files' names.
  const names = wanted.map((each) => each.webkitRelativePath.split("/").slice(1).join("/") || each.name);
  const texts = await Promise.all(wanted.map((each) => each.text()));
  files.value = names
    .map((name, index) => ({ name, content: texts[index] ?? "" }))
    .sort((a, b) => Number(b.name === "program.yaml") - Number(a.name === "program.yaml") || a.name.localeCompare(b.name));
  file_shown.value = 0;
  forget();
  await check();
}

export function write_file(content: string): void {
  files.value = files.peek()!.map((each, index) => (index === file_shown.peek() ? { ...each, content } : each));
  forget();
}

export function add_file(name: string): void {
  files.value = [...files.peek()!, { name, content: "" }];
  file_shown.value = files.peek()!.length - 1;
  forget();
}

async function check_files(): Promise<void> {
  checked.value = read_checked(await send("POST", "/desk/programs/check", { files: files.peek() }));
}
export const check = (): Promise<void> => working("check", t("workspace.admin.check"), check_files);

const wanted = () => ({
  files: files.peek(),
  ...(starts.peek() ? { from: new Date(starts.peek()).toISOString().replace(/\.\d+Z/, "Z") } : {}),
  ...(in_flight.peek() ? { in_flight: in_flight.peek() } : {}),
});

export const dry_run = (): Promise<void> =>
  working("dry_run", t("workspace.admin.dry_run"), async () => {
    tried.value = read_dry_run(await send("POST", "/desk/programs/dry_run", wanted()));
  });

export const replay = (): Promise<void> =>
  working("replay", t("workspace.admin.replay"), async () => {
    replayed.value = read_backtest(await send("POST", "/desk/programs/backtest", { files: files.peek() }));
  });

export const keep_draft = (): Promise<void> =>
  working("draft", t("workspace.admin.keep_draft"), async () => {
    await send("POST", "/desk/programs/drafts", { files: files.peek() });
    say(t("workspace.admin.draft_kept"));
    await open_program(program.peek());
  });

export const enact = (): Promise<void> =>
  working("enact", t("workspace.admin.enact"), async () => {
    const answer = (await send("POST", "/desk/programs", wanted())) as { state: string };
    say(answer.state === "planned" ? t("workspace.admin.is_planned") : t("workspace.admin.is_in_force"));
    leave_bench();
    starts.value = "";
    in_flight.value = "";
    await open_program(program.peek());
  });

export const withdraw = (id: number): Promise<void> =>
  working("withdraw", t("workspace.admin.withdraw"), async () => {
    await send("DELETE", `/desk/enactments/${id}`, {});
    say(t("workspace.admin.is_withdrawn"));
    await open_program(program.peek());
  });
