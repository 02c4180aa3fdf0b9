// Texts in the program's languages, lengths and amounts where a node holds them.

#include <utility>

#include <fmt/format.h>

#include "core/program/leaves.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {

bool Text::has(std::string_view language) const {
  for (const auto& [each, text] : by_language_)
    if (each == language) return true;
  return false;
}

std::string_view Text::in(std::string_view language) const {
  for (const auto& [each, text] : by_language_)
    if (each == language) return text;
  return by_language_.empty() ? std::string_view() : std::string_view(by_language_.front().second);
}

Text read_text(const Node& node, std::string_view first_language) {
  std::vector<std::pair<std::string, std::string>> by_language;
  if (node.is_scalar()) by_language.emplace_back(std::string(first_language), node.text);
  for (const Node::Entry& entry : node.entries)
    if (entry.key == first_language && entry.value.is_scalar()) by_language.emplace_back(entry.key, entry.value.text);
  for (const Node::Entry& entry : node.entries)
    if (entry.key != first_language && entry.value.is_scalar()) by_language.emplace_back(entry.key, entry.value.text);
  return Text(std::move(by_language));
}

Json to_json(const Text& text) {
  if (text.by_language().size() == 1 && text.by_language()[0].first.empty()) return text.by_language()[0].second;
  Json json = Json::object();
  for (const auto& [language, words] : text.by_language()) json.set(language, words);
  return json;
}

Amount read_amount(const Node& node, const std::string& key, const Sink& sink) {
  if (!node.is_scalar()) {
    sink.error("bad_amount", node.place, key, "an amount is expected", "such as 30m, 4h in CAL, 2bd in CAL or none");
    return {};
  }
  auto amount = parse_amount(node.text);
  if (!amount) {
    sink.error("bad_amount", node.place, key, amount.error().detail, "such as 30m, 4h in CAL, 2bd in CAL or none");
    return {};
  }
  sink.refer("calendar", amount->calendar, node.place, key);
  if (!amount->fact.empty()) sink.use(amount->fact, {}, false, false, node.place, key);
  return *std::move(amount);
}

Duration read_length(const Node& node, const std::string& key, const Sink& sink) {
  const auto length = node.is_scalar() ? parse_length(node.text) : Result<Duration>(Duration{});
  if (!node.is_scalar() || !length) {
    sink.error("bad_length", node.place, key,
               node.is_scalar() ? length.error().detail : std::string("a length is expected"),
               "numbers with s, m, h, d, w, mo or y, as in 1h30m");
    return {};
  }
  return *length;
}

std::string one_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace yakusoku::program
