// What is promised by when: every amount of every promise, in one table by severity and one of the rest.

#include <algorithm>

#include "core/publishing/writer.hpp"

namespace yakusoku::publishing {
namespace {

using program::Amount;
using program::ClockRule;
using Levels = std::vector<std::string>;

// One amount of one promise, with the case for which it stands.
struct Promise {
  const ClockRule* clock = nullptr;
  const Amount* amount = nullptr;
  const program::Text* says = nullptr;
  std::string path;
  std::string cases;      // without severity
  bool by_level = false;  // the case names severities
  Levels levels;          // those
};

// Keeps the levels that the predicate's own tests of severity let through; whether it has any.
bool narrow(const program::Predicate& predicate, Levels& levels) {
  bool asked = false;
  const NoFacts none;
  for (const program::FactTest& each : predicate.all) {
    if (each.fact != "severity") continue;
    asked = true;
    std::erase_if(levels, [&](const std::string& level) { return !program::holds(each.test, level, none); });
  }
  return asked;
}

class Collector {
 public:
  Collector(const Teller& tell, const ClockRule& clock, std::vector<Promise>& all)
      : tell_(tell), clock_(clock), all_(all) {}

  void collect() {
    Promise base;
    base.clock = &clock_;
    for (const auto& level : tell_.program.severity.levels)
      if (!level.never) base.levels.push_back(level.id);
    base.by_level = narrow(clock_.when, base.levels);
    const std::string when = tell_.cases(clock_.when, "severity");
    for (const auto& rule : clock_.within.rules) {
      Promise promise = base;
      promise.by_level = narrow(rule.when, promise.levels) || promise.by_level;
      promise.says = rule.says.empty() ? nullptr : &rule.says;
      promise.path = rule.path;
      const std::vector<std::string> cases{when, tell_.cases(rule.when, "severity")};
      if (const Amount* plain = std::get_if<Amount>(&rule.is)) {
        promise.amount = plain;
        add(promise, cases);
      } else {
        const auto& table = std::get<program::Table<Amount>>(rule.is);
        walk(table.cells, table.by, 0, promise, cases);
      }
    }
  }

 private:
  void add(Promise promise, const std::vector<std::string>& cases) {
    if (promise.amount->promise == Amount::Promise::none && !promise.says) return;
    promise.cases = tell_.joined_cases(cases);
    all_.push_back(std::move(promise));
  }

  void walk(const program::TableNode<Amount>& node, const std::vector<std::string>& by, std::size_t depth,
            const Promise& so_far, const std::vector<std::string>& cases) {
    if (node.leaf) {
      Promise promise = so_far;
      promise.amount = &*node.leaf;
      if (!node.says.empty()) promise.says = &node.says;
      promise.path = node.path;
      return add(std::move(promise), cases);
    }
    Levels named;
    for (const auto& branch : node.branches) named.insert(named.end(), branch.keys.begin(), branch.keys.end());
    for (const auto& branch : node.branches) {
      Promise promise = so_far;
      auto more = cases;
      if (by[depth] == "severity") {
        promise.by_level = true;
        std::erase_if(promise.levels, [&](const std::string& level) {
          const bool here = std::ranges::find(branch.keys, level) != branch.keys.end();
          return branch.keys.empty() ? std::ranges::find(named, level) != named.end() : !here;
        });
      } else {
        more.push_back(tell_.named_case(by[depth], branch.keys));
      }
      // Requests without a severity stand in no row of levels.
      if (by[depth] == "severity" && std::ranges::find(branch.keys, "none") != branch.keys.end()) {
        Promise without = so_far;
        without.by_level = false;
        auto cases_without = cases;
        cases_without.push_back(tell_.named_case("severity", {"none"}));
        walk(branch.below, by, depth + 1, without, cases_without);
      }
      if (by[depth] == "severity" && promise.levels.empty()) continue;
      walk(branch.below, by, depth + 1, promise, more);
    }
  }

