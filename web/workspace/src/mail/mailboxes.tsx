// For administrators: how it goes with each mailbox, and what the world sees of our domains.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json } from "../api/http.ts";
import { Again } from "../shell/again.tsx";
import { now } from "../state/now.ts";
import { mail_link } from "../state/route.ts";
import { trouble_of, type Trouble } from "../state/said.ts";
import { me, programs, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import type { Finding, Health, Mailbox } from "./read.ts";

const when = (at: string): string => when_words(Date.parse(at), now.value, zone(), false);

function Box({ box }: { box: Mailbox }) {
  const program = programs.value.find((each) => each.key === box.program)?.title ?? box.program;
  return (
    <section class="mailbox">
      <h3>
        {box.address}{" "}
        {(box.trouble || box.last_read_at) && (
          <span class={`standing ${box.trouble ? "is-broken" : "is-met"}`}>
            <span aria-hidden="true">{box.trouble ? "▲" : "✓"}</span>
            {box.trouble ? t("workspace.mail.box.troubled") : t("workspace.mail.box.well")}
          </span>
        )}
      </h3>
      {box.trouble && (
        <div class="trouble">
          <p>
            {word("workspace.mail.trouble", box.trouble)}
            {box.trouble_since && (
              <span class="quiet"> {t("workspace.mail.box.since", { at: when(box.trouble_since) })}</span>
            )}
          </p>
          {box.trouble_text && (
            <p>
              <code>{box.trouble_text}</code>
            </p>
          )}
        </div>
      )}
      {!box.sends && <p class="warn">{t("workspace.mail.box.not_sending")}</p>}
      <p class="quiet">
        {[
          t("workspace.mail.box.program", { title: program }),
          ...(box.fetched
            ? [
                box.last_read_at
                  ? t("workspace.mail.box.fetched", { at: when(box.last_read_at) })
                  : t("workspace.mail.box.never"),
                box.pushed ? t("workspace.mail.box.pushed") : t("workspace.mail.box.polled"),
                t("workspace.mail.box.taken", { n: box.taken }),
                ...(box.waiting ? [t("workspace.mail.box.waiting", { n: box.waiting })] : []),
              ]
            : [t("workspace.mail.box.delivered")]),
        ].join(" · ")}
      </p>
    </section>
  );
}

const marks = { ok: ["is-met", "✓"], missing: ["is-broken", "▲"], wrong: ["is-broken", "▲"], unknown: ["is-paused", "?"] };

function Check({ finding }: { finding: Finding }) {
  const [tone, mark] = marks[finding.state];
  return (
    <li class="finding">
      <h4>
        {finding.title}{" "}
        <span class={`standing ${tone}`}>
          <span aria-hidden="true">{mark}</span>
          {finding.state_words}
        </span>
      </h4>
      <p>{finding.words}</p>
      {finding.publish && (
        <div>
          <p class="quiet">{t("workspace.mail.box.publish")}</p>
          <pre>{finding.publish}</pre>
        </div>
      )}
      {finding.found.length > 0 && (
        <details open={finding.state !== "ok"}>
          <summary>{t("workspace.mail.box.published")}</summary>
          <pre>{finding.found.join("\n")}</pre>
        </details>
      )}
    </li>
  );
}

function Doctor() {
  const health = useSignal<Health | null>(null),
    fault = useSignal<Trouble | null>(null),
    asking = useSignal(false);
  const ask = async () => {
    asking.value = true;
    fault.value = null;
    try {
      health.value = (await fetch_json("/mail/doctor")) as Health;
    } catch (problem) {
      fault.value = trouble_of(problem);
    }
    asking.value = false;
  };
  useEffect(() => void ask(), []);
  const findings = health.value?.findings ?? [],
    domains = [...new Set(findings.map((each) => each.domain))];
  return (
    <section class="doctor">
      <header class="mail-head">
        <h2>{t("workspace.mail.box.title")}</h2>
        <span class="quiet" role="status">
          {asking.value
            ? t("workspace.mail.box.asking")
            : health.value && t("workspace.mail.box.asked", { at: when(health.value.asked_at) })}
        </span>
        {!asking.value && (
          <button class="small" onClick={() => void ask()}>
            {t("workspace.mail.box.ask_again")}
          </button>
        )}
      </header>
      {fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words}
        </p>
      )}
      {domains.map((domain) => (
        <section key={domain}>
          <h3>{domain}</h3>
          <ul class="findings">
            {findings
              .filter((each) => each.domain === domain)
              .map((each) => (
                <Check key={each.check} finding={each} />
              ))}
          </ul>
        </section>
      ))}
      {health.value && (
        <p>
          <a href="/mail" target="_blank" rel="noopener">
            {t("workspace.mail.box.copy")}
          </a>
        </p>
      )}
    </section>
  );
}

export function Mailboxes() {
  const boxes = useSignal<Mailbox[] | null>(null),
    fault = useSignal<Trouble | null>(null);
  const look = async () => {
    try {
      boxes.value = ((await fetch_json("/mailboxes")) as { mailboxes: Mailbox[] }).mailboxes;
      fault.value = null;
    } catch (problem) {
      fault.value = trouble_of(problem);
    }
  };
  useEffect(() => {
    void look();
    const timer = setInterval(() => !document.hidden && void look(), 15000);
    return () => clearInterval(timer);
  }, []);
  return (
    <main class="queue mailboxes" id="main" tabIndex={-1}>
      <header class="request-head">
        <a class="back" href={mail_link()} aria-label={t("workspace.mail.back")}>
          ←
        </a>
        <h1>{t("workspace.mail.mailboxes")}</h1>
      </header>
      {fault.value && (
        <p class="trouble" role="alert">
          {fault.value.words} <Again log_in={fault.value.log_in} does={() => void look()} />
        </p>
      )}
      {boxes.value?.length === 0 && <p class="quiet">{t("workspace.mail.box.none")}</p>}
      {boxes.value?.map((each) => (
        <Box key={each.name} box={each} />
      ))}
      {(boxes.value?.length ?? 0) > 0 && me.value.may.includes("admin") && <Doctor />}
    </main>
  );
}
