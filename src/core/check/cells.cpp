// Rules and cells that no request reaches, and cases for which nobody wrote one.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Choice;
using program::ClockRule;
using program::Predicate;
using program::Program;
using program::Table;
using program::TableNode;

namespace {

// A cell that says `none` promises nothing to anybody: nobody is misled by it.
template <class T>
bool is_none(const T&) {
  return false;
}
bool is_none(const program::Amount& amount) { return amount.promise == program::Amount::Promise::none; }

template <class T>
void paths_below(const TableNode<T>& node, bool spare, std::vector<std::string>& paths) {
  if (node.leaf && !spare && !is_none(*node.leaf)) paths.push_back(node.path);
  for (const auto& branch : node.branches) {
    // `else`, `none` and `unknown` stand in reserve: nobody is misled by one that is never needed.
    const bool reserve = branch.keys.empty() || std::ranges::all_of(branch.keys, [](const std::string& key) {
                           return key == "none" || key == "unknown" || key == "known";
                         });
    paths_below(branch.below, spare || reserve, paths);
  }
}

// Of each rule the paths of its cells, or its own.
template <class T>
std::vector<std::vector<std::string>> paths_of(const Choice<T>& choice) {
  std::vector<std::vector<std::string>> rules;
  for (const auto& rule : choice.rules) {
    std::vector<std::string>& paths = rules.emplace_back();
    if (const auto* table = std::get_if<Table<T>>(&rule.is)) {
      paths_below(table->cells, false, paths);
    } else {
      paths.push_back(rule.path);
    }
  }
  return rules;
}

struct Walk {
  std::set<std::string, std::less<>> arise, allowed, imaginable;  // paths reached: by real cases, by `when`, by any
};

class Cells {
 public:
  Cells(const Program& program, Findings& findings) : program_(program), findings_(findings) {}

  template <class T>
  void reached(const Choice<T>& written, const Predicate& when, const std::vector<std::string>& also = {}) {
    if (written.rules.empty()) return;
    const Choice<T> choice = told_apart(written);
    const Predicate guard = told_apart(when);
    Cases cases(program_);
    cases.look_at(choice);
    cases.look_at(when);
    for (const std::string& fact : also) cases.look_at_fact(fact);
    Walk walk;
    std::vector<int> own(choice.rules.size());                // whether a case fulfils the rule's own conditions
    std::vector<std::string> earlier(choice.rules.size());    // and which rule takes it
    const bool walked = cases.each([&](const Imagined& request) {
      const auto chosen = program::choose(choice, request);
      for (std::size_t i = 0; i < choice.rules.size(); ++i) {
        if (own[i] && !earlier[i].empty()) continue;
        if (!program::holds(choice.rules[i].when, request)) continue;
        own[i] = 1;
        earlier[i] = chosen.path;
      }
      if (!chosen.value) return true;
      walk.imaginable.emplace(chosen.path);
      if (!program::holds(guard, request)) return true;
      walk.allowed.emplace(chosen.path);
      if (cases.arises(request, true) && !exempt(request, also)) walk.arise.emplace(chosen.path);
      return true;
    });
    if (!walked) return;
    const auto all = paths_of(choice);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool last = i + 1 == all.size() && i > 0 && choice.rules[i].when.always();
      if (last && std::holds_alternative<T>(choice.rules[i].is)) continue;  // what is left, if anything is
      const bool none = std::ranges::none_of(all[i], [&](const std::string& path) { return walk.arise.contains(path); });
      if (none && !all[i].empty()) {
        say(choice.rules[i].path, all[i], walk, own[i] != 0, earlier[i]);
      } else {
        for (const std::string& path : all[i])
          if (!walk.arise.contains(path)) say(path, {path}, walk, own[i] != 0, earlier[i]);
      }
    }
  }

