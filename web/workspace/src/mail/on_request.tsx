// What mail has to say on a request: how a message came, and addresses that mail does not reach.
import type { Address, ViaMail } from "../api/shapes.ts";
import { now } from "../state/now.ts";
import { ticket_link } from "../state/route.ts";
import { zone } from "../state/session.ts";
import { t, word } from "../text/t.ts";
import { when_words } from "../time/words.ts";

export function CameBy({ via }: { via: ViaMail }) {
  const about = via.about_ticket_id ?? 0;
  return (
    <p class="came-by">
      {via.cause && <span>{word("workspace.mail.via", via.cause, { id: about })}</span>}{" "}
      {about > 0 && <a href={ticket_link(about)}>#{about}</a>}{" "}
      {via.source_id && (
        <a href={`/api/v2/suspended_tickets/${via.source_id}/source`} download>
          {t("workspace.mail.source")}
        </a>
      )}
    </p>
  );
}

export function Troubles({ addresses }: { addresses: Address[] }) {
  const one = (each: Address) => {
    const values = { address: each.address, at: when_words(Date.parse(each.since), now.value, zone(), false) };
    const said = [each.code, each.detail].filter(Boolean).join(" ");
    return (
      <li key={each.address}>
        <b>{word("workspace.mail.address", each.state, values)}</b> {word("workspace.mail.address_do", each.state)}
        {said && <span class="quiet"> {t("workspace.mail.said", { text: said })}</span>}
      </li>
    );
  };
  return (
    <div class="mail-troubles" role="status">
      <ul>{addresses.map(one)}</ul>
    </div>
  );
}
