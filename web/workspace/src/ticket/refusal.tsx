// What the server would not do: its words, each field's reason, and the clause it stands on.
import type { Detail, Problem } from "../api/http.ts";
import { clause_words } from "../promise/receipt_words.ts";
import { t, word } from "../text/t.ts";

// A bare name is an event's: the proof that is missing.
const reason_words = (said: string): string => (/^\w+$/.test(said) ? word("workspace.event", said) : said);

export function Details({ details }: { details: Detail[] }) {
  if (details.length === 0) return null;
  return (
    <ul class="details">
      {details.map((each, index) => (
        <li key={index}>
          {t("workspace.problem.field", {
            field: word("workspace.field", each.field),
            text: reason_words(each.description),
          })}
          {each.clause && <span class="clause"> {clause_words(each.clause)}</span>}
        </li>
      ))}
    </ul>
  );
}

export function Refusal({ problem, act }: { problem: Problem; act: string }) {
  return (
    <div class="refusal" role="alert">
      <p>{t("workspace.problem.undone", { act, text: problem.message })}</p>
      <Details details={problem.details} />
    </div>
  );
}
