// For administrators: a program's versions, the bench on which the next one is checked, and how it is put in force.
import { useEffect, useRef } from "preact/hooks";
import { Again } from "../shell/again.tsx";
import { me, programs } from "../state/session.ts";
import { t } from "../text/t.ts";
import { Bench } from "./bench.tsx";
import { Enacting } from "./enacting.tsx";
import { fault, files, open_program, program, take_folder } from "./state.ts";
import { Planned, VersionList } from "./versions.tsx";

function Upload() {
  const box = useRef<HTMLInputElement>(null);
  return (
    <p class="bench-acts">
      <button onClick={() => box.current?.click()}>{t("workspace.admin.upload")}</button>
      <input
        ref={box}
        type="file"
        multiple
        hidden
        {...{ webkitdirectory: true }}
        onChange={(event) => {
          const chosen = event.currentTarget.files;
          if (chosen) void take_folder(chosen);
          event.currentTarget.value = "";
        }}
      />
      <span class="quiet">{t("workspace.admin.upload_help")}</span>
    </p>
  );
}

export function Screen() {
  const may = me.value.may.includes("admin");
  useEffect(() => {
    const first = programs.value[0];
    if (may && first) void open_program(program.peek() || first.id);
  }, [may, programs.value]);
  return (
    <main class="queue admin" id="main" tabIndex={-1}>
      <header class="request-head">
        <h1>{t("workspace.admin.title")}</h1>
        {programs.value.length > 1 && (
          <select
            aria-label={t("workspace.admin.which")}
            value={String(program.value)}
            onChange={(event) => void open_program(Number(event.currentTarget.value))}
          >
            {programs.value.map((each) => (
              <option key={each.id} value={String(each.id)}>
                {each.title}
              </option>
            ))}
          </select>
        )}
      </header>
      {!may && <p class="quiet">{t("workspace.admin.may_not")}</p>}
      {fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words} <Again log_in={fault.value.log_in} does={() => void open_program(program.peek())} />
        </p>
      )}
      {may && <Planned />}
      {may && !files.value && <Upload />}
      {may && !files.value && <VersionList />}
      {may && <Bench />}
      {may && <Enacting />}
    </main>
  );
}
