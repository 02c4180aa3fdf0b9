// On a request: what its customer holds, how much of it is used, and what he runs.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetch_json } from "../api/http.ts";
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { language, t } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { format_of } from "../time/zone.ts";
import { read_customer, type Asset, type Balance, type Contract, type Customer } from "./read.ts";

const kept_for = 60000;
const known = signal<ReadonlyMap<number, { customer: Customer; at: number }>>(new Map());

async function refresh(id: number): Promise<void> {
  const last = known.peek().get(id);
  if (!id || (last && Date.now() - last.at < kept_for)) return;
  const customer = read_customer(await fetch_json(`/desk/organizations/${id}/customer`));
  known.value = new Map([...known.peek(), [id, { customer, at: Date.now() }]]);
}

// A day of a contract has no hour and no zone.
const day = (date: string) =>
  format_of(language() === "ja" ? "ja-JP" : "en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(`${date}T00:00:00Z`));

const in_reader = (words: Record<string, string>) => words[language()] ?? words.en ?? Object.values(words)[0] ?? "";

function Held({ each }: { each: Contract }) {
  const dates = each.to ? t("workspace.board.until", { at: day(each.to) }) : t("workspace.board.no_end");
  const left = each.days_left !== null && each.days_left <= 90 ? t("workspace.board.days_left", { days: each.days_left }) : "";
  return (
    <li class={each.covers_today ? "" : "quiet"}>
      <b>{each.plan_title}</b> {dates} {left && <span class="is-soon">{left}</span>}
      {!each.covers_today && <> {t("workspace.board.not_today")}</>}
      <div class="quiet">
        {each.most_contacts !== null && <>{t("workspace.board.contacts_used", { used: each.contacts, most: each.most_contacts })} </>}
        {each.licences > 0 && <>{t("workspace.board.licences", { count: each.licences })} </>}
        {each.instances > 0 && <>{t("workspace.board.instances", { count: each.instances })} </>}
        {in_reader(each.price)}
      </div>
    </li>
  );
}

function Left({ each }: { each: Balance }) {
  const ends = each.lapses > 0 && each.lapses_at ? t("workspace.board.lapses", { count: each.lapses, at: when_words(Date.parse(each.lapses_at), now.value, zone(), false) }) : "";
  return (
    <li>
      {each.title}: <b class={each.balance < 1 ? "is-broken" : ""}>{each.balance}</b> {ends && <span class="quiet">{ends}</span>}
      {each.waiting > 0 && <div class="is-soon">{t("workspace.board.waits_for_approval", { count: each.waiting })}</div>}
    </li>
  );
}

function Runs({ each }: { each: Asset }) {
  const details = Object.entries(each.details).map(([name, value]) => `${name}: ${value}`);
  return (
    <li>
      <b>{each.name}</b> {[each.product, each.version, each.environment].filter(Boolean).join(" · ")}
      {each.covered_until && <div class="quiet">{t("workspace.board.covered_until", { at: day(each.covered_until) })}</div>}
      {details.length > 0 && <div class="quiet">{details.join(" · ")}</div>}
    </li>
  );
}

export function CustomerPart({ organization }: { organization: number }) {
  useEffect(() => void refresh(organization).catch(() => undefined), [organization]); // it stands beside the request
  const customer = known.value.get(organization)?.customer;
  if (!customer) return null;
  const empty = customer.contracts.length + customer.balances.length + customer.assets.length + customer.above.length === 0;
  if (empty) return null;
  return (
    <details class="standing-part customer-part" open>
      <summary>{t("workspace.board.customer")}</summary>
      {customer.above.length > 0 && <p class="quiet">{t("workspace.board.belongs_to", { who: customer.above.map((each) => each.name).join(" › ") })}</p>}
      {customer.contracts.length > 0 && (
        <ul>
          {customer.contracts.map((each) => (
            <Held key={each.id} each={each} />
          ))}
        </ul>
      )}
      {customer.balances.length > 0 && (
        <ul>
          {customer.balances.map((each) => (
            <Left key={each.id} each={each} />
          ))}
        </ul>
      )}
      {customer.assets.length > 0 && (
        <ul>
          {customer.assets.map((each) => (
            <Runs key={each.id} each={each} />
          ))}
        </ul>
      )}
    </details>
  );
}
