// rooms: adapters/mail_text base
// Any text as a mail: nothing of it is lost between reply and folded, and an answer above it stays. The reply read
// again loses nothing either. Flowed text is unwrapped on the way.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "adapters/mail_text/mail_text.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// Letters and figures only: blank lines may go, words may not.
std::size_t words(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '>';
  }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yakusoku::mail_text;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Said said = reply_of_text(input);
  require(words(said.reply) + words(said.folded) == words(input));
  // Whatever stands below it, what the writer began with is his.
  require(reply_of_text("An answer.\n\n" + std::string(input)).reply.starts_with("An answer."));
  const Said again = reply_of_text(said.reply);
  require(words(again.reply) + words(again.folded) == words(said.reply));
  for (const bool delsp : {false, true}) {
    const std::string flowed = unflow(input, delsp);
    require(flowed.size() <= 2 * input.size() + 1);
  }
  return 0;
}
