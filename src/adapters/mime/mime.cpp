#include "adapters/mime/mime.hpp"

#include <algorithm>
#include <exception>
#include <optional>

#include "adapters/mail_text/mail_text.hpp"
#include "adapters/mime/answering.hpp"
#include "adapters/mime/body.hpp"
#include "adapters/mime/headers.hpp"
#include "adapters/mime/repair.hpp"
#include "adapters/mime/reports.hpp"
#include "adapters/mime/tree.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t head_looked_at = 64 * 1024;

std::string_view line_of(std::string_view text) { return text.substr(0, text.find('\n')); }

bool is_field(std::string_view line) {
  const auto colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && colon < 100 &&
         std::ranges::all_of(trim(line.substr(0, colon)), [](char c) { return c > 0x20 && c < 0x7f; });
}

// The charset and language that the message itself names: what its bare bytes are likely written in.
CharsetHint hint_of(const Tree& tree, const ReadOptions& options) {
  CharsetHint hint;
  const Part* part = &tree.root;
  while (true) {
    hint.charset = part->type.get("charset");
    if (!hint.charset.empty() || part->children.empty()) break;
    part = &part->children.front();
  }
  if (same_word(hint.charset, "us-ascii")) hint.charset.clear();
  if (hint.charset.empty()) hint.charset = charset_of_words(field(tree.root.fields, "Subject"));
  hint.language = ascii_lower(trim(field(tree.root.fields, "Content-Language"))).substr(0, 2);
  if (hint.language.empty()) hint.language = language_of_charset(hint.charset);
  if (hint.language.empty() && hint.charset.empty()) hint.language = options.likely_language;
  return hint;
}

// "ja", "en-us": what Content-Language may say.
std::string written_language(const Tree& tree) {
  std::string language = ascii_lower(trim(field(tree.root.fields, "Content-Language")));
  language = language.substr(0, language.find_first_of(", ;"));
  const bool fine = language.size() >= 2 && language.size() <= 12 && std::ranges::all_of(language, [](char c) {
                      return (c >= 'a' && c <= 'z') || c == '-' || (c >= '0' && c <= '9');
                    });
  return fine ? language.substr(0, language.find('-')) : std::string();
}

// Letters prove more than a client's setting: an English Outlook says en-US above Japanese words.
std::string language_of(const Tree& tree, const ports::ReadMail& mail) {
  std::string language = language_of_letters(mail.reply.empty() ? mail.subject : mail.reply);
  if (language.empty()) language = language_of_letters(mail.subject);
  if (language.empty()) language = written_language(tree);
  if (language.empty()) language = language_of_charset(tree.root.type.get("charset"));
  return language;
}

void take_as_text(std::string_view source, const ReadOptions& options, std::string_view note, ports::ReadMail& mail) {
  add_note(mail, note);
  const std::string_view shown = source.substr(0, options.text_bytes);
  if (shown.size() < source.size()) add_note(mail, "text_cut");
  mail.text = clean_text(guess(shown, {{}, options.likely_language}).text);
  mail_text::Said said = mail_text::reply_of_text(mail.text);
  mail.reply = std::move(said.reply);
  mail.folded = std::move(said.folded);
  mail.language = language_of_letters(mail.text);
  mail.no_auto_reply_because = "no_sender";
}

ports::ReadMail read(std::string_view source, const ReadOptions& options) {
  ports::ReadMail mail;
  source = without_prelude(source);
  const std::optional<std::string> fixed = repaired(source, mail);
  if (fixed) source = without_prelude(*fixed);
  if (!is_field(line_of(source))) {
    take_as_text(source, options, source.empty() ? "empty" : "no_header", mail);
    return mail;
  }
  const Tree tree = read_tree(source, {options.depth, options.parts}, options.likely_language);
  if (!tree.readable) {
    take_as_text(source, options, "unreadable", mail);
    return mail;
  }
  const CharsetHint hint = hint_of(tree, options);
  read_headers(tree.root.fields, hint, mail);
  read_body(tree, hint, options, mail);
  read_reports(tree, mail);
  judge_answering(tree.root.fields, options, mail);
  mail.language = language_of(tree, mail);
  return mail;
}

}  // namespace

ports::ReadMail read_mail(std::string_view source, const ReadOptions& options) {
  try {
    return read(source, options);
  } catch (const std::exception&) {  // memory, above all: what is left is the beginning, as text
    ports::ReadMail mail;
    mail.notes.emplace_back("unreadable");
    mail.no_auto_reply_because = "no_sender";
    mail.text = clean_text(guess(source.substr(0, head_looked_at), {}).text);
    mail.reply = mail.text;
    return mail;
  }
}

}  // namespace yakusoku::mime
