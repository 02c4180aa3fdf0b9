#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/mail_text/balance.hpp"
#include "adapters/mail_text/html_text.hpp"
#include "adapters/mail_text/mail_text.hpp"
#include "adapters/mail_text/safe_html.hpp"
#include "adapters/mail_text/text.hpp"
#include "adapters/mail_text/tree.hpp"
#include "adapters/mail_text/trimming.hpp"

namespace yakusoku::mail_text {
namespace {

// The tree of any bytes: without its tags where the parser would need too much memory for them.
std::unique_ptr<Tree> tree_of(const std::string& clean) {
  auto tree = std::make_unique<Tree>(balanced(clean, {}));
  if (tree->body() == nullptr) tree = std::make_unique<Tree>(without_tags(clean));
  return tree;
}

}  // namespace

Html read_html(std::string_view html) {
  const std::string clean = clean_text(html, Caps{}.bytes);
  const auto tree = tree_of(clean);
  if (tree->body() == nullptr) return {};
  SafeHtml safe = safe_html_of(*tree->body());
  // What a second reading would change was ambiguous, and ambiguity is where filters are evaded: read until it is not.
  constexpr int patience = 4;
  for (int i = 0;; ++i) {
    const auto again = tree_of(safe.html);
    SafeHtml settled = again->body() == nullptr ? SafeHtml{} : safe_html_of(*again->body());
    if (settled.html == safe.html) break;
    safe = std::move(settled);
    if (i < patience) continue;
    const Tree plain(without_tags(safe.html));
    safe = plain.body() == nullptr ? SafeHtml{} : safe_html_of(*plain.body());
    break;
  }
  return {.safe = std::move(safe.html),
          .text = joined(lines_of_tree(*tree->body())),
          .remote_images = safe.remote_images};
}

Said reply_of_html(std::string_view html) {
  const auto tree = tree_of(clean_text(html, Caps{}.bytes));
  if (tree->body() == nullptr) return {};
  return trim(lines_of_tree(*tree->body()));
}

}  // namespace yakusoku::mail_text
