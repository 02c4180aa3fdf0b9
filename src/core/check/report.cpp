#include "core/check/report.hpp"

#include <fmt/format.h>

#include "core/check/catalogue.hpp"

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

std::string findings_text(std::span<const Finding> findings, std::string_view language) {
  const bool ja = language == "ja";
  std::string text;
  for (const Finding& finding : findings) {
    const Told told = told_in(finding, language);
    std::string line = finding.place.file;
    if (finding.place.line > 0) line += fmt::format(":{}:{}", finding.place.line, finding.place.column);
    line += fmt::format("{}{}: ", line.empty() ? "" : ": ", word_of(finding.weight));
    if (!finding.key.empty()) line += finding.key + ": ";
    line += told.message;
    if (!told.remedy.empty()) line += (ja ? " 対処: " : "; expected ") + told.remedy;
    text += on_one_line(line) + "\n";
    if (!told.example.empty()) text += "    " + on_one_line((ja ? "例: " : "for example: ") + told.example) + "\n";
    if (finding.weight != Weight::note && !told.why.empty()) text += "    " + on_one_line(told.why) + "\n";
  }
  return text;
}

Json findings_json(std::span<const Finding> findings, std::string_view language) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    const Told told = told_in(finding, language);
    Json json =
        Json::object({{"weight", word_of(finding.weight)}, {"code", finding.code}, {"file", finding.place.file}});
    if (finding.place.line > 0) {
      json.set("line", finding.place.line);
      json.set("column", finding.place.column);
    }
    json.set("key", finding.key);
    json.set("message", told.message);
    if (!told.remedy.empty()) json.set("expected", told.remedy);
    if (!told.why.empty()) json.set("why", told.why);
    if (!told.example.empty()) json.set("example", told.example);
    if (!finding.parameters.empty()) {
      Json parameters = Json::object();
      for (const auto& [name, value] : finding.parameters) parameters.set(name, value);
      json.set("parameters", std::move(parameters));
    }
    list.push(std::move(json));
  }
  return list;
}

}  // namespace yakusoku::check
