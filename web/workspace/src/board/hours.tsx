// Who works when: one's own shifts and absences with the address of one's calendar; for leads everybody's, and the rotas.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json, send } from "../api/http.ts";
import { Again } from "../shell/again.tsx";
import { now } from "../state/now.ts";
import { say, say_problem, trouble_of, type Trouble } from "../state/said.ts";
import { me, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { from_field, to_iso } from "../time/zone.ts";
import { read_agents, read_exceptions, read_rotas, read_shifts, type Agent, type Exception, type Rota, type Shift } from "./read_hours.ts";
import { Rotas } from "./rotas.tsx";

const agents = signal<Agent[]>([]);
const rotas = signal<Rota[]>([]);
const fault = signal<Trouble | null>(null);
const leads = () => me.value.may.includes("lead");

async function refresh(): Promise<void> {
  try {
    const [people, patterns] = await Promise.all([fetch_json("/desk/agents"), fetch_json("/desk/rotas")]);
    agents.value = read_agents(people);
    rotas.value = read_rotas(patterns);
    fault.value = null;
  } catch (problem) {
    fault.value = trouble_of(problem);
  }
}

const moment = (iso: string) => when_words(Date.parse(iso), now.value, zone(), false);

// 22 letters and digits drawn by chance: whoever knows them may read the calendar.
function secret(): string {
  const letters = "abcdefghijkmnopqrstuvwxyz23456789";
  return [...crypto.getRandomValues(new Uint8Array(26))].map((each) => letters[each % letters.length]).join("");
}

function Address({ person }: { person: number }) {
  const link = useSignal("");
  const make = async () => {
    const drawn = secret();
    try {
      await send("PUT", `/desk/agents/${person}/calendar_address`, { word: drawn });
      link.value = `${location.origin}/calendars/${person}-${drawn}.ics`;
    } catch (problem) {
      say_problem(problem);
    }
  };
  return (
    <>
      <p class="quiet">{t("workspace.board.address_means")}</p>
      {link.value ? (
        <input class="address" readOnly value={link.value} aria-label={t("workspace.board.address")} onFocus={(event) => event.currentTarget.select()} />
      ) : (
        <button class="plain-button" onClick={() => void make()}>
          {t("workspace.board.address_make")}
        </button>
      )}
    </>
  );
}

function Stretch({ person, may_shift, done }: { person: number; may_shift: boolean; done: () => void }) {
  const from = useSignal(""),
    to = useSignal(""),
    kind = useSignal("vacation");
  const add = async () => {
    const begins = from_field(from.value, zone()),
      ends = from_field(to.value, zone());
    if (begins === null || ends === null) return;
    try {
      await send("POST", "/desk/duty_exceptions", { person, from: to_iso(begins), to: to_iso(ends), away: kind.value !== "shift", kind: kind.value });
      from.value = to.value = "";
      done();
    } catch (problem) {
      say_problem(problem);
    }
  };
  return (
    <div class="stretch-form">
      <label>
        <span>{t("workspace.board.what")}</span>
        <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
          {["vacation", "sick", "training", "away", ...(may_shift ? ["shift"] : [])].map((each) => (
            <option key={each} value={each}>
              {word("workspace.board.stretch", each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("workspace.board.from")}</span>
        <input type="datetime-local" value={from.value} onInput={(event) => (from.value = event.currentTarget.value)} />
      </label>
      <label>
        <span>{t("workspace.board.ends")}</span>
        <input type="datetime-local" value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} />
      </label>
      <button class="main-button" disabled={!from.value || !to.value} onClick={() => void add()}>
        {t("workspace.board.enter")}
      </button>
    </div>
  );
}

function Import({ person, may_shift, done }: { person: number; may_shift: boolean; done: () => void }) {
  const shifts = useSignal(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const answer = (await send("PUT", `/desk/agents/${person}/calendars/${encodeURIComponent(file.name)}`, {
        calendar: await file.text(),
        away: !shifts.value,
        kind: shifts.value ? "shift" : "away",
        zone: zone(),
      })) as { taken: number };
      say(t("workspace.board.taken", { count: answer.taken }));
      done();
    } catch (problem) {
      say_problem(problem);
    }
  };
  return (
    <div class="stretch-form">
      {may_shift && (
        <label>
          <span>{t("workspace.board.holds")}</span>
          <select value={shifts.value ? "shifts" : "away"} onChange={(event) => (shifts.value = event.currentTarget.value === "shifts")}>
            <option value="away">{t("workspace.board.holds_absences")}</option>
            <option value="shifts">{t("workspace.board.holds_shifts")}</option>
          </select>
        </label>
      )}
      <label>
        <span>{t("workspace.board.import")}</span>
        <input
          type="file"
          accept=".ics,text/calendar"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
      </label>
    </div>
  );
}

// One person's next shifts, and what stands beside his rota.
function Hours({ person }: { person: number }) {
  const shifts = useSignal<Shift[] | null>(null),
    beside = useSignal<Exception[]>([]);
  const look = async () => {
    try {
      const [mine, others] = await Promise.all([fetch_json(`/desk/agents/${person}/shifts`), fetch_json(`/desk/duty_exceptions?person=${person}`)]);
      shifts.value = read_shifts(mine);
      beside.value = read_exceptions(others);
    } catch (problem) {
      say_problem(problem);
    }
  };
  useEffect(() => void look(), [person]);
  const own = person === me.value.user.id;
  const remove = (each: Exception) =>
    void send("DELETE", `/desk/duty_exceptions/${each.id}`, {}).then(look, (problem) => say_problem(problem));
  if (!shifts.value) return null;
  return (
    <>
      <h3>{t("workspace.board.next_shifts")}</h3>
      {shifts.value.length === 0 && <p class="empty">{t("workspace.board.no_shifts")}</p>}
      <ul class="stretches">
        {shifts.value.slice(0, 7).map((each) => (
          <li key={each.from}>
            {moment(each.from)} – {moment(each.to)}
          </li>
        ))}
      </ul>
      <h3>{t("workspace.board.beside")}</h3>
      {beside.value.length === 0 && <p class="empty">{t("workspace.board.nothing_beside")}</p>}
      <ul class="stretches">
        {beside.value.map((each) => (
          <li key={each.id}>
            <b>{word("workspace.board.stretch", each.kind || (each.away ? "away" : "shift"))}</b> {moment(each.from)} – {moment(each.to)}
            {each.source && <span class="quiet"> {each.source}</span>}
            {(leads() || (own && each.away)) && (
              <button class="plain-button" onClick={() => remove(each)}>
                {t("workspace.board.remove")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {(leads() || own) && <Stretch person={person} may_shift={leads()} done={() => void look()} />}
      {(leads() || own) && <Import person={person} may_shift={leads()} done={() => void look()} />}
      {(leads() || own) && <Address person={person} />}
    </>
  );
}

function Everybody() {
  const chosen = useSignal(0);
  const change = (each: Agent, field: Partial<Agent>) =>
    void send("PUT", `/desk/agents/${each.person}`, { ...each.row, ...field }).then(refresh, (problem) => say_problem(problem));
  const person = agents.value.find((each) => each.person === chosen.value);
  return (
    <section>
      <h2>
        {t("workspace.board.everybody")} <span class="count">{agents.value.length}</span>
      </h2>
      <table class="hours-table">
        <thead>
          <tr>
            <th scope="col">{t("workspace.board.person")}</th>
            <th scope="col">{t("workspace.board.rota")}</th>
            <th scope="col">{t("workspace.board.site")}</th>
            <th scope="col">{t("workspace.board.at_most")}</th>
          </tr>
        </thead>
        <tbody>
          {agents.value.map((each) => (
            <tr key={each.person}>
              <th scope="row">
                <button class="plain-button" aria-expanded={chosen.value === each.person} onClick={() => (chosen.value = chosen.value === each.person ? 0 : each.person)}>
                  {each.name}
                </button>
              </th>
              <td>
                <select aria-label={`${t("workspace.board.rota")}: ${each.name}`} value={each.rota} onChange={(event) => change(each, { rota: event.currentTarget.value })}>
                  <option value="">{t("workspace.board.no_pattern")}</option>
                  {rotas.value.map((one) => (
                    <option key={one.name} value={one.name}>
                      {one.title || one.name}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <input aria-label={`${t("workspace.board.site")}: ${each.name}`} value={each.site} onChange={(event) => change(each, { site: event.currentTarget.value })} />
              </td>
              <td>
                <input type="number" min="0" max="10000" aria-label={`${t("workspace.board.at_most")}: ${each.name}`} placeholder="—" value={each.at_most || ""} onChange={(event) => change(each, { at_most: Number(event.currentTarget.value) })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {person && (
        <section class="hours-of">
          <h2>{person.name}</h2>
          <Hours key={person.person} person={person.person} />
        </section>
      )}
    </section>
  );
}

export function HoursScreen() {
  useEffect(() => void refresh(), []);
  const own = me.value.user.id;
  return (
    <>
      {fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words} <Again log_in={fault.value.log_in} does={() => void refresh()} />
        </p>
      )}
      <div class="board-columns">
        <div>
          {leads() && <Everybody />}
          {leads() && <Rotas rotas={rotas.value} done={refresh} />}
          {!leads() && (
            <section class="hours-of">
              <h2>{t("workspace.board.my_hours")}</h2>
              <Hours person={own} />
            </section>
          )}
        </div>
        {leads() && (
          <section class="hours-of">
            <h2>{t("workspace.board.my_hours")}</h2>
            <Hours person={own} />
          </section>
        )}
      </div>
    </>
  );
}
