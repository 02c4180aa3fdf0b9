// The list of held mail: who wrote, about what, and why it waits.
import { useEffect, useLayoutEffect } from "preact/hooks";
import { Again } from "../shell/again.tsx";
import { ViewMenu } from "../queue/sidebar.tsx";
import { now } from "../state/now.ts";
import { mail_link } from "../state/route.ts";
import { me, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import type { HeldMail } from "./read.ts";
import { fault, left, mails, more_mails, refresh_mails, selected, subject_of } from "./state.ts";

const look_again = 15000;

function Row({ mail }: { mail: HeldMail }) {
  const here = selected.value === mail.id;
  return (
    <li class={here ? "row here" : "row"} id={`mail-${mail.id}`}>
      <a
        href={mail_link(mail.id)}
        aria-current={here || undefined}
        tabIndex={here ? 0 : -1}
        onFocus={() => (selected.value = mail.id)}
      >
        <time class="cell when" dateTime={mail.at}>
          {when_words(Date.parse(mail.at), now.value, zone(), false)}
        </time>
        <span class="cell subject" dir="auto">
          {subject_of(mail)}
          {mail.about > 0 && <span class="quiet"> → #{mail.about}</span>}
        </span>
        <span class="cell who" dir="auto">
          {mail.from || t("workspace.people.none")}
        </span>
        <span class="cell cause">{word("workspace.mail.cause", mail.cause)}</span>
      </a>
    </li>
  );
}

export function HeldList() {
  const rows = mails.value,
    here = selected.value;
  useEffect(() => {
    void refresh_mails();
    const timer = setInterval(() => !document.hidden && void refresh_mails(), look_again);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (rows?.length && !rows.some((each) => each.id === here)) selected.value = rows[0]!.id;
  }, [rows]);
  const there = (rows?.length ?? 0) > 0;
  useLayoutEffect(() => {
    const row = document.getElementById(`mail-${here}`),
      focused = document.activeElement;
    row?.scrollIntoView({ block: "nearest" });
    if (!focused || focused === document.body || focused.closest(".rows, main"))
      row?.querySelector("a")?.focus({ preventScroll: true });
  }, [here, there]);
  return (
    <main class="queue mail-list" id="main" tabIndex={-1}>
      <div class="queue-menu">
        <ViewMenu />
      </div>
      <header class="mail-head">
        <h1 class="queue-title">{t("workspace.mail.title")}</h1>
        {me.value.may.includes("admin") && <a href="#/mailboxes">{t("workspace.mail.mailboxes")}</a>}
      </header>
      {fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words} <Again log_in={fault.value.log_in} does={() => void refresh_mails()} />
        </p>
      )}
      {there && (
        <div class="heads" aria-hidden="true">
          <span>{t("workspace.mail.when")}</span>
          <span>{t("workspace.mail.subject")}</span>
          <span>{t("workspace.mail.from")}</span>
          <span>{t("workspace.mail.why")}</span>
        </div>
      )}
      <ul class="rows" aria-label={t("workspace.mail.title")}>
        {rows?.map((each) => (
          <Row key={each.id} mail={each} />
        ))}
      </ul>
      {rows && !there && !fault.value && (
        <div class="empty">
          <p class="empty-title">{t("workspace.mail.empty")}</p>
          <p>{t("workspace.mail.empty_more")}</p>
        </div>
      )}
      {left.value > 0 && (
        <button class="more" onClick={more_mails}>
          {t("workspace.mail.more", { n: left.value })}
        </button>
      )}
    </main>
  );
}
