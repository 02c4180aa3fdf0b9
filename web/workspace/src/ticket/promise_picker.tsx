// When the next update is promised: the usual spans by one press, else a wall-clock time of the reader's zone.
import { now } from "../state/now.ts";
import { zone } from "../state/session.ts";
import { t } from "../text/t.ts";
import { length_words, when_words } from "../time/words.ts";
import { from_field, to_field } from "../time/zone.ts";

const spans = [30, 60, 120, 240];

// On the next five minutes: nobody promises 14:03.
function rounded(minutes: number): number {
  const five = 5 * 60000;
  return Math.ceil((now.peek() + minutes * 60000) / five) * five;
}

interface Wanted {
  value: string;
  set: (field: string) => void;
  id: string;
}

export function PromisePicker({ value, set, id }: Wanted) {
  const at = value ? from_field(value, zone()) : null;
  const behind = at !== null && at <= now.value;
  return (
    <div class="promise-picker">
      <label for={id}>{t("workspace.composer.promise")}</label>
      <span class="spans">
        {spans.map((each) => (
          <button type="button" key={each} onClick={() => set(to_field(rounded(each), zone()))}>
            {t("workspace.composer.in", { length: length_words(each * 60) })}
          </button>
        ))}
      </span>
      <input
        id={id}
        type="datetime-local"
        value={value}
        min={to_field(now.peek(), zone())}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {at !== null && (
        <output class={behind ? "bad" : "good"}>
          {behind
            ? t("workspace.composer.behind")
            : t("workspace.composer.promised", {
                at: when_words(at, now.value, zone()),
                length: length_words((at - now.value) / 1000, true),
              })}
        </output>
      )}
      {value && (
        <button type="button" class="plain-button" onClick={() => set("")}>
          {t("workspace.composer.no_promise")}
        </button>
      )}
    </div>
  );
}
