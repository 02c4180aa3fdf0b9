// Plans side by side, what is not supported, scheduled work, balances, objectives, the status page.

#include <algorithm>

#include "base/zones.hpp"
#include "core/publishing/writer.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::publishing {
namespace {

Words linked(Words words) {
  constexpr std::string_view schemes[] = {"https://", "http://", "mailto:"};
  for (std::string_view each : schemes)
    if (words.text.starts_with(each)) words.link = words.text;
  return words;
}

// A plan's own word of that key, else that of a plan beneath (PROGRAM.md section 6); and whose it is.
const Json* along(const Json& plans, const std::string& plan, std::string_view key, std::string* from,
                  int depth = 0) {
  const Json* entry = plans.find(plan);
  if (!entry || depth > 16) return nullptr;
  if (const Json* found = entry->find(key)) {
    *from = plan;
    return found;
  }
  for (const std::string& beneath : strings(entry->find("builds_on")))
    if (const Json* found = along(plans, beneath, key, from, depth + 1)) return found;
  return nullptr;
}

std::string plain_date(const Teller& tell, const Json* date) {
  if (!date) return {};
  if (date->is_string()) {
    const auto day = zones::date_of(date->string());
    return day ? wording::date_words(tell.language, *day) : tell.word(date->string());
  }
  if (const auto fact = date->get_string("fact")) return tell.fact(*fact);
  return {};
}

std::string range(const Teller& tell, const Json& range) {
  std::vector<std::string> parts;
  if (const std::string from = plain_date(tell, range.find("from")); !from.empty())
    parts.push_back(tell.say("range.from", {{"date", from}}));
  if (const std::string to = plain_date(tell, range.find("to")); !to.empty())
    parts.push_back(tell.say("range.to", {{"date", to}}));
  if (const std::string before = plain_date(tell, range.find("before")); !before.empty())
    parts.push_back(tell.say("range.before", {{"date", before}}));
  return tell.listed(parts);
}

struct PlanRow {
  std::string_view key, phrase_id;
};
constexpr PlanRow plan_rows[] = {{"means", "plan.means"},   {"when", "plan.when"},   {"builds_on", "plan.builds_on"},
                                 {"bought", "plan.bought"}, {"valid", "plan.valid"}, {"sold", "plan.sold"},
                                 {"price", "plan.price"}};

std::vector<Words> plan_cell(const Teller& tell, const Json& plans, const std::string& plan, std::string_view key) {
  std::string from = plan;
  // What it builds on, when it was sold and its price are its own; what it covers goes down.
  const bool inherited = key == "means" || key == "when";
  const Json* entry = plans.find(plan);
  const Json* found = inherited ? along(plans, plan, key, &from) : entry ? entry->find(key) : nullptr;
  if (!found) return {};
  std::vector<Words> lines;
  if (key == "means" || key == "price") {
    lines.push_back(tell.text(found));
  } else if (key == "when") {
    lines.push_back({tell.cases(*found), {}, {}, false});
  } else if (key == "builds_on") {
    std::vector<std::string> names;
    for (const std::string& each : strings(found)) names.push_back(tell.name("plans", each));
    lines.push_back(tell.own("plan.all_of", {{"list", tell.listed(names)}}));
  } else if (key == "bought") {
    if (*found == Json(false)) lines.push_back(tell.own("plan.not_bought"));
  } else {
    lines.push_back({range(tell, *found), {}, {}, false});
  }
  if (from != plan) lines.push_back(tell.soft(tell.own("plan.as_in", {{"plan", tell.name("plans", from)}})));
  return lines;
}

}  // namespace

void tell_plans(Writer& page) {
  const Teller& tell = page.tell;
  const Json* plans = tell.part({"plans"});
  if (!plans || !plans->is_object() || plans->members().empty()) return;
  page.section("section.plans", "plans");
  Table table;
  table.head.push_back({{}, {}, true});
  for (const auto& [id, plan] : plans->members())
    table.head.push_back(
        {{tell.title("plans", id)}, page.anchor("plans." + id, plan.get_string("clause").value_or("")), true});
  for (const PlanRow& each : plan_rows) {
    std::vector<Cell> row{head(tell.own(each.phrase_id))};
    bool any = false;
    for (const auto& [id, plan] : plans->members()) {
      Cell one = cell(plan_cell(tell, *plans, id, each.key));
      if (!one.lines.empty() && plan.find(each.key))
        one.anchor = page.anchor("plans." + id + "." + std::string(each.key));
      any = any || !one.lines.empty();
      row.push_back(std::move(one));
    }
    if (any) table.rows.push_back(std::move(row));
  }
  if (!table.rows.empty()) return page.table(std::move(table));
  std::vector<Item> names;
  for (Cell& each : table.head)
    if (!each.lines.empty()) names.push_back({each.anchor, {}, std::move(each.lines)});
  page.items(Block::Kind::list, std::move(names));
}

