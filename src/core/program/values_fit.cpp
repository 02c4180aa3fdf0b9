#include "core/program/values_fit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/build_choice.hpp"
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
    const Node* limits = node.find("limits");
    if (!limits) return;
    for (std::size_t i = 0; i < limits->items.size(); ++i) {
      for (const char* bound : {"no_worse_than", "no_better_than", "is"}) {
        if (const Node* value = limits->items[i].find(bound))
          one(*value, values, fmt::format("`{}` is never", name), fmt::format("{}.limits[{}].{}", key, i, bound));
      }
    }
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

void check_values(const Node& root, const KnownNames& known, Report& report) {
  ValueCheck check(known, report);
  if (const Node* facts = root.find("facts"))
    for (const Node::Entry& entry : facts->entries) check.fact(entry.key, entry.value);
  if (const Node* was = root.find("was")) {
    check.renamed(*was, "levels", "level");
    check.renamed(*was, "severity", "level");
    check.renamed(*was, "kinds", "kind");
    check.renamed(*was, "plans", "plan");
  }
}

}  // namespace yakusoku::program
