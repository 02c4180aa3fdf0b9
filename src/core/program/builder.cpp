#include "core/program/builder.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/program/build_node.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

class Builder : NodeReader {
 public:
  Builder(const Node& root, const KnownNames& known, Program& program)
      : NodeReader(quiet_sink(known, program.zone, program.languages.front())),
        root_(root),
        known_(known),
        program_(program) {}

  void build() {
    head();
    for (const Node::Entry& entry : at(root_, "facts").entries) program_.facts.push_back(fact(entry));
    for (const Node::Entry& entry : at(root_, "marks").entries)
      program_.marks.emplace_back(entry.key, title_of(entry.value));
    for (const Node::Entry& entry : at(root_, "kinds").entries) program_.kinds.push_back(kind(entry));
    severity(at(root_, "severity"));
    admissions(at(root_, "admit"));
    for (const Node::Entry& entry : at(root_, "clocks").entries) program_.clocks.push_back(clock(entry));
    const Node& reactions = at(root_, "reactions");
    for (std::size_t i = 0; i < reactions.items.size(); ++i)
      reaction(reactions.items[i], fmt::format("reactions[{}]", i));
    program_.coverage = words_by_case(root_.find("coverage"), "coverage", "program", "coverage");
    program_.effort = words_by_case(root_.find("effort"), "effort", "program", "effort");
    closing(at(root_, "closing"));
    for (const Node::Entry& entry : at(root_, "notices").entries) notice(entry);
  }

 private:
  void names_with_titles(std::string_view key, std::vector<std::string>& names, std::vector<Text>& titles) const {
    const Node& node = at(root_, key);
    for (const Node::Entry& entry : node.entries) {
      names.push_back(entry.key);
      titles.push_back(title_of(entry.value));
    }
    for (const std::string& name : words_in(node)) {
      names.push_back(name);
      titles.emplace_back();
    }
  }

  void head() {
    program_.id = at(root_, "program").text;
    program_.title = text(root_, "title");
    program_.vendor = text(root_, "vendor");
    program_.effective = at(root_, "effective").text;
    program_.moves_in_flight = at(root_, "in_flight").is("move");
    names_with_titles("products", program_.products, program_.product_titles);
    names_with_titles("environments", program_.environments, program_.environment_titles);
    program_.plans = known_.of("plan");
    program_.calendar_names = known_.of("calendar");
    for (const std::string& name : program_.calendar_names)
      program_.calendar_titles.push_back(text(at(at(root_, "calendars"), name), "title"));
  }

  FactRule fact(const Node::Entry& entry) const {
    static const std::vector<std::string> types = {"choice",  "flag", "number", "text", "date",
                                                   "instant", "zone", "amount", "file", "person"};
    const std::string key = "facts." + entry.key;
    const Node& node = entry.value;
    FactRule fact;
    fact.name = entry.key;
    fact.title = text(node, "title");
    fact.means = text(node, "means");
    const auto type = std::ranges::find(types, at(node, "type").text);
    if (type != types.end()) fact.type = static_cast<FactRule::Type>(type - types.begin());
    for (const Node::Entry& value : at(node, "values").entries) {
      fact.values.push_back(value.key);
      fact.value_titles.emplace_back(value.key, title_of(value.value));
    }
    for (std::string& value : words_in(at(node, "values"))) fact.values.push_back(std::move(value));
    fact.from = at(node, "from").text;
    if (const Node* is = node.find("is")) fact.is = words_by_case(is, key + ".is", "Fact", "is");
    fact.limits = limits(at(node, "limits"), key);
    formulas(node.find("is"), key + ".is", fact);
    fact.personal = at(node, "personal").is("yes");
    return fact;
  }

  std::vector<FactRule::Limit> limits(const Node& node, const std::string& key) const {
    std::vector<FactRule::Limit> limits;
    const auto add = [&](const Node& each, std::string path) {
      limits.push_back({when(each, path), at(each, "no_worse_than").text, at(each, "no_better_than").text,
                        at(each, "is").text, path});
    };
    if (node.is_map()) add(node, key + ".limits[0]");
    for (std::size_t i = 0; i < node.items.size(); ++i) add(node.items[i], fmt::format("{}.limits[{}]", key, i));
    return limits;
  }
  // Of a computed number or date the formulas beside the words.
  void formulas(const Node* is, const std::string& key, FactRule& fact) const {
    if (fact.type == FactRule::Type::number) fact.number = number_by_case(is, key, sink_);
    if (fact.type == FactRule::Type::date || fact.type == FactRule::Type::instant)
      fact.date = date_by_case(is, key, sink_);
  }

