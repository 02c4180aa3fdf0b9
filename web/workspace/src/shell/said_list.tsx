import { dismiss, said } from "../state/said.ts";
import { t } from "../text/t.ts";
import { Again } from "./again.tsx";
import { Details } from "../ticket/refusal.tsx";

export function SaidList() {
  return (
    <div class="said-list" aria-live="polite">
      {said.value.map((each) => (
        <div key={each.id} class={each.bad ? "said is-bad" : "said"} role={each.bad ? "alert" : "status"}>
          <div>
            <p>{each.text}</p>
            <Details details={each.details} />
            {each.act && (
              <button class="small" onClick={each.act.does}>
                {each.act.text}
              </button>
            )}
            {each.log_in && <Again log_in does={() => undefined} />}
          </div>
          <button class="plain-button" onClick={() => dismiss(each.id)} aria-label={t("workspace.shell.close")}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
