// rooms: adapters/mail_text base
// libraries: PkgConfig::GUMBO
// Any bytes as a mail's HTML: what comes out is an allowed tree, reads as itself, and hides nothing from the caps.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../mail_text/allowed_tree.hpp"
#include "adapters/mail_text/mail_text.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yakusoku::mail_text;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Html html = read_html(input);
  require(allowed_tree::complaint(html.safe).empty());
  require(read_html(html.safe).safe == html.safe);
  require(html.remote_images == html.safe.contains("<img data-held-src="));
  const Said said = reply_of_html(input);
  require(html.text.empty() || !said.reply.empty() || !said.folded.empty());
  return 0;
}
