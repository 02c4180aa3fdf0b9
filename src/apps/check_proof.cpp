#include "apps/check_proof.hpp"

#include "core/proof/report.hpp"

namespace yakusoku::apps {
namespace {

proof::Options options_of(std::span<const std::string> only) {
  proof::Options options;
  for (const std::string& each : only) {
    const auto equals = each.find('=');
    auto& values = options.only[each.substr(0, equals)];
    for (std::size_t at = equals; at < each.size();) {
      const auto comma = each.find(',', at + 1);
      values.push_back(each.substr(at + 1, comma == std::string::npos ? comma : comma - at - 1));
      at = comma;
    }
  }
  return options;
}

}  // namespace

Proved proved(const program::Program& program, std::span<const std::string> only) {
  proof::Options options = options_of(only);
  if (program.effective.empty()) options.from = Instant{1767225600};  // 2026-01-01 where a program has no date yet
  const auto found = proof::prove(program, options);
  if (!found) {
    const program::Place whole{"program.yaml", 0, 0};
    return {{{program::Weight::note, "not_proved", whole, found.error().field, found.error().detail,
              "--only FACT=VALUE, to look at some cases"}},
            "not proved: " + found.error().detail + "\n",
            {}};
  }
  return {proof::findings_of(*found, program), proof::text_of(*found), proof::to_json(*found)};
}

}  // namespace yakusoku::apps
