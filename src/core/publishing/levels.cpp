// Kinds of request, and severities with what they mean and ask.

#include "core/publishing/writer.hpp"

namespace yakusoku::publishing {

void tell_kinds(Writer& page) {
  const Teller& tell = page.tell;
  if (tell.program.kinds.empty()) return;
  page.section("section.kinds", "kinds");
  std::vector<Item> items;
  for (const program::Kind& each : tell.program.kinds) {
    // Kinds that only our staff may open are none of the reader's.
    std::vector<Words> says;
    if (!each.means.empty()) says.push_back(tell.text(each.means));
    if (const std::string when = tell.cases(each.when); !when.empty())
      says.push_back(tell.soft(tell.own("for", {{"cases", when}})));
    if (!each.team.empty())
      says.push_back(tell.soft(tell.own("kind.team", {{"team", tell.name("teams", each.team)}})));
    std::vector<std::string> without;
    for (const std::string& exempt : each.exempt) without.push_back(tell.say("exempt." + exempt));
    if (!without.empty()) says.push_back(tell.soft(tell.own("kind.exempt", {{"list", tell.listed(without)}})));
    items.push_back(
        {page.anchor("kinds." + each.id, each.clause), tell.text(each.title, tell.word(each.id)), std::move(says)});
  }
  page.items(Block::Kind::terms, std::move(items));
}

namespace {

// One sentence for each way in which a level is given.
void add_giving(const Teller& tell, const program::SeverityRule& rule, const std::string& cases,
                std::vector<Item>& items) {
  std::string words;
  switch (rule.how) {
    case program::SeverityRule::How::none: words = tell.say("severity.none"); break;
    case program::SeverityRule::How::asked: words = tell.say("severity.asked"); break;
    case program::SeverityRule::How::level:
      words = tell.say("severity.level", {{"level", tell.level(rule.level)}});
      break;
    case program::SeverityRule::How::vendor:
      words = rule.until_set.empty() ? tell.say("severity.vendor")
                                     : tell.say("severity.until_set", {{"level", tell.level(rule.until_set)}});
      break;
  }
  items.push_back({{}, {cases.empty() ? tell.say("case.all") : cases, {}, {}, false}, {{words, {}, {}, false}}});
}

void walk(const Teller& tell, const program::TableNode<program::SeverityRule>& node,
          const std::vector<std::string>& by, std::size_t depth, std::vector<std::string> cases,
          std::vector<Item>& items) {
  if (node.leaf) return add_giving(tell, *node.leaf, tell.joined_cases(cases), items);
  for (const auto& branch : node.branches) {
    auto more = cases;
    more.push_back(tell.named_case(by[depth], branch.keys));
    walk(tell, branch.below, by, depth + 1, std::move(more), items);
  }
}

void tell_giving(Writer& page) {
  const Teller& tell = page.tell;
  std::vector<Item> items;
  for (const auto& rule : tell.program.severity.is.rules) {
    const std::string when = tell.cases(rule.when);
    if (const auto* plain = std::get_if<program::SeverityRule>(&rule.is)) {
      add_giving(tell, *plain, when, items);
    } else {
      const auto& table = std::get<program::Table<program::SeverityRule>>(rule.is);
      walk(tell, table.cells, table.by, 0, {when}, items);
    }
  }
  if (items.empty()) return;
  page.heading(tell.own("section.who_sets"), "severity.is", 3);
  page.items(Block::Kind::terms, std::move(items));
  std::vector<Item> changes;
  for (const program::SeverityChange& each : tell.program.severity.change) {
    const std::string who = each.who == "customer" || each.who == "vendor" ? each.who : "other";
    const std::string way = each.to == "lower" || each.to == "higher" ? each.to : each.to.empty() ? "any" : "level";
    std::string words =
        tell.say("change." + way, {{"who", who == "other" ? tell.word(each.who) : tell.say("who." + who)},
                                   {"level", way == "level" ? tell.level(each.to) : ""}});
    if (each.needs == "customer_agreement") {
      words += tell.say("change.consent");
    } else if (!each.needs.empty()) {
      words += tell.say("change.needs", {{"fact", tell.fact(each.needs)}});
    }
    if (const std::string when = tell.cases(each.when); !when.empty())
      words += tell.say("brackets", {{"words", when}});
    changes.push_back({{}, {}, {{words, {}, {}, false}}});
  }
  page.items(Block::Kind::list, std::move(changes));
}

}  // namespace

void tell_levels(Writer& page) {
  const Teller& tell = page.tell;
  if (tell.program.severity.levels.empty()) return;
  page.section("section.severities", "severity");
  std::vector<Item> items;
  for (const program::Level& each : tell.program.severity.levels) {
    if (each.never) continue;  // given to no request; told among the exclusions
    std::vector<Words> says;
    if (!each.means.empty()) says.push_back(tell.text(each.means));
    if (!each.asks_of_customer.empty()) {
      Words asked = tell.text(each.asks_of_customer);
      says.push_back({tell.say("level.asks", {{"words", asked.text}}), asked.language, {}, false});
    }
    if (const std::string when = tell.cases(each.when); !when.empty())
      says.push_back(tell.soft(tell.own("for", {{"cases", when}})));
    items.push_back({page.anchor("severity.levels." + each.id,
                                 tell.part({"severity", "levels", each.id})
                                     ? tell.part({"severity", "levels", each.id})->get_string("clause").value_or("")
                                     : ""),
                     {tell.level(each.id), tell.text(each.title, each.id).language, {}, false},
                     std::move(says)});
  }
  page.items(Block::Kind::terms, std::move(items));
  tell_giving(page);
}

}  // namespace yakusoku::publishing
