#include "words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/zones.hpp"

namespace yakusoku::scenarios {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::unexpected<Error> wanted(std::string detail) { return fail(ErrorCode::invalid, "", std::move(detail)); }

std::optional<int> digits(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 9 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Seconds since midnight of HH:MM or HH:MM:SS, up to 24:00.
std::optional<std::int32_t> time_of_day(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return std::nullopt;
  if (text[2] != ':' || (text.size() == 8 && text[5] != ':')) return std::nullopt;
  const auto hour = digits(text.substr(0, 2)), minute = digits(text.substr(3, 2));
  const auto second = text.size() == 8 ? digits(text.substr(6, 2)) : std::optional(0);
  if (!hour || !minute || !second || *hour > 24 || *minute > 59 || *second > 59) return std::nullopt;
  const std::int32_t all = *hour * 3600 + *minute * 60 + *second;
  return all <= 86400 ? std::optional(all) : std::nullopt;
}

std::optional<Duration> length_of(std::string_view text) {
  std::int64_t all = 0;
  if (text.empty() || text.size() > 30) return std::nullopt;
  while (!text.empty()) {
    const auto unit = std::ranges::find_if(text, [](char c) { return c < '0' || c > '9'; });
    const auto number = digits(text.substr(0, static_cast<std::size_t>(unit - text.begin())));
    if (!number || unit == text.end()) return std::nullopt;
    switch (*unit) {
      case 's': all += *number; break;
      case 'm': all += *number * std::int64_t{60}; break;
      case 'h': all += *number * std::int64_t{3600}; break;
      case 'd': all += *number * std::int64_t{86400}; break;
      default: return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(unit - text.begin()) + 1);
  }
  return seconds(all);
}

}  // namespace

Result<std::vector<std::string>> cut(std::string_view line) {
  std::vector<std::string> words;
  std::size_t at = 0;
  const auto blank = [&](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (at < line.size()) {
    if (blank(line[at])) {
      ++at;
    } else if (line[at] == '#') {
      break;
    } else if (line[at] == '"') {
      const std::size_t end = line.find('"', at + 1);
      if (end == std::string_view::npos) return wanted("a closing \" is missing");
      words.emplace_back(line.substr(at + 1, end - at - 1));
      at = end + 1;
    } else {
      std::size_t end = at;
      while (end < line.size() && !blank(line[end])) ++end;
      words.emplace_back(line.substr(at, end - at));
      at = end;
    }
  }
  return words;
}

const std::string& Words::peek() const {
  static const std::string none;
  return done() ? none : words_[at_];
}

bool Words::take(std::string_view word) {
  if (done() || words_[at_] != word) return false;
  ++at_;
  return true;
}

Result<std::string> Words::need(std::string_view what) {
  if (done()) return wanted(std::string(what) + " is missing");
  return next();
}

Outcome Words::end() const {
  if (done()) return {};
  return wanted("nothing more was expected at \"" + words_[at_] + "\"");
}

Result<Instant> Words::relative(const std::string& word) const {
  if (word == "now" || word.starts_with('+')) {
    if (!around_.now) return wanted("`at` has to say first when it is");
    const auto by = word == "now" ? std::optional(Duration{}) : length_of(std::string_view(word).substr(1));
    if (!by) return wanted("a length such as +2h30m instead of " + word);
    return *around_.now + *by;
  }
  const auto opened = around_.opened.find(around_.request);
  if (opened == around_.opened.end()) return wanted("t0 is when a request was opened, and none is");
  const auto by = word == "t0" ? std::optional(Duration{}) : length_of(std::string_view(word).substr(3));
  if (!by || (word.size() > 2 && word[2] != '+')) return wanted("t0 or t0+2h30m instead of " + word);
  return opened->second + *by;
}

Result<Instant> Words::instant() {
  std::string word = TRY(need("a time"));
  if (word == "now" || word.starts_with('+') || word.starts_with("t0")) return relative(word);
  std::optional<int> weekday;
  if (const auto day = std::ranges::find(weekdays, word); day != weekdays.end()) {
    weekday = static_cast<int>(day - weekdays.begin());
    word = TRY(need("a date or a time"));
  }
  std::optional<std::int32_t> date = zones::date_of(word);
  const bool dated = date.has_value();
  if (dated) word = TRY(need("a time of day"));
  const auto time = time_of_day(word);
  if (!time) return wanted("a time such as 16:50 instead of " + word);
  std::string zone = around_.zone;
  if (peek().find('/') != std::string::npos || peek().starts_with("UTC")) zone = next();
  if (!zones::exists(zone)) return wanted("a zone such as Asia/Tokyo instead of " + zone);
  if (!dated) {
    if (!around_.now) return wanted("the first time needs its date");
    date = zones::wall_time(zone, *around_.now).date;
    while (weekday && zones::day_of_week(*date) != *weekday) ++*date;
  } else if (weekday && zones::day_of_week(*date) != *weekday) {
    return wanted(zones::date_text(*date) + " is a " +
                  std::string(weekdays[static_cast<std::size_t>(zones::day_of_week(*date))]));
  }
  return zones::instant_of(zone, *date, *time);
}

Result<Duration> Words::length() {
  const std::string word = TRY(need("a length"));
  const auto found = length_of(word);
  if (!found) return wanted("a length such as 2h30m instead of " + word);
  return *found;
}

std::optional<std::int64_t> Words::times() {
  if (at_ + 1 >= words_.size() || (words_[at_ + 1] != "times" && words_[at_ + 1] != "time")) return std::nullopt;
  const auto count = digits(words_[at_]);
  if (!count) return std::nullopt;
  at_ += 2;
  return *count;
}

Result<std::int64_t> Words::number(std::string_view what) {
  const std::string word = TRY(need(what));
  if (word.empty() || word.size() > 9 || !std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }))
    return fail(ErrorCode::invalid, "", "a number instead of " + word);
  return std::stoll(word);
}

}  // namespace yakusoku::scenarios
