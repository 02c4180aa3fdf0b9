// Ways in and ways out: doors, admission, levels, teams, closing, and the subjects that answers are known by.

#include <algorithm>

#include <fmt/format.h>

#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Door;
using program::Predicate;
using program::Program;

namespace {

bool has_open(const std::vector<std::string>& may) { return std::ranges::find(may, "open") != may.end(); }
bool cell_opens(const program::TableNode<std::vector<std::string>>& node) {
  if (node.leaf && has_open(*node.leaf)) return true;
  return std::ranges::any_of(node.branches, [](const auto& branch) { return cell_opens(branch.below); });
}
bool lets_in(const Door& door) {
  return std::ranges::any_of(door.may.rules, [](const auto& rule) {
    const auto* may = std::get_if<std::vector<std::string>>(&rule.is);
    return may ? has_open(*may) : cell_opens(std::get<program::Table<std::vector<std::string>>>(rule.is).cells);
  });
}

class Doors {
 public:
  Doors(const Program& program, Findings& findings) : program_(program), findings_(findings) {}

  void run() {
    if (!program_.teams.empty() && program_.coverage.empty()) findings_.add("no_coverage", "coverage");
    doors();
    admission();
    levels();
    closing();
    for (const program::Notice& notice : program_.notices) this->notice(notice);
  }

 private:
  bool only_in_need(const Door& door) const {
    const Json* doors = program_.tree.find("doors");
    const Json* written = doors ? doors->find(door.id) : nullptr;
    return written && written->find("only_if_down");
  }
  void doors() {
    if (program_.doors.empty()) return;
    if (std::ranges::none_of(program_.doors, lets_in)) {
      findings_.add("no_way_in", "doors");
      return;
    }
    for (const Door& door : program_.doors) {
      const Door* next = door.falls_to.empty() ? nullptr : program_.door(door.falls_to);
      if (next && (!lets_in(*next) || next->intake == "never" || only_in_need(*next)))
        findings_.add("door_falls_to_closed", "doors." + door.id + ".falls_to", {{"door", next->id}});
    }
    for (const program::Kind& kind : program_.kinds)
      if (!opens(kind)) findings_.add("kind_without_door", "kinds." + kind.id, {{"kind", kind.id}});
  }
  bool opens(const program::Kind& kind) const {
    Imagined request(program_);
    request.values["kind"] = kind.id;
    if (duty_opens(kind.id)) return true;
    return std::ranges::any_of(program_.doors, [&](const Door& door) {
      if (!may_hold(door.when, request)) return false;
      for (const auto& rule : door.may.rules) {
        if (!may_hold(rule.when, request)) continue;
        const auto* may = std::get_if<std::vector<std::string>>(&rule.is);
        const auto* table = may ? nullptr : &std::get<program::Table<std::vector<std::string>>>(rule.is);
        if (table && table->by == std::vector<std::string>{"kind"}) {
          const auto* cell = program::choosing::find_cell(table->cells, table->by, 0, request);
          if (cell && has_open(*cell->leaf)) return true;
        } else if (may ? has_open(*may) : cell_opens(table->cells)) {
          return true;
        }
        if (surely_holds(rule.when, request) && may) return false;  // what follows does not count
      }
      return false;
    });
  }
  // Requests that the desk opens itself: `open: KIND` of steps, and duties of engagements.
  bool duty_opens(const std::string& kind) const {
    const auto opens_it = [&](const program::Action& action) {
      return action.verb == program::Action::Verb::open && action.argument == kind;
    };
    for (const program::ClockRule& clock : program_.clocks)
      for (const program::Step& step : clock.steps)
        if (std::ranges::any_of(step.does, opens_it)) return true;
    const Json* engagements = program_.tree.find("engagements");
    const Json* duties = engagements ? engagements->find("duties") : nullptr;
    return duties && to_text(*duties).find("\"" + kind + "\"") != std::string::npos;
  }

  void admission() {
    if (program_.admit.empty()) return;
    const bool all_go = std::ranges::any_of(program_.admit, [&](const program::Admission& rule) {
      return rule.when.always() && (!rule.refuse.empty() || !rule.hand_to.empty()) && !rule.accept;
    });
    const bool any_taken = std::ranges::any_of(program_.admit, [](const program::Admission& rule) {
      return rule.accept || (rule.refuse.empty() && rule.hand_to.empty());
    });
    if (all_go && !any_taken) {
      findings_.add("refuses_all", "admit");
      return;
    }
    Cases cases(program_);
    if (!program_.kinds.empty()) cases.look_at_fact("kind");
    for (const program::Admission& rule : program_.admit) cases.look_at(rule.when);
    bool taken = false;
    const bool walked = cases.each([&](const Imagined& request) {
      for (const program::Admission& rule : program_.admit) {
        if (!program::holds(told_apart(rule.when), request)) continue;
        taken = rule.refuse.empty() && rule.hand_to.empty();
        return !taken;
      }
      taken = true;
      return false;
    });
    if (walked && !taken) findings_.add("refuses_all", "admit");
  }

  void levels() {
    if (program_.severity.levels.empty()) return;
    std::vector<std::string> given;
    Cases cases(program_);
    cases.look_at_fact("severity");
    for (const program::Level& level : program_.severity.levels) cases.look_at(level.when);
    const bool walked = cases.each([&](const Imagined& request) {
      const auto& value = request.values.find("severity")->second;
      const auto* id = std::get_if<std::string>(&value);
      if (id && std::ranges::find(given, *id) == given.end() && cases.arises(request, true)) given.push_back(*id);
      return given.size() < program_.severity.levels.size();
    });
    if (!walked) return;
    for (const program::Level& level : program_.severity.levels)
      if (!level.never && std::ranges::find(given, level.id) == given.end())
        findings_.add("level_unreachable", "severity.levels." + level.id, {{"level", level.id}});
  }

  void closing() {
    const auto& reasons = program_.closing.reasons;
    if (reasons.empty()) return;
    if (program_.closing.by_default.empty()) findings_.add("no_default_reason", "closing.default");
    for (const program::Kind& kind : program_.kinds) {
      Imagined request(program_);
      request.values["kind"] = kind.id;
      if (std::ranges::none_of(reasons, [&](const program::ClosingReason& reason) { return may_hold(reason.when, request); }))
        findings_.add("kind_without_reason", "kinds." + kind.id, {{"kind", kind.id}});
    }
  }

  // Some mail programs drop the headers that an answer is known by; the number in the subject is what is left.
  void notice(const program::Notice& notice) {
    const program::Placeholder* number = program::placeholder("request.number");
    if (notice.never || notice.subject.empty() || !number->known_in(notice.kind)) return;
    if (notice.kind == program::NoticeKind::staff_told || notice.kind == program::NoticeKind::held) return;
    for (const auto& [language, words] : notice.subject.by_language()) {
      const bool has = std::ranges::any_of(program::template_parts(words), [&](const program::TemplatePart& part) {
        return part.is == program::TemplatePart::Is::placeholder && part.text == number->name;
      });
      if (has) continue;
      findings_.add("no_number_in_subject", notice.place, fmt::format("notices.{}.subject", program::word_of(notice.kind)));
      return;
    }
  }

  const Program& program_;
  Findings& findings_;
};

}  // namespace

void check_doors(const Program& program, Findings& findings) { Doors(program, findings).run(); }

}  // namespace yakusoku::check
