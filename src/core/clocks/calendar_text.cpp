#include "core/clocks/calendar_text.hpp"

#include "base/sha256.hpp"

namespace yakusoku::clocks {
namespace {

std::string digest_of(const std::string& text) { return to_hex(sha256(text)).substr(0, 12); }

}  // namespace

CalendarText::CalendarText(std::string text, std::shared_ptr<const calendars::Calendar> compiled,
                           const std::string& origin) {
  if (text.empty()) return;
  std::string digest;
  if (compiled || !origin.empty()) digest = digest_of(origin.empty() ? text : origin);
  const bool spliced = text.find("\"splice\"") != std::string::npos;
  kept_ = std::make_shared<const Kept>(Kept{std::move(text), std::move(digest), std::move(compiled), spliced});
}

const std::string& CalendarText::text() const {
  static const std::string none;
  return kept_ ? kept_->text : none;
}

std::string CalendarText::digest() const {
  if (!kept_) return {};
  return kept_->digest.empty() ? digest_of(kept_->text) : kept_->digest;
}

const std::shared_ptr<const calendars::Calendar>& CalendarText::compiled() const {
  static const std::shared_ptr<const calendars::Calendar> none;
  return kept_ ? kept_->compiled : none;
}

Json to(const CalendarText& text) { return text.text(); }

bool from(const Json& json, CalendarText& text) {
  if (!json.is_string()) return false;
  text = CalendarText(json.string());
  return true;
}

}  // namespace yakusoku::clocks
