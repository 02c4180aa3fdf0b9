// What the customer runs, on the page of his organisation: its administrator adds and changes environments; and his
// contracts' and environments' last days as words, for whoever wants them aligned.

#include <algorithm>
#include <set>

#include "adapters/http/text.hpp"
#include "adapters/pages/form_files.hpp"
#include "adapters/pages/site.hpp"
#include "desk/customers.hpp"

namespace yakusoku::pages {
namespace {

constexpr std::size_t most_details = 50;

// "VM: OpenJDK 21" a line.
std::string lines_of(const Json& details) {
  std::string lines;
  for (const auto& [name, value] : details.members())
    if (value.is_string()) lines += name + ": " + value.string() + "\n";
  return lines;
}

Result<Json> details_in(std::string_view lines) {
  Json details = Json::object();
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string line(http::trim(lines.substr(0, end)));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    // A Japanese keyboard writes the colon wide.
    std::size_t colon = line.find(':'), width = 1;
    if (const std::size_t wide = line.find("："); wide < colon) colon = wide, width = std::string("：").size();
    if (colon == std::string::npos || colon == 0) return fail(ErrorCode::invalid, "details", line);
    details.set(std::string(http::trim(line.substr(0, colon))), std::string(http::trim(line.substr(colon + width))));
    if (details.members().size() > most_details) return fail(ErrorCode::too_many, "details");
  }
  return details;
}

}  // namespace

Json choices_json(const Page& page, const std::vector<std::string>& ids, const std::vector<program::Text>& titles,
                  const std::string& chosen) {
  Json list = Json::array();
  for (std::size_t i = 0; i < ids.size(); ++i)
    list.push(Json::object({{"id", ids[i]},
                            {"title", i < titles.size() ? in(titles[i], page.language, ids[i]) : ids[i]},
                            {"selected", ids[i] == chosen}}));
  return list;
}

std::string details_words(const Json& details) {
  std::string words;
  for (const auto& [name, value] : details.members())
    if (value.is_string()) words += (words.empty() ? "" : " · ") + name + ": " + value.string();
  return words;
}

std::string product_title(const std::vector<desk::ProgramView>& programs, const std::string& id,
                          const std::string& language) {
  for (const desk::ProgramView& each : programs) {
    if (!each.program) continue;
    const auto look = [&](const std::vector<std::string>& ids,
                          const std::vector<program::Text>& titles) -> std::string {
      const auto found = std::ranges::find(ids, id);
      const auto place = static_cast<std::size_t>(found - ids.begin());
      return found == ids.end() || place >= titles.size() ? std::string() : std::string(titles[place].in(language));
    };
    for (const std::string& title : {look(each.program->products, each.program->product_titles),
                                     look(each.program->environments, each.program->environment_titles)})
      if (!title.empty()) return title;
  }
  return id;
}

std::string day_words(const std::string& date, const std::string& language) {
  if (language != "ja" || date.size() != 10) return date;
  const auto number = [&](std::size_t from, std::size_t count) {
    return std::to_string(std::stoi(date.substr(from, count)));
  };
  return number(0, 4) + "年" + number(5, 2) + "月" + number(8, 2) + "日";
}

void set_environments(Page& page, const desk::CustomerView& view, const std::vector<desk::ProgramView>& programs) {
  const std::string wanted(page.request.query_value("environment").value_or(""));
  const ports::AssetRow* edited = nullptr;
  Json assets = Json::array();
  for (const ports::AssetRow& each : view.assets) {
    if (std::to_string(each.id) == wanted) edited = &each;
    assets.push(Json::object({{"id", each.id},
                              {"name", each.name},
                              {"product", product_title(programs, each.product, page.language)},
                              {"environment", product_title(programs, each.environment, page.language)},
                              {"version", each.version},
                              {"details", details_words(each.details)},
                              {"covered", day_words(each.covered_until, page.language)}}));
  }
  page.set("has_assets", !assets.items().empty());
  page.set("assets", std::move(assets));
  // A form for each program under which he has a contract; to change one, its own alone.
  Json forms = Json::array();
  std::set<std::int64_t> seen;
  for (const auto& contract : view.contracts) {
    const auto found =
        std::ranges::find(programs, contract.row.program, [](const desk::ProgramView& each) { return each.row.id; });
    if (found == programs.end() || !found->program || !seen.insert(contract.row.program.value).second) continue;
    if (edited && edited->program && edited->program != contract.row.program) continue;
    const program::Program& program = *found->program;
    const ports::AssetRow row = edited ? *edited : ports::AssetRow{};
    forms.push(Json::object(
        {{"program", contract.row.program.value},
         {"brand", in(program.title, page.language, program.id)},
         {"id", row.id},
         {"name", row.name},
         {"version", row.version},
         {"details", lines_of(row.details)},
         {"has_products", !program.products.empty()},
         {"products", choices_json(page, program.products, program.product_titles, row.product)},
         {"has_environments", !program.environments.empty()},
         {"environments", choices_json(page, program.environments, program.environment_titles, row.environment)}}));
  }
  page.set("editing", edited != nullptr);
  page.set("environment_forms", std::move(forms));
}

Result<ports::AssetRow> asset_in(const http::Form& form, const std::vector<ports::AssetRow>& present) {
  const auto word = [&](std::string_view name) { return std::string(form.find(name).value_or("")); };
  ports::AssetRow row;
  for (const ports::AssetRow& each : present)
    if (std::to_string(each.id) == word("asset")) row = each;
  if (row.id == 0) row.program = ProgramId{number_in(form, "program")};
  row.name = word("name");
  row.product = word("product");
  row.environment = word("environment");
  row.version = word("version");
  row.details = TRY(details_in(form.find("details").value_or("")));
  return row;
}

const program::Kind* alignment_kind(const program::Program& program) {
  const auto found = std::ranges::find(program.kinds, "contracts", &program::Kind::opens_from);
  return found == program.kinds.end() ? nullptr : &*found;
}

std::int64_t number_in(const http::Form& form, std::string_view name) {
  const std::string digits(form.find(name).value_or(""));
  const bool fits = !digits.empty() && digits.size() < 16 &&
                    std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  return fits ? std::stoll(digits) : 0;
}

std::string last_days(const Page& page, const desk::CustomerView& view,
                      const std::vector<desk::ProgramView>& programs, ProgramId program) {
  std::set<std::string> days;
  std::string lines;
  const auto add = [&](const std::string& name, const std::string& day) {
    if (day.empty()) return;
    days.insert(day);
    lines +=
        page.text("pages.organization.align_line", {{"name", name}, {"day", day_words(day, page.language)}}) + "\n";
  };
  for (const auto& each : view.contracts)
    if (each.row.program == program) {
      const std::string plan = each.plan.empty() ? each.row.plan : std::string(each.plan.in(page.language));
      add(each.row.reference.empty() ? plan : plan + " (" + each.row.reference + ")", each.row.to);
    }
  for (const ports::AssetRow& each : view.assets)
    if (each.program == program)
      add(each.name + " (" + product_title(programs, each.product, page.language) + ")", each.covered_until);
  return days.size() > 1 ? lines : std::string();
}

}  // namespace yakusoku::pages
