#include "adapters/mail_text/client_marks.hpp"

#include <array>
#include <string>
#include <string_view>

#include "adapters/mail_text/tree.hpp"

namespace yakusoku::mail_text {
namespace {

enum class Compare : std::uint8_t {
  token,           // one of the words of the attribute
  start,           // how the attribute begins
  end,             // how it ends
  squeezed_start,  // how it begins, in lower case and without blanks
};

struct ClientMark {
  const char* attribute;
  Compare compare;
  std::string_view value;
  Mark mark;
};

constexpr ClientMark client_marks[] = {
#include "adapters/mail_text/client_marks.inc"
};

bool has_token(std::string_view text, std::string_view token) {
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" \t\n");
    if (text.substr(0, end) == token) return true;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return false;
}

std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 200)) {
    if (c == ' ' || c == '\t' || c == '\n') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return out;
}

bool matches(const ClientMark& mark, std::string_view given) {
  switch (mark.compare) {
    case Compare::token: return has_token(given.substr(0, 1000), mark.value);
    case Compare::start: return given.starts_with(mark.value);
    case Compare::end: return given.ends_with(mark.value);
    case Compare::squeezed_start: return given.starts_with("border") && squeezed(given).starts_with(mark.value);
  }
  return false;
}

}  // namespace

Mark mark_of(const GumboInternalNode& element) {
  for (const ClientMark& mark : client_marks) {
    const auto given = attribute_of(element, mark.attribute);
    if (given && matches(mark, *given)) return mark.mark;
  }
  return Mark::none;
}

}  // namespace yakusoku::mail_text
