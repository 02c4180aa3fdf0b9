// The same as the line, as a list of words: what happened to the clock, why, by which clause.
import type { Clock, Receipt } from "../api/shapes.ts";
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { left_words } from "../time/standing.ts";
import { clause_words, tell_receipt } from "./receipt_words.ts";

const shown_at_once = 2;

function hours_words({ calendar, calendar_title }: Clock): string {
  if (!calendar) return t("workspace.receipt.always");
  return calendar_title
    ? t("workspace.receipt.calendar", { calendar: calendar_title })
    : t("workspace.receipt.hours", { calendar });
}

function OneReceipt({ receipt }: { receipt: Receipt }) {
  const { clock } = receipt;
  const minute = Math.floor(now.value / 60000) * 60000;
  const lives = clock.state === "running" || clock.state === "missed";
  return (
    <div class="receipt">
      {clock.cycle > 1 && <p class="receipt-cycle">{t("workspace.receipt.cycle", { n: clock.cycle })}</p>}
      <ol>
        {tell_receipt(receipt, { zone: zone(), now: minute }).map((each, index) => (
          <li key={index} class={`told is-${each.change}`}>
            {each.text}
            {each.clause && <span class="clause"> {clause_words(each.clause)}</span>}
            {each.rule && <abbr title={word("workspace.rule", each.rule)}>{each.rule}</abbr>}
          </li>
        ))}
      </ol>
      {lives && (
        <p class="receipt-now">{t("workspace.receipt.now", { left: left_words(clock, now.value, zone()) })}</p>
      )}
      <p class="receipt-source">
        <span>{hours_words(clock)}</span>
      </p>
    </div>
  );
}

export function ReceiptList({ receipts }: { receipts: Receipt[] }) {
  const newest = [...receipts].reverse();
  return (
    <div class="receipts">
      <h3>{t("workspace.receipt.title")}</h3>
      {newest.slice(0, shown_at_once).map((each) => (
        <OneReceipt key={each.clock.cycle} receipt={each} />
      ))}
      {newest.length > shown_at_once && (
        <details>
          <summary>{t("workspace.receipt.earlier", { n: newest.length - shown_at_once })}</summary>
          {newest.slice(shown_at_once).map((each) => (
            <OneReceipt key={each.clock.cycle} receipt={each} />
          ))}
        </details>
      )}
    </div>
  );
}
