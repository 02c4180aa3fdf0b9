#include "adapters/mail_out/smtp_dialogue.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "adapters/mail_out/addresses.hpp"
#include "base/text.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr std::size_t most_text = 500;

bool digit(char c) { return c >= '0' && c <= '9'; }

// "5.1.1" at the beginning (RFC 3463), empty where there is none.
std::string_view enhanced(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t begin = at;
    while (at < text.size() && digit(text[at])) ++at;
    if (at == begin || at - begin > 3) return {};
    if (part < 2 && (at == text.size() || text[at++] != '.')) return {};
  }
  return at == text.size() || text[at] == ' ' ? text.substr(0, at) : std::string_view{};
}

// Answers that speak of us or of the log-in, wherever they come (RFC 4954 section 6): no fault of the mail.
bool about_log_in(int code) {
  constexpr std::array codes{530, 534, 535, 538};
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

void Dialogue::asked(std::string_view command) {
  std::string verb;
  for (const char c : command.substr(0, 5)) verb += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  leaving_ = verb.starts_with("QUIT");
  if (leaving_) return;
  envelope_ = verb == "MAIL " || verb == "RCPT " || verb.starts_with("DATA");
  open_ = false, new_ = true;
}

void Dialogue::answered(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (leaving_ || line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), digit)) return;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  std::string_view text = line.size() > 4 ? line.substr(4) : std::string_view{};
  if (!open_) text_.clear();
  // Every line of an answer repeats the enhanced code; it is said once.
  if (!text_.empty() && !enhanced(text).empty()) text.remove_prefix(std::min(text.size(), enhanced(text).size() + 1));
  if (!text_.empty() && !text.empty()) text_ += ' ';
  text_ = std::string(cut_between_characters(text_ + one_line(text), most_text));
  open_ = line.size() > 3 && line[3] == '-';
  code_ = code, new_ = false;
}

ports::Delivery Dialogue::delivery(bool done, std::string_view why) const {
  using enum ports::Delivery::Outcome;
  // An answer from before the last command, or a good one, is not what stopped us.
  const bool said = !new_ && code_ >= 400 && code_ < 600;
  if (!done && !said) return {later, "", std::string(cut_between_characters(one_line(why), most_text))};
  const std::string_view exact = enhanced(text_);
  ports::Delivery delivery{done ? delivered : later, fmt::format("{}", code_), text_};
  if (!exact.empty()) {
    delivery.code += fmt::format(" {}", exact);
    delivery.text = text_.substr(std::min(text_.size(), exact.size() + 1));
  }
  if (!done && envelope_ && code_ >= 500 && code_ != 503 && !about_log_in(code_)) delivery.outcome = refused;
  return delivery;
}

}  // namespace yakusoku::mail_out
