// On a request: the files that its kind asks for, which have come, and by when the rest is awaited.
import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json } from "../api/http.ts";
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { t } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { read_evidence, type Evidence } from "./read.ts";

export function EvidencePart({ id, version }: { id: number; version: number }) {
  const shown: Signal<Evidence | null> = useSignal(null);
  useEffect(
    () =>
      void fetch_json(`/tickets/${id}/evidence`).then(
        (answer) => void (shown.value = read_evidence(answer)),
        () => undefined, // it stands beside the request
      ),
    [id, version],
  );
  const evidence = shown.value;
  if (!evidence || evidence.asked.length === 0) return null;
  const sent = evidence.asked.filter((each) => each.sent).length;
  return (
    <details class="standing-part evidence-part">
      <summary>{t("workspace.board.evidence", { sent, asked: evidence.asked.length })}</summary>
      {evidence.due && sent < evidence.asked.length && (
        <p class={evidence.late ? "is-broken" : "quiet"}>
          {evidence.late
            ? t("workspace.board.evidence_late", { at: when_words(Date.parse(evidence.due), now.value, zone(), false) })
            : t("workspace.board.evidence_due", { at: when_words(Date.parse(evidence.due), now.value, zone(), false) })}
        </p>
      )}
      <ul>
        {evidence.asked.map((each) => (
          <li key={each.fact} class={each.sent ? "" : "quiet"}>
            {each.title} · {each.sent ? t("workspace.board.evidence_sent") : each.optional ? t("workspace.board.evidence_optional") : t("workspace.board.evidence_missing")}
          </li>
        ))}
      </ul>
    </details>
  );
}