void tell_exclusions(Writer& page) {
  const Teller& tell = page.tell;
  std::vector<Item> items;
  for (const program::Admission& each : tell.program.admit) {
    if (each.accept || (each.hand_to.empty() && each.refuse.empty() && each.ask.empty())) continue;
    std::vector<Words> says;
    if (!each.title.empty()) says.push_back(tell.text(each.title));
    if (!each.refuse.empty()) says.push_back(tell.text(each.refuse));
    if (!each.hand_to.empty() && each.title.empty())
      says.push_back(tell.own(
          "exclusion.hand_to",
          {{"where", tell.program.door(each.hand_to) ? tell.name("doors", each.hand_to) : tell.word(each.hand_to)}}));
    std::vector<std::string> missing;
    for (const std::string& fact : each.ask) missing.push_back(tell.fact(fact));
    if (!missing.empty()) says.push_back(tell.own("exclusion.ask", {{"list", tell.listed(missing)}}));
    const std::string when = tell.cases(each.when);
    items.push_back(
        {page.anchor(each.path), {when.empty() ? tell.say("case.otherwise") : when, {}, {}, false}, std::move(says)});
  }
  for (const program::Level& each : tell.program.severity.levels)
    if (!each.never_is.empty())
      items.push_back({page.anchor("severity.levels." + each.id + ".never"),
                       tell.own("exclusion.never", {{"level", tell.level(each.id)}}),
                       {tell.text(each.never_is)}});
  if (items.empty()) return;
  page.section("section.exclusions", "admit");
  page.items(Block::Kind::terms, std::move(items));
}

