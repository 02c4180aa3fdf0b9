#include "core/program/values_fit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/build_node.hpp"
#include "core/program/read_shape.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

class ValueCheck {
 public:
  ValueCheck(const KnownNames& known, Report& report) : known_(known), report_(report) {}

  void fact(const std::string& name, const Node& node) {
    const auto own = known_.facts.find(name);
    if (own == known_.facts.end()) return;
    std::vector<std::string> values = own->second.values;
    if (own->second.type == "flag") values = {"yes", "no"};
    if (own->second.type != "flag" && own->second.type != "choice") return;
    const std::string key = "facts." + name;
    const Sink quiet;
    build_choice<std::string>(node.find("is"), key + ".is", value_form("Fact", "is"), quiet,
                              [&](const RuleForm& rule, const std::string& below) {
                                if (rule.value) one(*rule.value, values, fmt::format("`{}` is never", name), below);
                                return std::string();
                              });
    limits(node, values, name, key);
  }
  void limits(const Node& node, const std::vector<std::string>& values, const std::string& name,
              const std::string& key) {
    const Node* limits = node.find("limits");
    if (!limits) return;
    const auto look = [&](const Node& limit, std::size_t i) {
      for (const char* bound : {"no_worse_than", "no_better_than", "is"}) {
        if (const Node* value = limit.find(bound))
          one(*value, values, fmt::format("`{}` is never", name), fmt::format("{}.limits[{}].{}", key, i, bound));
      }
    };
    if (limits->is_map()) look(*limits, 0);
    for (std::size_t i = 0; i < limits->items.size(); ++i) look(limits->items[i], i);
  }
  void period(const std::string& name, const Node& node) {
    const Node* from = node.find("from");
    const Node* every = node.find("every");
    if (!from || !every || (!every->is("day") && !every->is("week"))) return;
    report_.error("bad_period", from->place, "periods." + name + ".from",
                  "days begin at midnight and weeks on Monday", "no `from`, or months, quarters, halves or years");
  }
  void renamed(const Node& was, const char* part, const char* space) {
    const Node* names = was.find(part);
    if (!names) return;
    for (const Node::Entry& entry : names->entries)
      one(entry.value, known_.of(space), fmt::format("there is no {}", space),
          fmt::format("was.{}.{}", part, entry.key));
  }

 private:
  void one(const Node& value, const std::vector<std::string>& values, const std::string& wrong,
           const std::string& key) {
    if (!value.is_scalar() || std::ranges::find(values, value.text) != values.end() || report_.full()) return;
    const std::string guess = nearest(value.text, values);
    report_.error("unknown_value", value.place, key,
                  fmt::format("{} `{}`{}", wrong, value.text, guess.empty() ? "" : "; did you mean `" + guess + "`?"),
                  values.empty() ? "a name of this program; it has none" : one_of(values));
  }

  const KnownNames& known_;
  Report& report_;
};

}  // namespace

namespace {

// The facts of an address pattern; name and employer are the person's.
void gather_pattern(const Node& mix, const Sink& sink, const std::string& key) {
  const Node* like = mix.find("like");
  if (!like) return;
  for (std::size_t from = like->text.find('{'); from != std::string::npos; from = like->text.find('{', from + 1)) {
    const std::size_t end = like->text.find('}', from);
    if (end == std::string::npos) return;
    const std::string fact(trimmed(std::string_view(like->text).substr(from + 1, end - from - 1)));
    if (fact != "name" && fact != "employer") sink.use(fact, {}, false, false, like->place, key);
  }
}

}  // namespace

void gather_formulas(const Node& root, Report& report, Gathered& gathered) {
  Sink sink;
  sink.report = &report;
  sink.references = &gathered.references;
  sink.facts = &gathered.facts;
  const Node& mixes = at(at(root, "contacts"), "mixes");
  if (mixes.is_map()) gather_pattern(mixes, sink, "contacts.mixes.like");
  for (std::size_t i = 0; i < mixes.items.size(); ++i)
    gather_pattern(mixes.items[i], sink, fmt::format("contacts.mixes[{}].like", i));
  for (const Node::Entry& entry : at(root, "facts").entries) {
    const Node* is = entry.value.find("is");
    const Node* type = entry.value.find("type");
    if (!is || !type) continue;
    const std::string key = "facts." + entry.key + ".is";
    if (type->is("number")) number_by_case(is, key, sink);
    if (type->is("date") || type->is("instant")) date_by_case(is, key, sink);
  }
}

void check_values(const Node& root, const KnownNames& known, Report& report) {
  ValueCheck check(known, report);
  if (const Node* facts = root.find("facts"))
    for (const Node::Entry& entry : facts->entries) check.fact(entry.key, entry.value);
  if (const Node* severity = root.find("severity"))
    check.limits(*severity, known.of("level"), "severity", "severity");
  if (const Node* periods = root.find("periods"))
    for (const Node::Entry& entry : periods->entries) check.period(entry.key, entry.value);
  if (const Node* was = root.find("was")) {
    check.renamed(*was, "levels", "level");
    check.renamed(*was, "severity", "level");
    check.renamed(*was, "kinds", "kind");
    check.renamed(*was, "plans", "plan");
  }
}

}  // namespace yakusoku::program