  // Cases without any value; `facts` are named first.
  template <class T>
  void covered(std::string_view code, const std::string& key, const Choice<T>& written, const Predicate& when,
               bool clock) {
    if (written.rules.empty()) return;
    const Choice<T> choice = told_apart(written);
    const Predicate guard = told_apart(when);
    Cases cases(program_);
    cases.look_at(choice);
    cases.look_at(when);
    if (clock && !program_.kinds.empty()) cases.look_at_fact("kind");
    std::vector<std::string> named = {"kind", "severity", "plan"};
    for (const std::string& fact : program::facts_asked(choice))
      if (std::ranges::find(named, fact) == named.end()) named.push_back(fact);
    std::vector<std::string> open;
    cases.each([&](const Imagined& request) {
      for (const auto& [fact, value] : request.values)
        if (!program::known(value) && fact != "severity") return true;
      if (!program::holds(guard, request) || program::choose(choice, request).value) return true;
      if (!cases.arises(request, false) || (clock && exempt(request, {"kind"}))) return true;
      std::string words = in_words(request, named);
      if (words.empty()) words = "any request";
      if (std::ranges::find(open, words) == open.end()) open.push_back(std::move(words));
      return true;
    });
    if (open.empty()) return;
    constexpr std::size_t shown = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, open.size()); ++i) text += (text.empty() ? "" : "; ") + open[i];
    if (open.size() > shown) text += fmt::format("; and {} more", open.size() - shown);
    findings_.add(code, key, {{"cases", text}});
  }

  void clock(const ClockRule& clock) {
    reached(clock.within, clock.when, {"kind"});
    reached(clock.met_by, clock.when, {"kind"});
    for (const program::Step& step : clock.steps) reached(step.at, clock.when, {"kind"});
    if (clock.owed_by != "nobody") covered("missing_cell", clock.path + ".within", clock.within, clock.when, true);
  }

 private:
  bool exempt(const Imagined& request, const std::vector<std::string>& clock) const {
    if (clock.empty()) return false;
    const auto kind = request.values.find("kind");
    const auto* id = kind == request.values.end() ? nullptr : std::get_if<std::string>(&kind->second);
    const program::Kind* rule = id ? program_.kind(*id) : nullptr;
    return rule && rule->is_exempt("clocks");
  }
  void say(const std::string& path, const std::vector<std::string>& cells, const Walk& walk, bool own,
           const std::string& earlier) {
    const auto in = [&](const auto& set) {
      return std::ranges::any_of(cells, [&](const std::string& cell) { return set.contains(cell); });
    };
    if (in(walk.allowed)) {
      findings_.add("never_arises", path, {{"facts", last_part(path)}});
    } else if (in(walk.imaginable)) {
      findings_.add("excluded_by_when", path);
    } else if (!own) {
      findings_.add("contradiction", path);
    } else {
      findings_.add("unreachable_rule", path, {{"earlier", earlier.empty() ? "an earlier rule" : earlier}});
    }
  }
  // "plan gold, severity 4" of a cell's path, else the path itself.
  static std::string last_part(const std::string& path) {
    const auto cells = path.find(".cells.");
    return cells == std::string::npos ? path : path.substr(cells + 7);
  }

  const Program& program_;
  Findings& findings_;
};

}  // namespace

void check_cells(const Program& program, Findings& findings) {
  Cells cells(program, findings);
  for (const ClockRule& clock : program.clocks) cells.clock(clock);
  const Predicate always;
  cells.reached(program.severity.is, always);
  cells.reached(program.coverage, always);
  cells.reached(program.effort, always);
  cells.reached(program.queue.rank, always);
  for (const program::FactRule& fact : program.facts)
    if (fact.is) cells.reached(*fact.is, always);
  for (const program::Door& door : program.doors) cells.reached(door.may, door.when);
  cells.covered("coverage_gap", "coverage", program.coverage, always, false);
  cells.covered("rank_gap", "queue.rank", program.queue.rank, always, false);
  cells.covered("severity_gap", "severity.is", program.severity.is, always, false);
}

}  // namespace yakusoku::check
