// The acts that need a word more than a press. Each asks just that, and says what will follow.
import { useSignal } from "@preact/signals";
import type { TicketPage } from "../api/shapes.ts";
import { Dialog } from "../shell/dialog.tsx";
import { close_floating, floating } from "../shell/dialogs.ts";
import { go, ticket_link } from "../state/route.ts";
import { program_of, severity_title, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { from_field } from "../time/zone.ts";
import * as acts from "./acts.ts";
import { missing_words } from "./composer_options.tsx";
import { PromisePicker } from "./promise_picker.tsx";

interface OnPage {
  page: TicketPage;
}

function Foot({ text, disabled = false }: { text: string; disabled?: boolean }) {
  return (
    <footer>
      <button type="button" onClick={close_floating}>
        {t("workspace.shell.cancel")}
      </button>
      <button type="submit" class="main-button" disabled={disabled}>
        {text}
      </button>
    </footer>
  );
}

const form = (does: () => unknown) => (event: Event) => {
  event.preventDefault();
  close_floating();
  void does();
};

function Hold({ page }: OnPage) {
  const who = useSignal("third_party"),
    until = useSignal("");
  return (
    <Dialog title={t("workspace.act.hold")}>
      <form
        onSubmit={form(() =>
          acts.hold(page.ticket.id, who.value, until.value ? from_field(until.value, zone()) : null),
        )}
      >
        <fieldset class="choices">
          <legend>{t("workspace.hold.who")}</legend>
          {["third_party", "customer", "internal"].map((each) => (
            <label class="check" key={each}>
              <input type="radio" name="who" checked={who.value === each} onChange={() => (who.value = each)} />
              <span>
                {word("workspace.waiting", each)}
                <small>{word("workspace.hold.means", each)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          {t("workspace.hold.until")}
          <input
            type="datetime-local"
            value={until.value}
            onInput={(event) => (until.value = event.currentTarget.value)}
          />
        </label>
        <Foot text={t("workspace.act.hold")} />
      </form>
    </Dialog>
  );
}

function PromiseTime({ page }: OnPage) {
  const at = useSignal("");
  const instant = at.value ? from_field(at.value, zone()) : null;
  return (
    <Dialog title={t("workspace.act.promise")}>
      <form onSubmit={form(() => acts.promise(page.ticket.id, instant!))}>
        <p>{t("workspace.hold.promise_means")}</p>
        <PromisePicker id="promise-dialog-at" value={at.value} set={(value) => (at.value = value)} />
        <Foot text={t("workspace.act.promise")} disabled={instant === null} />
      </form>
    </Dialog>
  );
}

function Severity({ page }: OnPage) {
  const level = useSignal(page.ticket.severity),
    consent = useSignal(false);
  return (
    <Dialog title={t("workspace.act.severity")}>
      <form onSubmit={form(() => acts.set_severity(page.ticket.id, level.value, consent.value))}>
        <fieldset class="choices">
          <legend>
            {t("workspace.severity.which", { now: severity_title(page.ticket) || t("workspace.people.none") })}
          </legend>
          {(program_of(page.ticket)?.severities ?? []).map((each, place) => (
            <label class="check" key={each.id}>
              <input
                type="radio"
                name="level"
                checked={level.value === each.id}
                onChange={() => (level.value = each.id)}
              />
              <span>
                <b>S{place + 1}</b> {each.title}
                {each.means && <small>{each.means}</small>}
              </span>
            </label>
          ))}
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={consent.value}
            onChange={(event) => (consent.value = event.currentTarget.checked)}
          />{" "}
          {t("workspace.severity.consent")}
        </label>
        <p class="quiet">{t("workspace.severity.rule")}</p>
        <Foot text={t("workspace.act.severity")} disabled={level.value === page.ticket.severity} />
      </form>
    </Dialog>
  );
}

function Merge({ page }: OnPage) {
  const into = useSignal("");
  const number = Number(into.value.replace(/^#/, ""));
  const merge = async () => {
    if (!(await acts.merge(page.ticket.id, number))) go(ticket_link(number));
  };
  return (
    <Dialog title={t("workspace.act.merge")}>
      <form onSubmit={form(merge)}>
        <label class="field">
          {t("workspace.merge.into")}
          <input
            inputMode="numeric"
            value={into.value}
            onInput={(event) => (into.value = event.currentTarget.value)}
            placeholder="#1042"
          />
        </label>
        <p class="quiet">{t("workspace.merge.means", { id: page.ticket.id })}</p>
        <Foot text={t("workspace.act.merge")} disabled={!(number > 0) || number === page.ticket.id} />
      </form>
    </Dialog>
  );
}

function Solve({ page }: OnPage) {
  const reason = useSignal(page.reasons[0]?.id ?? ""),
    words = useSignal("");
  const chosen = page.reasons.find((each) => each.id === reason.value);
  return (
    <Dialog title={t("workspace.act.solve")}>
      <form onSubmit={form(() => acts.solve(page.ticket.id, reason.value, words.value))}>
        <fieldset class="choices">
          <legend>{t("workspace.solve.reason")}</legend>
          {page.reasons.map((each) => (
            <label class="check" key={each.id}>
              <input
                type="radio"
                name="reason"
                checked={reason.value === each.id}
                onChange={() => (reason.value = each.id)}
              />
              <span>
                {each.title}
                {each.missing.length > 0 && <small class="warn">{missing_words(each)}</small>}
              </span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          {t("workspace.solve.words")}
          <textarea rows={3} value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
        </label>
        <Foot text={t("workspace.act.solve")} disabled={!chosen} />
      </form>
    </Dialog>
  );
}

// What a person may say has happened; a call was answered or not, and that is a difference.
const said = [
  "acknowledged",
  "engaged",
  "triaged",
  "identified",
  "workaround_given",
  "workaround_failed",
  "restored",
  "call",
  "attempt",
  "forwarded",
  "plan_given",
  "evidence_complete",
  "cause_found",
  "fix_released",
];

function Happened({ page }: OnPage) {
  const event = useSignal("acknowledged"),
    answered = useSignal(true);
  const marks = program_of(page.ticket)?.marks ?? [];
  const attributes = () =>
    event.value === "call" ? { answered: answered.value ? "yes" : "no", direction: "out" } : {};
  return (
    <Dialog title={t("workspace.act.event")}>
      <form onSubmit={form(() => acts.happen(page.ticket.id, event.value, attributes() as Record<string, string>))}>
        <fieldset class="choices is-grid">
          <legend>{t("workspace.happened.what")}</legend>
          {[...said.map((id) => ({ id, title: word("workspace.event", id) })), ...marks].map((each) => (
            <label class="check" key={each.id}>
              <input
                type="radio"
                name="event"
                checked={event.value === each.id}
                onChange={() => (event.value = each.id)}
              />{" "}
              <span>{each.title}</span>
            </label>
          ))}
        </fieldset>
        {event.value === "call" && (
          <label class="check">
            <input
              type="checkbox"
              checked={answered.value}
              onChange={(change) => (answered.value = change.currentTarget.checked)}
            />{" "}
            {t("workspace.happened.answered")}
          </label>
        )}
        <p class="quiet">{t("workspace.happened.means")}</p>
        <Foot text={t("workspace.happened.record")} />
      </form>
    </Dialog>
  );
}


export function ActDialog({ page }: OnPage) {
  switch (floating.value) {
    case "hold":
      return <Hold page={page} />;
    case "promise":
      return <PromiseTime page={page} />;
    case "severity":
      return <Severity page={page} />;
    case "merge":
      return <Merge page={page} />;
    case "solve":
      return <Solve page={page} />;
    case "event":
      return <Happened page={page} />;
    default:
      return null;
  }
}
