#include "core/program/overlays.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/lay_over.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

Result<std::shared_ptr<const Program>> laid(std::span<const SourceFile> files, const std::vector<int>& overlays) {
  Reading reading = read_laid(files, overlays);
  if (reading.program) return reading.program;
  for (const Finding& each : reading.findings) {
    if (each.weight != Weight::error) continue;
    return fail(ErrorCode::invalid, each.key,
                fmt::format("{}:{}:{}: {}; expected {}", each.place.file, each.place.line, each.place.column,
                            each.message, each.expected));
  }
  return fail(ErrorCode::invalid, "program", "it does not read");
}

}  // namespace

void lay_over(Node& base, const Node& overlay) {
  if (!base.is_map() || !overlay.is_map()) {
    base = overlay;
    return;
  }
  for (const Node::Entry& entry : overlay.entries) {
    const auto found = std::ranges::find(base.entries, entry.key, &Node::Entry::key);
    if (found == base.entries.end()) {
      base.entries.push_back(entry);
    } else {
      lay_over(found->value, entry.value);
      found->key_place = entry.key_place;
    }
  }
}

std::vector<int> overlays_holding(const Program& base, const Facts& facts) {
  std::vector<int> numbers;
  for (std::size_t i = 0; i < base.overlays.size(); ++i)
    if (holds(base.overlays[i].when, facts)) numbers.push_back(static_cast<int>(i) + 1);
  return numbers;
}

Result<std::shared_ptr<const Program>> with_overlays(std::span<const SourceFile> files,
                                                     const std::vector<int>& overlays) {
  if (!std::ranges::is_sorted(overlays, std::ranges::less_equal{}) || (!overlays.empty() && overlays.front() < 1))
    return fail(ErrorCode::unknown_value, "overlays", "their numbers stand in written order, from 1");
  return laid(files, overlays);
}

std::optional<VersionName> version_name(std::string_view hash) {
  const auto plus = hash.find('+');
  VersionName name{std::string(hash.substr(0, plus)), {}};
  if (name.base.empty()) return std::nullopt;
  if (plus == std::string_view::npos) return name;
  for (const std::string& part : cut(hash.substr(plus + 1), '.')) {
    const auto number = parse_count(part);
    const int last = name.overlays.empty() ? 0 : name.overlays.back();
    if (!number || *number <= last || *number > 1000) return std::nullopt;
    name.overlays.push_back(static_cast<int>(*number));
  }
  return name;
}

std::string to_text(const VersionName& name) {
  std::string text = name.base;
  for (std::size_t i = 0; i < name.overlays.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? '+' : '.', name.overlays[i]);
  return text;
}

Result<std::shared_ptr<const Program>> program_of_version(std::span<const SourceFile> files,
                                                          std::string_view version) {
  const auto name = version_name(version);
  if (!name) return fail(ErrorCode::invalid, "version", "it names no version of a program");
  auto program = TRY(with_overlays(files, name->overlays));
  if (program->hash != version) return fail(ErrorCode::invalid, "version", "the files are those of another version");
  return program;
}

Result<std::shared_ptr<const Program>> program_for(const std::shared_ptr<const Program>& base,
                                                   std::span<const SourceFile> files, const Facts& facts) {
  const std::vector<int> overlays = overlays_holding(*base, facts);
  if (overlays.empty()) return base;
  return with_overlays(files, overlays);
}

}  // namespace yakusoku::program
