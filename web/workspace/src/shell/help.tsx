import { t } from "../text/t.ts";
import { all_keys } from "./commands.ts";
import { Dialog } from "./dialog.tsx";
import { modifier, type Key } from "./keys.ts";

function Table({ title, keys }: { title: string; keys: { keys: string[]; text: string }[] }) {
  const shown = (key: string) => key.replace("ArrowDown", "↓").replace("ArrowUp", "↑").replace("Escape", "Esc");
  return (
    <section>
      <h3>{title}</h3>
      <dl class="key-list">
        {keys.map((each) => (
          <div key={each.keys[0]! + each.text}>
            <dt>
              {each.keys.map((key) => (
                <kbd key={key}>{shown(key)}</kbd>
              ))}
            </dt>
            <dd>{each.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Help() {
  const of = (when: Key["when"]) => all_keys().filter((each) => each.when === when);
  const general = [
    { keys: [`${modifier} K`], text: t("workspace.key.palette") },
    { keys: [`${modifier} Enter`], text: t("workspace.key.send") },
  ];
  return (
    <Dialog title={t("workspace.key.title")} kind="help">
      <div class="key-tables">
        <Table title={t("workspace.key.in_queue")} keys={of("queue")} />
        <Table title={t("workspace.key.in_request")} keys={of("request")} />
        {of("mail").length > 0 && <Table title={t("workspace.mail.title")} keys={[...of("mail"), ...of("one_mail").slice(3)]} />}
        <Table title={t("workspace.key.anywhere")} keys={[...general, ...of("anywhere")]} />
      </div>
    </Dialog>
  );
}
