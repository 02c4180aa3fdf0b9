#include "core/check/report.hpp"

#include <fmt/format.h>

namespace yakusoku::check {

using program::Finding;
using program::Weight;

namespace {

// Words of the folder stand in messages: no line break or control character of theirs reaches a terminal.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return line;
}

}  // namespace

std::string_view word_of(Weight weight) {
  switch (weight) {
    case Weight::error: return "error";
    case Weight::warning: return "warning";
    case Weight::note: return "note";
  }
  return {};
}

std::string findings_text(std::span<const Finding> findings) {
  std::string text;
  for (const Finding& finding : findings) {
    std::string line = finding.place.file;
    if (finding.place.line > 0) line += fmt::format(":{}:{}", finding.place.line, finding.place.column);
    line += fmt::format("{}{}: ", line.empty() ? "" : ": ", word_of(finding.weight));
    if (!finding.key.empty()) line += finding.key + ": ";
    line += finding.message;
    if (!finding.expected.empty()) line += "; expected " + finding.expected;
    text += on_one_line(line) + "\n";
  }
  return text;
}

Json findings_json(std::span<const Finding> findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json json =
        Json::object({{"weight", word_of(finding.weight)}, {"code", finding.code}, {"file", finding.place.file}});
    if (finding.place.line > 0) {
      json.set("line", finding.place.line);
      json.set("column", finding.place.column);
    }
    json.set("key", finding.key);
    json.set("message", finding.message);
    if (!finding.expected.empty()) json.set("expected", finding.expected);
    list.push(std::move(json));
  }
  return list;
}

}  // namespace yakusoku::check
