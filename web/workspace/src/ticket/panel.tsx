// The right column: what is promised, who the customer is, who has it, and what can be done.
import type { ComponentChildren } from "preact";
import type { TicketPage } from "../api/shapes.ts";
import { PromiseLine } from "../promise/line.tsx";
import { floating, type Floating } from "../shell/dialogs.ts";
import { kind_title, me, program_of, severity_short, severity_title } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import * as acts from "./acts.ts";

export function Promises({ page }: { page: TicketPage }) {
  return (
    <section class="promises" aria-label={t("workspace.line.title")}>
      <h2>{t("workspace.line.title")}</h2>
      <PromiseLine receipts={page.receipts} />
    </section>
  );
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="pair">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Owner({ page }: { page: TicketPage }) {
  const id = page.ticket.id,
    mine = page.owner.id === me.value.user.id;
  if (!page.may.includes("assign")) return <>{page.owner.name || t("workspace.queue.nobody")}</>;
  const choose = (value: number) =>
    void acts.assign(id, page.agents.find((each) => each.id === value) ?? { id: 0, name: "" });
  const known = page.owner.id === 0 || page.agents.some((each) => each.id === page.owner.id);
  return (
    <>
      <select
        aria-label={t("workspace.people.owner")}
        value={String(page.owner.id)}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        <option value="0">{t("workspace.queue.nobody")}</option>
        {!known && <option value={String(page.owner.id)}>{page.owner.name}</option>}
        {page.agents.map((each) => (
          <option key={each.id} value={String(each.id)}>
            {each.name}
          </option>
        ))}
      </select>
      {!mine && (
        <button class="small" onClick={() => void acts.assign_to_me(id)}>
          {t("workspace.people.to_me")}
        </button>
      )}
    </>
  );
}

function Team({ page }: { page: TicketPage }) {
  const teams = program_of(page.ticket)?.teams ?? [];
  if (teams.length < 2 || !page.may.includes("assign")) return <>{page.group || t("workspace.people.none")}</>;
  const present = teams.find((each) => each.title === page.group || each.id === page.group);
  const choose = (team: string) =>
    void acts.to_team(page.ticket.id, team, teams.find((each) => each.id === team)?.title ?? team);
  return (
    <select
      aria-label={t("workspace.people.team")}
      value={present?.id ?? ""}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {!present && <option value="">{page.group || t("workspace.people.none")}</option>}
      {teams.map((each) => (
        <option key={each.id} value={each.id}>
          {each.title}
        </option>
      ))}
    </select>
  );
}

export function Facts({ page }: { page: TicketPage }) {
  const { ticket } = page,
    program = program_of(ticket);
  const may_grade = page.may.includes("set_severity") && (program?.severities.length ?? 0) > 0;
  return (
    <section class="facts">
      <h2>{t("workspace.people.customer")}</h2>
      <dl>
        <Line name={t("workspace.people.requester")}>
          <span dir="auto">{page.requester.name || t("workspace.talk.nobody")}</span>
          {page.requester.email && <span class="quiet">{page.requester.email}</span>}
        </Line>
        {page.organization && (
          <Line name={t("workspace.people.organization")}>
            <span dir="auto">{page.organization}</span>
          </Line>
        )}
        {page.participants.length > 0 && (
          <Line name={t("workspace.people.participants")}>
            {page.participants.map((each) => each.name).join(t("workspace.talk.comma"))}
          </Line>
        )}
      </dl>
      <h2>{t("workspace.people.request")}</h2>
      <dl>
        <Line name={t("workspace.people.owner")}>
          <Owner page={page} />
        </Line>
        <Line name={t("workspace.people.team")}>
          <Team page={page} />
        </Line>
        <Line name={t("workspace.people.severity")}>
          <span>
            {severity_short(ticket)} {severity_title(ticket) || t("workspace.people.none")}
          </span>
          {may_grade && (
            <button class="small" onClick={() => (floating.value = "severity")}>
              {t("workspace.people.change")}
            </button>
          )}
        </Line>
        <Line name={t("workspace.people.kind")}>{kind_title(ticket)}</Line>
        {program && <Line name={t("workspace.people.program")}>{program.title}</Line>}
      </dl>
    </section>
  );
}

function Act({ text, hint, does }: { text: string; hint?: string; does: () => void }) {
  return (
    <button class="act" onClick={does}>
      {text}
      {hint && <kbd aria-hidden="true">{hint}</kbd>}
    </button>
  );
}

export function Acts({ page }: { page: TicketPage }) {
  const id = page.ticket.id,
    may = (what: string) => page.may.includes(what),
    open = (what: Floating) => () => (floating.value = what);
  const waits = ["pending", "hold"].includes(page.ticket.status);
  return (
    <section class="acts" aria-label={t("workspace.act.title")}>
      {waits && may("resume") && <Act text={t("workspace.act.resume")} hint="h" does={() => void acts.resume(id)} />}
      {!waits && may("hold") && <Act text={t("workspace.act.hold")} hint="h" does={open("hold")} />}
      {may("promise") && <Act text={t("workspace.act.promise")} hint="p" does={open("promise")} />}
      {may("event") && <Act text={t("workspace.act.event")} hint="v" does={open("event")} />}
      {may("solve") && <Act text={t("workspace.act.solve")} hint="s" does={open("solve")} />}
      {may("reopen") && <Act text={t("workspace.act.reopen")} does={() => void acts.reopen(id)} />}
      {may("merge") && <Act text={t("workspace.act.merge")} hint="m" does={open("merge")} />}
    </section>
  );
}

export const status_words = (page: TicketPage): string => word("workspace.status", page.ticket.status);
