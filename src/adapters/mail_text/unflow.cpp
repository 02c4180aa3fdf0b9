#include <string>
#include <string_view>

#include "adapters/mail_text/mail_text.hpp"

namespace yakusoku::mail_text {
namespace {

struct FlowedLine {
  std::size_t depth = 0;
  std::string_view text;  // without quote marks and the stuffed space
  bool soft = false;      // goes on in the next line
};

FlowedLine read_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  FlowedLine read;
  while (read.depth < line.size() && line[read.depth] == '>') ++read.depth;
  line.remove_prefix(read.depth);
  if (line.starts_with(' ')) line.remove_prefix(1);
  read.text = line;
  read.soft = line.ends_with(' ') && line != "-- ";
  return read;
}

void begin_line(std::string& out, std::size_t depth, std::string_view text) {
  out.append(depth, '>');
  if (depth > 0 && !text.empty()) out += ' ';
}

}  // namespace

std::string unflow(std::string_view text, bool delsp) {
  std::string out;
  out.reserve(text.size());
  bool joining = false;
  std::size_t depth = 0;
  const auto end_line = [&out] {
    while (out.ends_with(' ')) out.pop_back();
    out += '\n';
  };
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const bool ended = end != std::string_view::npos;
    FlowedLine line = read_line(text.substr(0, end));
    text.remove_prefix(ended ? end + 1 : text.size());
    // A paragraph that runs into another depth or into the signature was not ended by its writer: it ends here.
    const bool goes_on = joining && line.depth == depth && line.text != "-- ";
    if (joining && !goes_on) end_line();
    if (!goes_on) begin_line(out, line.depth, line.text);
    depth = line.depth;
    joining = line.soft && ended;
    if (line.soft && delsp) line.text.remove_suffix(1);
    out += line.text;
    if (!joining && ended) out += '\n';
  }
  return out;
}

}  // namespace yakusoku::mail_text
