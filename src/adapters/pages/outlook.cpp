// What will happen at this hour, said on the form before it is sent.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "adapters/http/text.hpp"
#include "adapters/pages/site.hpp"
#include "desk/outlook.hpp"

namespace yakusoku::pages {
namespace {

// The languages of the house have names in its texts; of another one its tag is shown.
std::string language_words(const Page& page, const std::string& tag) {
  return tag == "en" || tag == "ja" ? page.text("pages.language." + tag) : tag;
}

std::string team_words(const Page& page, const desk::Outlook& seen) {
  if (seen.team.empty()) return page.text("pages.outlook.no_team");
  const std::string team = in(seen.team_title, page.language, seen.team);
  if (!seen.rotas_kept) return page.text("pages.outlook.team", {{"team", team}});
  if (seen.somebody_there)
    return seen.until == far_future
               ? page.text("pages.outlook.there", {{"team", team}})
               : page.text("pages.outlook.there_until", {{"team", team}, {"at", wall_time(page, seen.until)}});
  return seen.back_at == far_future
             ? page.text("pages.outlook.gone", {{"team", team}})
             : page.text("pages.outlook.back_at", {{"team", team}, {"at", wall_time(page, seen.back_at)}});
}

std::string languages_words(const Page& page, const desk::Outlook& seen) {
  if (seen.languages.empty()) return {};
  std::vector<std::string> names;
  for (const std::string& each : seen.languages) names.push_back(language_words(page, each));
  const std::string list = fmt::format("{}", fmt::join(names, page.text("pages.form.comma")));
  if (seen.answered_in_it) return page.text("pages.outlook.languages", {{"languages", list}});
  return page.text("pages.outlook.other_language",
                   {{"language", language_words(page, seen.language)}, {"languages", list}});
}

}  // namespace

void set_outlook(Page& page, const desk::Outlook& seen, const std::string& program) {
  Json lines = Json::array();
  const auto say = [&](const std::string& words, const std::string& clause = {}) {
    if (words.empty()) return;
    lines.push(Json::object({{"words", words},
                             {"clause", clause},
                             {"address", "/program/" + program + "/clause?path=" + http::percent_encode(clause)}}));
  };
  if (!seen.door_open)
    say(seen.door_opens_at == far_future
            ? page.text("pages.outlook.door_shut")
            : page.text("pages.outlook.door_opens", {{"at", wall_time(page, seen.door_opens_at)}}));
  const std::string plan = in(seen.coverage.title, page.language, seen.coverage.plan);
  if (!plan.empty()) say(page.text("pages.outlook.plan", {{"plan", plan}}));
  for (const auto& each : seen.coverage.missed)
    say(page.text("pages.outlook.missed", {{"plan", in(each.title, page.language, each.plan)}}), each.clause);
  say(team_words(page, seen));
  say(effort_words(page, seen.effort));
  say(languages_words(page, seen));
  page.set("outlook", std::move(lines));
}

}  // namespace yakusoku::pages