  Kind kind(const Node::Entry& entry) const {
    const std::string key = "kinds." + entry.key;
    const Node& node = entry.value;
    Kind kind;
    kind.id = entry.key;
    kind.title = text(node, "title");
    kind.means = text(node, "means");
    kind.team = at(node, "team").text;
    kind.exempt = words_in(at(node, "exempt"));
    kind.api_type = at(at(node, "api"), "type").text;
    kind.opens_from = at(node, "opens_from").text;
    kind.clause = clause_of(node, key);
    kind.when = when(node, key);
    const Node* form = node.find("form");
    if (!form) {
      kind.form = {{"subject", {}, false}, {"description", {}, false}};
      return kind;
    }
    if (!form->is_list()) kind.form.push_back(form_field(*form, key + ".form"));
    for (std::size_t i = 0; i < form->items.size(); ++i)
      kind.form.push_back(form_field(form->items[i], fmt::format("{}.form[{}]", key, i)));
    return kind;
  }
  FormField form_field(const Node& node, const std::string& key) const {
    if (node.is_scalar()) return {node.text, {}, false};
    return {at(node, "ask").text, when(node, key), at(node, "optional").is("yes")};
  }

  void severity(const Node& node) {
    static constexpr std::string_view priorities[] = {"urgent", "high", "normal", "low"};
    Severity& severity = program_.severity;
    for (const Node::Entry& entry : at(node, "levels").entries) {
      Level level;
      level.id = entry.key;
      level.title = text(entry.value, "title");
      level.means = text(entry.value, "means");
      level.asks_of_customer = text(entry.value, "asks_of_customer");
      level.when = when(entry.value, "severity.levels." + entry.key);
      const Node& never = at(entry.value, "never");
      level.never = never.is("yes");
      if (!never.is("yes") && !never.is("no")) level.never_is = read_text(never, sink_.first_language);
      level.api_priority = at(at(entry.value, "api"), "priority").text;
      if (level.api_priority.empty())
        level.api_priority = priorities[std::min<std::size_t>(severity.levels.size(), 3)];
      severity.levels.push_back(std::move(level));
    }
    severity.is = build_choice<SeverityRule>(node.find("is"), "severity.is", value_form("Severity", "is"), sink_,
                                             [](const RuleForm& form, const std::string&) {
                                               SeverityRule rule;
                                               const std::string word =
                                                   form.value ? form.value->text : std::string("none");
                                               rule.how = word == "asked"    ? SeverityRule::How::asked
                                                          : word == "vendor" ? SeverityRule::How::vendor
                                                          : word == "none"   ? SeverityRule::How::none
                                                                             : SeverityRule::How::level;
                                               if (rule.how == SeverityRule::How::level) rule.level = word;
                                               if (form.node) rule.until_set = at(*form.node, "until_set").text;
                                               return rule;
                                             });
    severity.limits = limits(at(node, "limits"), "severity");
    const Node& change = at(node, "change");
    const auto add = [&](const Node& each, const std::string& key) {
      severity.change.push_back({at(each, "who").text, at(each, "to").text, at(each, "needs").text, when(each, key)});
    };
    if (change.is_map()) add(change, "severity.change");
    for (std::size_t i = 0; i < change.items.size(); ++i) add(change.items[i], fmt::format("severity.change[{}]", i));
  }

  // ---- admit: rules, and tables spelled out as rules

