import { live } from "../state/live.ts";
import { now } from "../state/now.ts";
import { queue_link, route } from "../state/route.ts";
import { me, zone } from "../state/session.ts";
import { set_theme, theme, type Theme } from "../state/theme.ts";
import { send } from "../api/http.ts";
import { say_problem } from "../state/said.ts";
import { language, t } from "../text/t.ts";
import { when_words } from "../time/words.ts";
import { floating } from "./dialogs.ts";
import { modifier } from "./keys.ts";

async function choose_language(wanted: string): Promise<void> {
  try {
    await send("PUT", `/users/${me.value.user.id}`, { user: { locale: wanted } });
    location.reload();
  } catch (problem) {
    say_problem(problem, t("workspace.shell.language"));
  }
}

function Settings() {
  return (
    <details class="settings">
      <summary aria-label={t("workspace.shell.settings")}>
        {me.value.user.name || t("workspace.shell.settings")}
      </summary>
      <div class="sheet">
        <label>
          {t("workspace.shell.theme")}
          <select value={theme.value} onChange={(event) => set_theme(event.currentTarget.value as Theme)}>
            <option value="auto">{t("workspace.shell.auto")}</option>
            <option value="light">{t("workspace.shell.light")}</option>
            <option value="dark">{t("workspace.shell.dark")}</option>
          </select>
        </label>
        <label>
          {t("workspace.shell.language")}
          <select value={language()} onChange={(event) => void choose_language(event.currentTarget.value)}>
            <option value="ja" lang="ja">
              日本語
            </option>
            <option value="en" lang="en">
              English
            </option>
          </select>
        </label>
        <p class="quiet">
          {t("workspace.shell.zone", { zone: zone(), at: when_words(now.value, now.value, zone()) })}
        </p>
        <button onClick={() => (floating.value = "help")}>{t("workspace.key.title")}</button>
      </div>
    </details>
  );
}

export function TopBar() {
  const { view, brand } = route.value;
  return (
    <header class="top-bar">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {t("workspace.shell.skip")}
      </a>
      <a class="brand" href={queue_link(view, brand)}>
        {t("workspace.shell.name")}
      </a>
      <button class="open-palette" onClick={() => (floating.value = "palette")}>
        <span>{t("workspace.palette.button")}</span>
        <kbd>{modifier} K</kbd>
      </button>
      {live.value === "polling" && (
        <span class="live-state" role="status">
          {t("workspace.shell.polling")}
        </span>
      )}
      <time class="clock">{when_words(now.value, now.value, zone())}</time>
      <Settings />
    </header>
  );
}