namespace {

void add_hours(const Teller& tell, const Json& entry, std::vector<Words>& says) {
  std::vector<std::string> names;
  if (const Json* hours = entry.find("hours"); hours && hours->is_array())
    for (const Json& rule : hours->items())
      if (const auto is = rule.get_string("is")) {
        const std::string titled = tell.calendar(*is);
        names.push_back(titled.empty() ? tell.say("hours.support") : titled);
      }
  if (!names.empty()) says.push_back(tell.soft(tell.own("session.hours", {{"hours", tell.listed(names)}})));
}

std::string amount_in(const Teller& tell, const Json* amount) {
  if (!amount) return {};
  const auto read = program::parse_amount(amount->get_string("written").value_or(""));
  return read ? tell.bare_amount(*read) : std::string();
}

void tell_sessions(Writer& page, const Json& sessions) {
  const Teller& tell = page.tell;
  std::vector<Item> items;
  for (const auto& [id, each] : sessions.members()) {
    std::vector<Words> says;
    if (const Json* means = each.find("means")) says.push_back(tell.text(means));
    if (const auto length = each.get_integer("length"))
      says.push_back(
          tell.soft(tell.own("session.length", {{"length", wording::length_words(tell.language, *length)}})));
    if (const auto seats = each.get_integer("seats"))
      says.push_back(tell.soft(tell.own("session.seats", {{"n", std::to_string(*seats)}})));
    add_hours(tell, each, says);
    if (const std::string notice = amount_in(tell, each.find("notice")); !notice.empty())
      says.push_back(tell.soft(tell.own("session.notice", {{"length", notice}})));
    if (const Json* approval = each.find("approval"); approval && *approval != Json(false))
      says.push_back(tell.soft(tell.own("session.approval")));
    if (const std::string cancel = amount_in(tell, each.find("cancel")); !cancel.empty())
      says.push_back(tell.soft(tell.own("session.cancel", {{"length", cancel}})));
    if (const auto ledger = each.get_string("spends"))
      says.push_back(tell.soft(tell.own("session.spends", {{"ledger", tell.name("ledgers", *ledger)}})));
    if (const Json* when = each.find("when"))
      says.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
    items.push_back({page.anchor("engagements.sessions." + id, each.get_string("clause").value_or("")),
                     tell.title("sessions", id), std::move(says)});
  }
  if (items.empty()) return;
  page.heading(tell.own("section.sessions"), "engagements.sessions", 3);
  page.items(Block::Kind::terms, std::move(items));
}

void tell_packages(Writer& page, const Json& packages) {
  const Teller& tell = page.tell;
  for (const auto& [id, each] : packages.members()) {
    const std::string path = "engagements.packages." + id;
    page.heading(tell.title("packages", id), path, 3, each.get_string("clause").value_or(""));
    std::vector<Words> lines;
    if (const Json* means = each.find("means")) lines.push_back(tell.text(means));
    if (const Json* when = each.find("when"))
      lines.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
    page.paragraph(std::move(lines));
    for (const char* key : {"milestones", "deliverables", "limits"}) {
      if (!each.find(key)) continue;
      page.paragraph({tell.own(std::string("package.") + key)}, path + "." + key);
      page.items(key == std::string_view("milestones") ? Block::Kind::steps : Block::Kind::list,
                 entries(page, each.find(key)));
    }
  }
}

void tell_ledgers(Writer& page) {
  const Teller& tell = page.tell;
  const Json* ledgers = tell.part({"ledgers"});
  if (!ledgers || !ledgers->is_object()) return;
  std::vector<Item> items;
  for (const auto& [id, each] : ledgers->members()) {
    std::vector<Words> says;
    if (const Json* means = each.find("means")) says.push_back(tell.text(means));
    const std::string every = each.get_string("every").value_or("");
    if (const Json* grant = each.find("grant"); grant && grant->is_array())
      for (const Json& rule : grant->items()) {
        const Json* is = rule.find("is");
        if (!is || !is->is_integer()) continue;
        std::string words = tell.say(every.empty() ? "ledger.grant" : "ledger.grant_every",
                                     {{"n", std::to_string(is->integer())},
                                      {"unit", tell.word(each.get_string("unit").value_or(""))},
                                      {"every", tell.word(every)}});
        if (const Json* when = rule.find("when")) words += tell.say("brackets", {{"words", tell.cases(*when)}});
        says.push_back({words, {}, {}, false});
      }
    if (const auto valid = each.get_integer("valid"))
      says.push_back(tell.own("ledger.valid", {{"length", wording::length_words(tell.language, *valid)}}));
    const auto overdraw = each.get_string("overdraw");
    if (overdraw == "allow" && !each.find("grant")) {
      says.push_back(
          tell.own(every.empty() ? "ledger.counts" : "ledger.counts_every", {{"every", tell.word(every)}}));
    } else if (overdraw) {
      says.push_back(tell.own("ledger.overdraw." + *overdraw));
    }
    if (const Json* when = each.find("when"))
      says.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
    items.push_back({page.anchor("ledgers." + id, each.get_string("clause").value_or("")), tell.title("ledgers", id),
                     std::move(says)});
  }
  if (items.empty()) return;
  page.heading(tell.own("section.ledgers"), "ledgers", 3);
  page.items(Block::Kind::terms, std::move(items));
}

void add_duty(Writer& page, const std::string& path, const std::string& id, const Json& duty,
              std::vector<Item>& items) {
  const Teller& tell = page.tell;
  std::vector<Words> says;
  if (const Json* means = duty.find("means")) says.push_back(tell.text(means));
  const auto per = duty.get_string("per");
  const std::string every = tell.word(duty.get_string("every").value_or(""));
  says.push_back(per ? tell.own("duty.every_per", {{"every", every}, {"per", tell.word("per." + *per)}})
                     : tell.own("duty.every", {{"every", every}}));
  if (const Json* when = duty.find("when"))
    says.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
  items.push_back({page.anchor(path), tell.text(duty.find("title"), tell.word(id)), std::move(says)});
}

}  // namespace