  void admissions(const Node& node) {
    if (node.is_empty()) return;
    const ValueForm form = value_form("program", "admit");
    const auto choice =
        build_choice<Admission>(&node, "admit", form, sink_, [&](const RuleForm& rule, const std::string& key) {
          Admission admission;
          admission.path = key;
          if (!rule.value) return admission;
          admission.title = text(*rule.value, "title");
          admission.hand_to = at(*rule.value, "hand_to").text;
          admission.refuse = text(*rule.value, "refuse");
          admission.ask = words_in(at(*rule.value, "ask"));
          admission.accept = at(*rule.value, "accept").is("yes");
          return admission;
        });
    for (const auto& rule : choice.rules) {
      if (const auto* plain = std::get_if<Admission>(&rule.is)) {
        program_.admit.push_back(*plain);
        program_.admit.back().when = rule.when;
      } else {
        const auto& table = std::get<Table<Admission>>(rule.is);
        spell_out(table.cells, table.by, 0, rule.when);
      }
    }
  }
  void spell_out(const TableNode<Admission>& node, const std::vector<std::string>& by, std::size_t depth,
                 const Predicate& when) {
    if (node.leaf) {
      program_.admit.push_back(*node.leaf);
      program_.admit.back().when = when;
      return;
    }
    std::vector<std::string> named;
    for (const auto& branch : node.branches) named.insert(named.end(), branch.keys.begin(), branch.keys.end());
    for (const auto& branch : node.branches) {
      Predicate narrower = when;
      Test test;
      test.negated = branch.keys.empty();
      test.values = branch.keys.empty() ? named : branch.keys;
      if (depth < by.size()) narrower.all.push_back({by[depth], std::move(test)});
      spell_out(branch.below, by, depth + 1, narrower);
    }
  }

  // ---- clocks

  static std::vector<EventPattern> patterns(const Node& node, const std::string& key, const Sink& sink) {
    return node.is_empty() ? std::vector<EventPattern>{} : read_events(node, key, sink).patterns;
  }
  std::vector<Action> actions(const Node& node, const std::string& key) const {
    return node.is_empty() ? std::vector<Action>{} : read_actions(node, key, sink_);
  }

  ClockRule clock(const Node::Entry& entry) const {
    const std::string key = "clocks." + entry.key;
    const Node& node = entry.value;
    ClockRule clock;
    clock.name = entry.key;
    clock.title = text(node, "title");
    if (const Node* starts = node.find("starts")) clock.starts = read_events(*starts, key + ".starts", sink_);
    clock.met_by = build_choice<std::vector<EventPattern>>(
        node.find("met_by"), key + ".met_by", value_form("Clock", "met_by"), sink_,
        [&](const RuleForm& rule, const std::string& path) {
          return rule.value ? patterns(*rule.value, path, sink_) : std::vector<EventPattern>{};
        });
    clock.ends_on = patterns(at(node, "ends_on"), key + ".ends_on", sink_);
    clock.when = when(node, key);
    if (node.has("paused_while")) clock.paused_while = when(node, key, "paused_while");
    clock.within = build_choice<Amount>(node.find("within"), key + ".within", value_form("Clock", "within"), sink_,
                                        [&](const RuleForm& rule, const std::string& path) {
                                          return rule.value ? read_amount(*rule.value, path, sink_) : Amount{};
                                        });
    clock.owed_by = node.has("owed_by") ? at(node, "owed_by").text : "vendor";
    for (const std::string& word : words_in(at(node, "replaced_by"))) {
      if (word == "promise") clock.replaced_by_promise = true;
      if (word == "agreement") clock.replaced_by_agreement = true;
    }
    const std::string& reopening = at(node, "reopening").text;
    clock.reopening = reopening == "new"     ? Reopening::anew
                      : reopening == "never" ? Reopening::never
                                             : Reopening::resume;
    steps(node, key, clock);
    clock.metric = at(at(node, "api"), "metric").text;
    clock.note = text(node, "note");
    clock.clause = clause_of(node, key);
    clock.path = key;
    clock.place = entry.key_place;
    return clock;
  }
  void steps(const Node& node, const std::string& key, ClockRule& clock) const {
    const Node& warn = at(node, "warn");
    const auto warning = [&](const Node& time, std::string path) {
      Step step;
      Choice<StepTime>::Rule rule;
      rule.is = read_step_time(time, path, sink_);
      rule.path = path;
      step.at.rules.push_back(std::move(rule));
      for (const char* whom : {"owner", "team"}) {
        Action tell;
        tell.argument = whom;
        tell.place = time.place;
        step.does.push_back(std::move(tell));
      }
      step.warning = true;
      step.path = std::move(path);
      clock.steps.push_back(std::move(step));
    };
    if (warn.is_scalar()) warning(warn, key + ".warn[0]");
    for (std::size_t i = 0; i < warn.items.size(); ++i) warning(warn.items[i], fmt::format("{}.warn[{}]", key, i));
    const Node& rungs = at(node, "steps");
    const auto rung = [&](const Node& each, std::string path) {
      Step step;
      step.at = build_choice<StepTime>(each.find("at"), path + ".at", value_form("Step", "at"), sink_,
                                       [&](const RuleForm& rule, const std::string& below) {
                                         return rule.value ? read_step_time(*rule.value, below, sink_) : StepTime{};
                                       });
      step.when = when(each, path);
      step.does = actions(at(each, "do"), path + ".do");
      step.path = std::move(path);
      clock.steps.push_back(std::move(step));
    };
    if (rungs.is_map()) rung(rungs, key + ".steps[0]");
    for (std::size_t i = 0; i < rungs.items.size(); ++i) rung(rungs.items[i], fmt::format("{}.steps[{}]", key, i));
  }
  void reaction(const Node& node, const std::string& key) {
    const auto does = actions(at(node, "do"), key + ".do");
    for (EventPattern& pattern : patterns(at(node, "at"), key + ".at", sink_))
      program_.reactions.push_back({std::move(pattern), when(node, key), does, key});
  }

