// What each line of a mail is, found in three passes: history, attributions, signatures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail_text/html_text.hpp"

namespace yakusoku::mail_text {

enum class Kind : std::uint8_t {
  blank,
  own,
  quote,        // "> …", or what a client wrapped as a quote
  attribution,  // what belongs above a quote: "On … wrote:", a block of headers
  signature,
  client,   // "Sent from my iPhone"
  history,  // an older message without quote marks, from its heading to the end
};

struct Lines {
  const std::vector<Line>& given;
  std::vector<std::string> form;  // matching form; empty for lines too long to be a client's
  std::vector<Kind> kinds;
  std::size_t size() const { return given.size(); }
};

Lines read_lines(const std::vector<Line>& given);  // blank, own and quote told apart, and what a tree marked
void find_history(Lines& lines);
void find_attributions(Lines& lines);
// In what the writer has between quotes, [begin, end).
void find_signature(Lines& lines, std::size_t begin, std::size_t end);

}  // namespace yakusoku::mail_text
