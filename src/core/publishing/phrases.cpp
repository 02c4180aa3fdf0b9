#include "core/publishing/phrases.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace yakusoku::publishing {
namespace {

struct Phrase {
  std::string_view id, en, ja;
};

constexpr Phrase own_words[] = {
#define PHRASE(id, en, ja) {id, en, ja},
#include "core/publishing/phrases.inc"
#undef PHRASE
};

constexpr Phrase language_words[] = {
#define PHRASE(id, en, ja) {id, en, ja},
#include "core/publishing/terms.inc"
#undef PHRASE
};

}  // namespace

std::string phrase(bool japanese, std::string_view id, Filled values) {
  const auto found = std::ranges::find(own_words, id, &Phrase::id);
  ASSERT(found != std::ranges::end(own_words));
  const std::string_view pattern = japanese ? found->ja : found->en;
  std::string words;
  // In one pass: what is filled in is a stranger's text and never read for places.
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = pattern.find('{', at);
    if (open == std::string_view::npos) {
      words += pattern.substr(at);
      break;
    }
    words += pattern.substr(at, open - at);
    const std::size_t close = pattern.find('}', open);
    ASSERT(close != std::string_view::npos);
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    const auto value = std::ranges::find(values, name, &std::pair<std::string_view, std::string_view>::first);
    ASSERT(value != values.end());
    words += value->second;
    at = close + 1;
  }
  return words;
}

std::string_view term(bool japanese, std::string_view word) {
  const auto found = std::ranges::find(language_words, word, &Phrase::id);
  if (found == std::ranges::end(language_words)) return {};
  return japanese ? found->ja : found->en;
}

}  // namespace yakusoku::publishing