  void notice(const Node::Entry& entry) {
    const auto kind = notice_kind(entry.key);
    if (!kind) return;  // title, note and the like
    program_.notices.push_back(
        {*kind, entry.value.is("none"), text(entry.value, "subject"), text(entry.value, "text"), entry.key_place});
  }
  void closing(const Node& node) {
    Closing& closing = program_.closing;
    for (const Node::Entry& entry : at(node, "reasons").entries) {
      const std::string key = "closing.reasons." + entry.key;
      ClosingReason reason;
      reason.id = entry.key;
      reason.title = text(entry.value, "title");
      reason.means = text(entry.value, "means");
      reason.when = when(entry.value, key);
      reason.needs = words_in(at(entry.value, "needs"));
      reason.then = actions(at(entry.value, "then"), key + ".then");
      reason.clause = clause_of(entry.value, key);
      closing.reasons.push_back(std::move(reason));
    }
    closing.by_default = at(node, "default").text;
    const Node& reopen = at(node, "reopen");
    const std::string& within = at(reopen, "within").text;
    if (within == "never") closing.reopen.within = Duration{};
    if (const auto length = parse_length(within)) closing.reopen.within = *length;
    closing.reopen.doors = words_in(at(reopen, "doors"));
    closing.reopen.after =
        at(reopen, "after").is("refuse") ? Closing::Reopen::After::refuse : Closing::Reopen::After::linked;
  }

  const Node& root_;
  const KnownNames& known_;
  Program& program_;
};

}  // namespace

Sink quiet_sink(const KnownNames& known, const std::string& zone, const std::string& first_language) {
  Sink sink;
  sink.first_language = first_language;
  sink.order = [&known](std::string_view fact) { return known.order_of(fact); };
  sink.zone = zone;
  sink.periods = known.periods;
  return sink;
}

void build_program(const Node& root, const KnownNames& known, Json tree, Program& program) {
  Builder(root, known, program).build();
  build_service(root, known, program);
  build_terms(root, known, program);
  program.tree = std::move(tree);
}

std::map<std::string, Choice<CalendarSpec>, std::less<>> build_calendars(const Node& root, const Sink& sink) {
  std::map<std::string, Choice<CalendarSpec>, std::less<>> calendars;
  std::vector<NamePlace> ignored_zones, ignored_files;
  CalendarNotes notes{ignored_zones, ignored_files, [](const Node::Entry&, const std::string&) {}};
  ValueForm form;
  form.map = true;
  for (const Node::Entry& entry : at(root, "calendars").entries) {
    calendars.emplace(entry.key, build_choice<CalendarSpec>(&entry.value, "calendars." + entry.key, form, sink,
                                                            [&](const RuleForm& rule, const std::string& key) {
                                                              return rule.value ? read_calendar(*rule.value, key,
                                                                                                sink, notes)
                                                                                : CalendarSpec{};
                                                            }));
  }
  return calendars;
}

}  // namespace yakusoku::program
