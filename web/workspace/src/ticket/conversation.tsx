// The conversation, newest last; what else happened lies folded between the messages.
import type { HistoryEvent, Message, TicketPage } from "../api/shapes.ts";
import { CameBy } from "../shell/later.tsx";
import { now } from "../state/now.ts";
import { kind_title, severity_title, zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { Files, Words } from "./files.tsx";
import { event_words, type Names } from "./history_words.ts";
import { woven } from "./weave.ts";

// Addresses become links; all else stays text.
function linked(body: string) {
  return body.split(/(https?:\/\/[^\s<>"'()、。「」]+[^\s<>"'()、。「」.,;:!?])/).map((part, index) =>
    index % 2 ? (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

function OneMessage({ message }: { message: Message }) {
  const note = message.visibility === "staff";
  const at = Date.parse(message.at);
  return (
    <li
      class={`message ${note ? "is-note" : message.by_staff ? "from-us" : "from-customer"}${message.sending ? " is-sending" : ""}`}
    >
      <header>
        <b dir="auto">{message.author || t("workspace.talk.nobody")}</b>
        <span class="tag">
          {note
            ? t("workspace.talk.note")
            : message.by_staff
              ? t("workspace.talk.reply")
              : t("workspace.talk.customer")}
        </span>
        <time dateTime={message.at}>
          {message.sending ? t("workspace.talk.sending") : when_words(at, now.value, zone(), false)}
        </time>
      </header>
      {message.via_mail && <CameBy via={message.via_mail} />}
      {message.erased ? (
        <p class="quiet">{t("workspace.talk.erased")}</p>
      ) : (
        <Words message={message}>
          {message.html ? (
            <div class="words" dir="auto" dangerouslySetInnerHTML={{ __html: message.html }} />
          ) : (
            <div class="words plain" dir="auto">
              {linked(message.body)}
            </div>
          )}
        </Words>
      )}
      <Files files={message.attachments} />
    </li>
  );
}

function Folded({ events, names }: { events: HistoryEvent[]; names: Names }) {
  const told = events
    .map((event) => ({ event, words: event_words(event, names) }))
    .filter((each) => each.words.length > 0);
  if (told.length === 0) return null;
  const first = told[0]!.words[0]!,
    count = told.reduce((sum, each) => sum + each.words.length, 0);
  const line = ({ event, words }: (typeof told)[number], index: number) => (
    <li key={index}>
      <time dateTime={event.at}>{when_words(Date.parse(event.at), names.now, names.zone, false)}</time>{" "}
      <span class="quiet">{event.actor || t("workspace.talk.desk")}</span> {words.join(t("workspace.talk.comma"))}
    </li>
  );
  if (count === 1)
    return (
      <li class="events">
        <ul>{told.map(line)}</ul>
      </li>
    );
  return (
    <li class="events">
      <details>
        <summary>{t("workspace.talk.events", { first, n: count - 1 })}</summary>
        <ul>{told.map(line)}</ul>
      </details>
    </li>
  );
}

export function Conversation({ page }: { page: TicketPage }) {
  const minute = Math.floor(now.value / 60000) * 60000;
  const titles = new Map(
    [...page.clocks, ...page.receipts.map((each) => each.clock)].map((clock) => [clock.clock, clock.title]),
  );
  const names: Names = {
    agents: page.agents,
    zone: zone(),
    now: minute,
    clock: (name) => titles.get(name) ?? word("workspace.clock", name),
    severity: (id) => severity_title(page.ticket, id) || t("workspace.people.none"),
    kind: (id) => kind_title(page.ticket, id),
  };
  return (
    <ol class="conversation" aria-label={t("workspace.talk.title")}>
      {woven(page.conversation, page.history).map((each, index) =>
        "message" in each ? (
          <OneMessage key={`m${each.message.id || index}`} message={each.message} />
        ) : (
          <Folded key={`e${index}`} events={each.events} names={names} />
        ),
      )}
    </ol>
  );
}
