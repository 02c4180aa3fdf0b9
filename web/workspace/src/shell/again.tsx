// The way out of what went wrong: try again, or log in again.
import { t } from "../text/t.ts";

export function Again({ log_in, does }: { log_in: boolean; does: () => void }) {
  if (log_in) return <button onClick={() => location.reload()}>{t("workspace.problem.log_in")}</button>;
  return <button onClick={does}>{t("workspace.problem.again")}</button>;
}