  const Teller& tell_;
  const ClockRule& clock_;
  std::vector<Promise>& all_;
};

std::vector<Words> promised(const Teller& tell, const Promise& promise) {
  std::vector<Words> lines;
  if (promise.says) {
    lines.push_back(tell.text(*promise.says));
    if (is_soft(*promise.amount)) lines.push_back(tell.soft(tell.own("amount.soft")));
  } else {
    lines.push_back({tell.amount(*promise.amount), {}, {}, false});
  }
  return lines;
}

struct Column {
  const ClockRule* clock;
  std::string cases;
  bool operator==(const Column&) const = default;
};

Words clock_title(const Teller& tell, const ClockRule& clock) {
  return tell.text(clock.title, tell.word(clock.name));
}

void table_by_level(Writer& page, const std::vector<Promise>& all, const std::vector<Column>& columns) {
  const Teller& tell = page.tell;
  Table table;
  table.caption = tell.say("targets.by_level");
  table.head.push_back(head(Words{std::string(term(tell.japanese, "severity")), {}, {}, false}));
  for (const Column& each : columns) {
    Cell top{{clock_title(tell, *each.clock)}, page.anchor(each.clock->path, each.clock->clause), true};
    if (!each.cases.empty()) top.lines.push_back({each.cases, {}, {}, true});
    table.head.push_back(std::move(top));
  }
  for (const program::Level& level : tell.program.severity.levels) {
    if (level.never) continue;
    std::vector<Cell> row{head({tell.level(level.id), tell.text(level.title, level.id).language, {}, false})};
    bool any = false;
    for (const Column& column : columns) {
      const auto found = std::ranges::find_if(all, [&](const Promise& each) {
        return each.by_level && Column{each.clock, each.cases} == column &&
               std::ranges::find(each.levels, level.id) != each.levels.end();
      });
      if (found == all.end()) {
        row.push_back(cell({}));
        continue;
      }
      any = true;
      row.push_back(cell(promised(tell, *found), page.anchor(found->path)));
    }
    if (any) table.rows.push_back(std::move(row));
  }
  page.table(std::move(table));
}

void table_of_the_rest(Writer& page, const std::vector<Promise>& all, bool alone) {
  const Teller& tell = page.tell;
  Table table;
  if (!alone) table.caption = tell.say("targets.others");
  table.head = {head(tell.own("targets.promise")), head(tell.own("targets.for")), head(tell.own("targets.target"))};
  for (const Promise& each : all) {
    if (each.by_level) continue;
    Cell name{{clock_title(tell, *each.clock)}, page.anchor(each.clock->path, each.clock->clause), true};
    const bool further = std::ranges::any_of(
        all, [&](const Promise& other) { return other.clock == each.clock && &other < &each && !other.by_level; });
    const std::string cases = each.cases.empty() ? tell.say(further ? "case.otherwise" : "case.all") : each.cases;
    table.rows.push_back(
        {std::move(name), cell({{cases, {}, {}, false}}), cell(promised(tell, each), page.anchor(each.path))});
  }
  page.table(std::move(table));
}

// What starts, ends and stops each promise.
void tell_counting(Writer& page, const std::vector<const ClockRule*>& clocks) {
  const Teller& tell = page.tell;
  page.heading(tell.own("section.counting"), "clocks", 3);
  std::vector<Item> items;
  for (const ClockRule* clock : clocks) {
    std::vector<Words> says;
    if (const Json* means = tell.part({"clocks", clock->name, "means"})) says.push_back(tell.text(means));
    std::vector<program::EventPattern> met;
    for (const auto& rule : clock->met_by.rules)
      if (const auto* list = std::get_if<std::vector<program::EventPattern>>(&rule.is))
        met.insert(met.end(), list->begin(), list->end());
    std::string counted = tell.say("counting.from", {{"start", tell.events(clock->starts.patterns)}});
    if (!met.empty())
      counted =
          tell.say("counting.from_to", {{"start", tell.events(clock->starts.patterns)}, {"end", tell.events(met)}});
    says.push_back({counted, {}, {}, false});
    if (clock->paused_while) {
      const std::string when = tell.cases(*clock->paused_while);
      says.push_back(tell.own("counting.paused", {{"cases", when}}));
    }
    if (clock->replaced_by_promise) says.push_back(tell.own("counting.promise"));
    if (clock->replaced_by_agreement) says.push_back(tell.own("counting.agreement"));
    items.push_back({page.anchor(clock->path + ".starts"), clock_title(tell, *clock), std::move(says)});
  }
  page.items(Block::Kind::terms, std::move(items));
}

}  // namespace

void tell_targets(Writer& page) {
  const Teller& tell = page.tell;
  std::vector<Promise> all;
  for (const ClockRule& clock : tell.program.clocks)
    if (clock.owed_by.empty() || clock.owed_by == "vendor") Collector(tell, clock, all).collect();
  if (all.empty()) return;
  page.section("section.targets", "targets");
  std::vector<Column> columns;
  for (const Promise& each : all)
    if (const Column column{each.clock, each.cases};
        each.by_level && std::ranges::find(columns, column) == columns.end())
      columns.push_back(column);
  // A table wider than a page of paper is told promise by promise.
  constexpr std::size_t widest = 6;
  if (columns.size() <= widest) {
    table_by_level(page, all, columns);
  } else {
    for (std::size_t at = 0; at < columns.size();) {
      const auto end = std::ranges::find_if(columns.begin() + static_cast<std::ptrdiff_t>(at), columns.end(),
                                            [&](const Column& each) { return each.clock != columns[at].clock; });
      table_by_level(page, all, {columns.begin() + static_cast<std::ptrdiff_t>(at), end});
      at = static_cast<std::size_t>(end - columns.begin());
    }
  }
  table_of_the_rest(page, all, columns.empty());
  std::vector<const ClockRule*> clocks;
  for (const Promise& each : all)
    if (std::ranges::find(clocks, each.clock) == clocks.end()) clocks.push_back(each.clock);
  tell_counting(page, clocks);
}

}  // namespace yakusoku::publishing
