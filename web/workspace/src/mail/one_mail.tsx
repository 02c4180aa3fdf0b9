// One held mail: why it waits and what to do, what it says, who sent it as far as is known, and the acts.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Again } from "../shell/again.tsx";
import { Dialog } from "../shell/dialog.tsx";
import { close_floating, floating } from "../shell/dialogs.ts";
import { now } from "../state/now.ts";
import { mail_link, ticket_link } from "../state/route.ts";
import { programs, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import type { OneMail } from "./read.ts";
import { dismiss_shown, one, one_fault, open_mail, selected, subject_of, take_in } from "./state.ts";

// What reading it noted and a person should know; the rest is for those who look at the source.
const told_notes = /^(bad_encoding|duplicate_from|encrypted|html_cut|signed|text_cut|tnef_unreadable|too_many_attachments|too_many_parts|unknown_charset|unreadable)$/;

function Why({ mail }: { mail: OneMail }) {
  return (
    <section class="mail-why">
      <h2>{t("workspace.mail.why")}</h2>
      <p>
        <b>{word("workspace.mail.cause", mail.cause)}</b>
      </p>
      <p>{word("workspace.mail.means", mail.cause)}</p>
      {mail.refusal && (
        <p>
          {t("workspace.mail.refusal", {
            field: word("workspace.field", mail.refusal.field),
            text: mail.refusal.description,
          })}
        </p>
      )}
    </section>
  );
}

const size_words = (size: number): string =>
  size < 1e6 ? `${Math.ceil(size / 1024)} KB` : `${(size / 2 ** 20).toFixed(1)} MB`;

function Words({ mail }: { mail: OneMail }) {
  const notes = mail.notes.filter((each) => told_notes.test(each));
  return (
    <article class="message from-customer">
      <header>
        <b dir="auto">{mail.name || mail.from}</b>
        {mail.name !== mail.from && <span class="tag">{mail.from}</span>}
        <time dateTime={mail.at}>{when_words(Date.parse(mail.at), now.value, zone(), false)}</time>
      </header>
      {mail.words.trim() ? (
        <div class="words plain" dir="auto">
          {mail.words}
        </div>
      ) : (
        <p class="quiet">{t("workspace.mail.no_text")}</p>
      )}
      {mail.folded && (
        <details class="folded">
          <summary>{t("workspace.mail.folded")}</summary>
          <div class="words plain">{mail.folded}</div>
        </details>
      )}
      {mail.attachments.length > 0 && (
        <ul class="files" aria-label={t("workspace.mail.attachments")}>
          {mail.attachments.map((each, index) => (
            <li key={index}>
              {each.file_name} <span class="quiet">{size_words(each.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul class="mail-notes" aria-label={t("workspace.mail.notes")}>
          {notes.map((each) => (
            <li key={each}>{word("workspace.mail.note", each)}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

function Act({ text, hint, does, main = false }: { text: string; hint: string; does: () => void; main?: boolean }) {
  return (
    <button class={main ? "act main-button" : "act"} onClick={does}>
      {text}
      <kbd aria-hidden="true">{hint}</kbd>
    </button>
  );
}

function Acts({ mail }: { mail: OneMail }) {
  const may = (what: string) => mail.may.includes(what);
  if (mail.may.length === 0) return <p class="acts quiet">{t("workspace.mail.may_not")}</p>;
  const add = <Act text={t("workspace.mail.add_to")} hint="t" main={mail.about > 0} does={() => (floating.value = "add_mail")} />;
  return (
    <section class="acts" aria-label={t("workspace.act.title")}>
      {may("recover") && mail.about > 0 && add}
      {may("recover") && (
        <Act text={t("workspace.mail.make")} hint="c" main={mail.about === 0} does={() => void take_in(0)} />
      )}
      {may("recover") && mail.about === 0 && add}
      {may("dismiss") && <Act text={t("workspace.mail.dismiss")} hint="d" does={dismiss_shown} />}
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

function Facts({ mail }: { mail: OneMail }) {
  const server = mail.results[0]?.server ?? "",
    said = mail.results.filter((each) => each.server === server);
  const domain = mail.from.slice(mail.from.indexOf("@") + 1);
  const program = programs.value.find((each) => each.id === mail.brand_id);
  return (
    <section class="facts">
      <dl>
        <Line name={t("workspace.mail.from")}>
          <span dir="auto">{mail.from || t("workspace.people.none")}</span>
        </Line>
        {domain && (
          <Line name={t("workspace.mail.verification")}>
            <span class={`verified is-${{ passed: "met", failed: "broken", unknown: "paused" }[mail.verification]}`}>
              {word("workspace.mail.verified", mail.verification, { domain })}
            </span>
            {mail.verification !== "unknown" && (
              <span class="quiet">{said.map((each) => `${each.method}=${each.result}`).join(" ")}</span>
            )}
          </Line>
        )}
        {mail.to.length > 0 && <Line name={t("workspace.mail.to")}>{mail.to.slice(0, 5).join(", ")}</Line>}
        {program && <Line name={t("workspace.people.program")}>{program.title}</Line>}
        {mail.about > 0 && (
          <Line name={t("workspace.mail.about")}>
            <a href={ticket_link(mail.about)}>#{mail.about}</a>
          </Line>
        )}
        {mail.source_url && (
          <Line name={t("workspace.mail.whole")}>
            <a href={mail.source_url} download>
              {t("workspace.mail.source")}
            </a>
          </Line>
        )}
      </dl>
    </section>
  );
}

function AddTo({ mail }: { mail: OneMail }) {
  const number = useSignal(mail.about ? String(mail.about) : "");
  const into = Number(/^#?(\d+)$/.exec(number.value.trim())?.[1] ?? 0);
  return (
    <Dialog title={t("workspace.mail.add_to")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close_floating();
          void take_in(into);
        }}
      >
        <p>{t("workspace.mail.into_means")}</p>
        <label class="field">
          {t("workspace.mail.into")}
          <input inputMode="numeric" value={number.value} onInput={(event) => (number.value = event.currentTarget.value)} />
        </label>
        <footer>
          <button type="button" onClick={close_floating}>
            {t("workspace.shell.cancel")}
          </button>
          <button type="submit" class="main-button" disabled={into === 0}>
            {t("workspace.mail.add")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

export function OneMailScreen({ id }: { id: number }) {
  useEffect(() => {
    void open_mail(id);
    selected.value = id;
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [id]);
  const mail = one.value?.id === id ? one.value : null,
    fault = one_fault.value;
  if (!mail)
    return (
      <main class="request is-coming" id="main" tabIndex={-1}>
        {fault && (
          <div class="empty" role="alert">
            <p class="empty-title">{fault.gone ? t("workspace.mail.gone") : fault.words}</p>
            <p>
              {fault.gone ? (
                <a href={mail_link()}>{t("workspace.mail.back")}</a>
              ) : (
                <Again log_in={fault.log_in} does={() => void open_mail(id)} />
              )}
            </p>
          </div>
        )}
      </main>
    );
  return (
    <main class="request one-mail" id="main" tabIndex={-1} key={id}>
      <header class="request-head">
        <a class="back" href={mail_link()} aria-label={t("workspace.mail.back")}>
          ←
        </a>
        <h1 dir="auto">{subject_of(mail)}</h1>
      </header>
      <div class="columns">
        <div class="talk">
          <div class="talk-scroll">
            <div class="conversation">
              <Why mail={mail} />
              <Words mail={mail} />
            </div>
          </div>
        </div>
        <aside class="panel">
          <Acts mail={mail} />
          <Facts mail={mail} />
        </aside>
      </div>
      {floating.value === "add_mail" && <AddTo mail={mail} />}
    </main>
  );
}
