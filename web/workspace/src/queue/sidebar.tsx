import { go, queue_link, route, is_of_board } from "../state/route.ts";
import { views } from "../state/queue.ts";
import { me, programs } from "../state/session.ts";
import { t } from "../text/t.ts";
import type { View } from "../api/shapes.ts";

const figure = (view: View): string => (view.more ? `${view.count}+` : String(view.count));

export function Sidebar() {
  const { view, brand, ticket } = route.value;
  return (
    <nav class="sidebar" aria-label={t("workspace.queue.views")}>
      <ul>
        {views.value.map((each) => (
          <li key={each.view}>
            <a
              href={queue_link(each.view, brand)}
              aria-current={each.view === view && ticket === null ? "page" : undefined}
              class={each.view === "mail" ? "apart" : undefined}
            >
              <span>{each.title || each.view}</span>
              <span class="count">{figure(each)}</span>
            </a>
          </li>
        ))}
        <li>
          <a class="apart" href={queue_link("board", brand)} aria-current={is_of_board(view) && ticket === null ? "page" : undefined}>
            <span>{t("workspace.shell.board")}</span>
          </a>
        </li>
        {me.value.may.includes("admin") && (
          <li>
            <a class="apart" href="#/programs" aria-current={view === "programs" ? "page" : undefined}>
              <span>{t("workspace.shell.programs")}</span>
            </a>
          </li>
        )}
      </ul>
      <BrandFilter />
    </nav>
  );
}

export function BrandFilter() {
  const { view, brand } = route.value;
  if (programs.value.length < 2) return null;
  return (
    <label class="brand-filter">
      <span>{t("workspace.queue.brand")}</span>
      <select value={String(brand)} onChange={(event) => go(queue_link(view, Number(event.currentTarget.value)))}>
        <option value="0">{t("workspace.queue.all_brands")}</option>
        {programs.value.map((each) => (
          <option key={each.id} value={String(each.id)}>
            {each.title}
          </option>
        ))}
      </select>
    </label>
  );
}

// On a phone: the views in one menu.
export function ViewMenu() {
  const { view, brand } = route.value;
  return (
    <select
      class="view-menu"
      aria-label={t("workspace.queue.views")}
      value={is_of_board(view) ? "board" : view}
      onChange={(event) => go(queue_link(event.currentTarget.value, brand))}
    >
      {views.value.map((each) => (
        <option key={each.view} value={each.view}>{`${each.title || each.view} (${figure(each)})`}</option>
      ))}
      <option value="board">{t("workspace.shell.board")}</option>
    </select>
  );
}
