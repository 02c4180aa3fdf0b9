// The part of mail, as the start loads it: its screens, its keys, and what it shows on a request.
import { add_keys } from "../shell/commands.ts";
import { floating } from "../shell/dialogs.ts";
import { go, mail_link, route } from "../state/route.ts";
import { t } from "../text/t.ts";
import { HeldList } from "./held_list.tsx";
import { Mailboxes } from "./mailboxes.tsx";
import { OneMailScreen } from "./one_mail.tsx";
import { dismiss_shown, move, one, selected, take_in, undo } from "./state.ts";

export { CameBy, Troubles } from "./on_request.tsx";

export function Screen() {
  const { view, mail } = route.value;
  if (mail !== null) return <OneMailScreen id={mail} />;
  return view === "mailboxes" ? <Mailboxes /> : <HeldList />;
}

export function start(): void {
  const open = () => {
    if (selected.value) go(mail_link(selected.value));
  };
  const add = () => {
    if (one.value?.may.includes("recover")) floating.value = "add_mail";
  };
  add_keys([
    { keys: ["j", "ArrowDown"], text: t("workspace.mail.key_next"), when: "mail", does: () => move(1) },
    { keys: ["k", "ArrowUp"], text: t("workspace.mail.key_previous"), when: "mail", does: () => move(-1) },
    { keys: ["Enter", "o"], text: t("workspace.key.open"), when: "mail", does: open },
    { keys: ["z"], text: t("workspace.mail.key_undo"), when: "mail", does: undo },
    { keys: ["j"], text: t("workspace.mail.key_next"), when: "one_mail", does: () => move(1) },
    { keys: ["k"], text: t("workspace.mail.key_previous"), when: "one_mail", does: () => move(-1) },
    { keys: ["z"], text: t("workspace.mail.key_undo"), when: "one_mail", does: undo },
    { keys: ["c"], text: t("workspace.mail.make"), when: "one_mail", does: () => void take_in(0) },
    { keys: ["t"], text: t("workspace.mail.add_to"), when: "one_mail", does: add },
    { keys: ["d"], text: t("workspace.mail.dismiss"), when: "one_mail", does: dismiss_shown },
    { keys: ["u", "Escape"], text: t("workspace.key.back"), when: "one_mail", does: () => go(mail_link()) },
  ]);
}
