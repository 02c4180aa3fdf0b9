// Weekly patterns that many share: a line of hours for each day, as in "09:00-12:00, 13:00-18:00".
import { useSignal } from "@preact/signals";
import { send } from "../api/http.ts";
import { say_problem } from "../state/said.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import type { Rota, Window } from "./read_hours.ts";

const days = [0, 1, 2, 3, 4, 5, 6];
const line_of = (weekly: Window[], day: number) =>
  weekly
    .filter((each) => each.day === day)
    .map((each) => `${each.from}-${each.to}`)
    .join(", ");

// null: it is no line of hours. An end before its beginning lies on the next day.
export function hours_in(line: string, day: number): { d: number; from: string; to: string }[] | null {
  const found: { d: number; from: string; to: string }[] = [];
  for (const part of line.split(/[,、]/).map((each) => each.trim()).filter(Boolean)) {
    const matched = /^(\d{1,2}):(\d{2})\s*[-–〜~]\s*(\d{1,2}):(\d{2})$/.exec(part);
    if (!matched) return null;
    const [from_hour, from_minute, to_hour, to_minute] = matched.slice(1).map(Number) as [number, number, number, number];
    if (from_hour > 23 || to_hour > 48 || from_minute > 59 || to_minute > 59) return null;
    const overnight = to_hour * 60 + to_minute <= from_hour * 60 + from_minute ? 24 : 0;
    const two = (each: number) => String(each).padStart(2, "0");
    found.push({ d: day, from: `${two(from_hour)}:${two(from_minute)}`, to: `${two(to_hour + overnight)}:${two(to_minute)}` });
  }
  return found;
}

function Pattern({ rota, done }: { rota: Rota | null; done: () => Promise<void> }) {
  const title = useSignal(rota?.title ?? ""),
    place = useSignal(rota?.zone || zone()),
    lines = useSignal(days.map((day) => line_of(rota?.weekly ?? [], day))),
    wrong = useSignal<number[]>([]);
  const save = async () => {
    const read = lines.value.map(hours_in);
    wrong.value = days.filter((day) => read[day] === null);
    if (wrong.value.length > 0) return;
    // A name once given stays; a new one is drawn from the moment.
    const name = rota?.name ?? `rota-${Date.now().toString(36)}`;
    try {
      await send("PUT", `/desk/rotas/${encodeURIComponent(name)}`, { title: title.value, hours: { zone: place.value, weekly: read.flatMap((each) => each ?? []) } });
      await done();
    } catch (problem) {
      say_problem(problem);
    }
  };
  return (
    <details class="rota">
      <summary>
        {rota ? rota.title || rota.name : t("workspace.board.new_rota")} {rota && <span class="quiet">{rota.zone}</span>}
      </summary>
      {rota && !rota.plain ? (
        <p class="quiet">{t("workspace.board.rota_elsewhere")}</p>
      ) : (
        <>
          <div class="stretch-form">
            <label>
              <span>{t("workspace.board.rota_title")}</span>
              <input value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
            </label>
            <label>
              <span>{t("workspace.board.rota_zone")}</span>
              <input value={place.value} onInput={(event) => (place.value = event.currentTarget.value)} />
            </label>
          </div>
          <div class="rota-week">
            {days.map((day) => (
              <label key={day}>
                <span>{word("workspace.board.day", String(day))}</span>
                <input
                  value={lines.value[day]}
                  placeholder="—"
                  aria-invalid={wrong.value.includes(day) || undefined}
                  onInput={(event) => (lines.value = lines.value.map((each, at) => (at === day ? event.currentTarget.value : each)))}
                />
              </label>
            ))}
          </div>
          {wrong.value.length > 0 && (
            <p class="trouble" role="alert">
              {t("workspace.board.rota_wrong")}
            </p>
          )}
          <button class="main-button" disabled={!title.value} onClick={() => void save()}>
            {t("workspace.board.save_rota")}
          </button>
        </>
      )}
    </details>
  );
}

export function Rotas({ rotas, done }: { rotas: Rota[]; done: () => Promise<void> }) {
  return (
    <section>
      <h2>
        {t("workspace.board.rotas")} <span class="count">{rotas.length}</span>
      </h2>
      <p class="quiet">{t("workspace.board.rotas_mean")}</p>
      {rotas.map((each) => (
        <Pattern key={each.name} rota={each} done={done} />
      ))}
      <Pattern key={`new-${rotas.length}`} rota={null} done={done} />
    </section>
  );
}
