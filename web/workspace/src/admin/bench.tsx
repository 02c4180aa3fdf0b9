// The bench: a version's files, and what the desk says of it before anybody is promised anything by it.
import { useRef } from "preact/hooks";
import { t, word } from "../text/t.ts";
import type { Checked, Finding } from "./read.ts";
import { add_file, busy, check, checked, errors, file_shown, files, keep_draft, leave_bench, write_file } from "./state.ts";

const marks = { error: ["is-broken", "▲"], warning: ["is-soon", "!"], note: ["is-paused", "·"] } as const;

function to_line(box: HTMLTextAreaElement | null, line: number): void {
  if (!box || line < 1) return;
  const lines = box.value.split("\n"),
    from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  box.focus();
  box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  box.scrollTop = Math.max(0, (line - 5) * (box.scrollHeight / lines.length));
}

function FindingLine({ finding, show }: { finding: Finding; show: () => void }) {
  const [tone, mark] = marks[finding.weight];
  return (
    <li class="finding">
      <p>
        <span class={`standing ${tone}`}>
          <span aria-hidden="true">{mark}</span>
          {word("workspace.admin.weight", finding.weight)}
        </span>{" "}
        {finding.words}
      </p>
      {finding.remedy && <p class="quiet">{t("workspace.admin.remedy", { text: finding.remedy })}</p>}
      <button class="plain-button quiet" onClick={show}>
        {finding.line > 0 ? `${finding.file}:${finding.line}` : finding.file} {finding.key}
      </button>
    </li>
  );
}

function Differences({ told }: { told: Checked }) {
  if (told.differences.length === 0) return <p class="quiet">{t("workspace.admin.no_difference")}</p>;
  return (
    <ul class="differences">
      {told.differences.map((each) => (
        <li key={each.words}>
          <span class={`effect ${each.effect}`}>{word("workspace.admin.effect", each.effect)}</span> {each.words}
        </li>
      ))}
    </ul>
  );
}

function Told({ told, show }: { told: Checked; show: (finding: Finding) => void }) {
  const count = (weight: string) => told.findings.filter((each) => each.weight === weight).length;
  return (
    <div class="told">
      <section>
        <h3>
          {t("workspace.admin.findings", { errors: count("error"), warnings: count("warning"), notes: count("note") })}
        </h3>
        <ul class="findings">
          {told.findings
            .filter((each) => each.weight !== "note")
            .map((each, index) => (
              <FindingLine key={index} finding={each} show={() => show(each)} />
            ))}
        </ul>
        {count("note") > 0 && (
          <details>
            <summary>{t("workspace.admin.notes", { n: count("note") })}</summary>
            <ul class="findings">
              {told.findings
                .filter((each) => each.weight === "note")
                .map((each, index) => (
                  <FindingLine key={index} finding={each} show={() => show(each)} />
                ))}
            </ul>
          </details>
        )}
      </section>
      {told.hash && (
        <section>
          <h3>{t("workspace.admin.differences")}</h3>
          <Differences told={told} />
        </section>
      )}
      {told.hash && (
        <section>
          <h3>{t("workspace.admin.proof")}</h3>
          {told.proof_note && <p class="quiet">{told.proof_note}</p>}
          {told.gaps.length === 0 && !told.proof_note && <p>{t("workspace.admin.no_gap")}</p>}
          <ul>
            {told.gaps.map((each) => (
              <li key={each.words}>{each.words}</li>
            ))}
          </ul>
          {told.picture && <Picture svg={told.picture} />}
        </section>
      )}
    </div>
  );
}

// The desk's own drawing, whose words it has escaped.
function Picture({ svg }: { svg: string }) {
  return <div class="bands" role="img" aria-label={t("workspace.admin.picture")} dangerouslySetInnerHTML={{ __html: svg }} />;
}

export function Bench() {
  const box = useRef<HTMLTextAreaElement>(null);
  const all = files.value;
  if (!all) return null;
  const shown = all[file_shown.value] ?? all[0];
  const show = (finding: Finding) => {
    const at = all.findIndex((each) => each.name === finding.file);
    if (at < 0) return;
    file_shown.value = at;
    requestAnimationFrame(() => to_line(box.current, finding.line));
  };
  const new_file = () => {
    const name = prompt(t("workspace.admin.file_name"), "calendars.yaml");
    if (name) add_file(name);
  };
  return (
    <section class="bench">
      <header class="bench-head">
        <h2>{t("workspace.admin.bench")}</h2>
        <button class="small" onClick={leave_bench}>
          {t("workspace.shell.close")}
        </button>
      </header>
      <div class="file-tabs" role="tablist" aria-label={t("workspace.admin.files")}>
        {all.map((each, index) => (
          <button
            key={each.name}
            role="tab"
            aria-selected={index === file_shown.value}
            onClick={() => (file_shown.value = index)}
          >
            {each.name}
          </button>
        ))}
        <button class="quiet" onClick={new_file}>
          {t("workspace.admin.add_file")}
        </button>
      </div>
      <textarea
        ref={box}
        class="source"
        spellcheck={false}
        aria-label={shown?.name ?? ""}
        value={shown?.content ?? ""}
        onInput={(event) => write_file(event.currentTarget.value)}
      />
      <p class="bench-acts">
        <button class="main-button" disabled={busy.value !== ""} onClick={() => void check()}>
          {busy.value === "check" ? t("workspace.admin.checking") : t("workspace.admin.check")}
        </button>
        {checked.value?.hash && errors.value === 0 && (
          <button disabled={busy.value !== ""} onClick={() => void keep_draft()}>
            {t("workspace.admin.keep_draft")}
          </button>
        )}
      </p>
      {checked.value && <Told told={checked.value} show={show} />}
    </section>
  );
}