void tell_engagements(Writer& page) {
  const Teller& tell = page.tell;
  const Json* all = tell.part({"engagements"});
  if (!all && !tell.part({"ledgers"})) return;
  page.section("section.engagements", "engagements");
  if (all) {
    if (const Json* sessions = all->find("sessions"); sessions && sessions->is_object())
      tell_sessions(page, *sessions);
    if (const Json* packages = all->find("packages"); packages && packages->is_object())
      tell_packages(page, *packages);
    std::vector<Item> duties;
    if (const Json* list = all->find("duties")) {
      if (list->is_object())
        for (const auto& [id, each] : list->members()) add_duty(page, "engagements.duties." + id, id, each, duties);
      if (list->is_array())
        for (std::size_t i = 0; i < list->items().size(); ++i)
          add_duty(page, "engagements.duties[" + std::to_string(i) + "]",
                   list->items()[i].get_string("opens").value_or(""), list->items()[i], duties);
    }
    if (!duties.empty()) page.heading(tell.own("section.recurring"), "engagements.duties", 3);
    page.items(Block::Kind::terms, std::move(duties));
  }
  tell_ledgers(page);
}

namespace {

std::string bound(const Teller& tell, const Json& bound) {
  if (bound.is_string()) return bound.string();
  std::vector<std::string> parts;
  std::string_view way;
  for (const auto& [how, what] : bound.members()) {
    if (how == "at_least" || how == "at_most") way = how == "at_least" ? "bound.at_least" : "bound.at_most";
    if (what.is_integer())
      parts.push_back(how == "seconds" ? wording::length_words(tell.language, what.integer())
                                       : std::to_string(what.integer()));
    if (what.is_string() && how != "written") parts.push_back(what.string());
  }
  if (const auto written = bound.get_string("written")) return *written;
  return way.empty() || parts.empty() ? tell.listed(parts) : tell.say(way, {{"n", parts.front()}});
}

std::string_view remedy_id(const Json& remedy) {
  return remedy.find("right") ? "objective.right" : "objective.credit";
}

void add_objective(Writer& page, const std::string& path, const std::string& id, const Json& json,
                   std::vector<Item>& items) {
  const Teller& tell = page.tell;
  std::vector<Words> says;
  if (const auto clock = json.get_string("of"))
    says.push_back(tell.own("objective.of", {{"clock", tell.name("clocks", *clock)}}));
  for (const char* key : {"met", "missed", "is"})
    if (const Json* found = json.find(key))
      says.push_back(tell.own(std::string("objective.") + key, {{"bound", bound(tell, *found)}}));
  if (const Json* over = json.find("over"))
    says.push_back(
        tell.own("objective.over", {{"span", over->is_string() ? tell.word(over->string()) : bound(tell, *over)}}));
  if (const Json* when = json.find("when"))
    says.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
  if (const Json* then = json.find("then")) {
    const Json* words = then->find("right");
    if (words) says.push_back(tell.text(words));
    if (const auto credit = then->get_string("credit"))
      says.push_back(tell.own(remedy_id(*then), {{"credit", *credit}}));
    if (const auto claim = then->get_integer("claim"))
      says.push_back(tell.own("objective.claim", {{"length", wording::length_words(tell.language, *claim)}}));
  }
  items.push_back({page.anchor(path),
                   tell.text(json.find("title"), id.empty() ? tell.say("objective.title") : tell.word(id)),
                   std::move(says)});
}

}  // namespace

void tell_objectives(Writer& page) {
  const Json* all = page.tell.part({"objectives"});
  std::vector<Item> items;
  if (all && all->is_object())
    for (const auto& [id, each] : all->members()) add_objective(page, "objectives." + id, id, each, items);
  if (all && all->is_array())
    for (std::size_t i = 0; i < all->items().size(); ++i)
      add_objective(page, "objectives[" + std::to_string(i) + "]", {}, all->items()[i], items);
  if (items.empty()) return;
  page.section("section.objectives", "objectives");
  page.items(Block::Kind::terms, std::move(items));
}

void tell_status_page(Writer& page) {
  const Teller& tell = page.tell;
  const Json* status = tell.part({"status_page"});
  if (!status) return;
  page.section("section.status_page", "status_page");
  if (const auto url = status->get_string("url")) page.paragraph({linked({*url, {}, {}, false})});
  if (const Json* maintenance = status->find("maintenance"))
    if (const Json* means = maintenance->find("means")) page.paragraph({tell.text(means)}, "status_page.maintenance");
  if (const Json* components = status->find("components")) {
    page.paragraph({tell.own("status.components")}, "status_page.components");
    page.items(Block::Kind::list, entries(page, components));
  }
}

}  // namespace yakusoku::publishing
