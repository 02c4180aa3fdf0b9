// Which words in which language, and what the house adds by itself.

#include "core/notices/notices.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/notices/markup.hpp"

namespace yakusoku::notices {
namespace {

using program::Notice;
using program::Program;
using program::Text;

std::string_view primary(std::string_view language) { return language.substr(0, language.find('-')); }

// Text of strangers with the line ends and characters that a mail may hold.
std::string cleaned(std::string text) {
  std::erase_if(text, [](char c) {
    const unsigned char code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\n' && c != '\t') || code == 0x7f;
  });
  const auto is_blank = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  const std::size_t first = text.find_first_not_of('\n');
  return first == std::string::npos ? std::string() : text.substr(first);
}

// The words of one language, program's or house's.
class Words {
 public:
  Words(const Program& program, const Defaults& defaults, NoticeKind kind)
      : program_(program), own_(program.notice(kind)), defaults_(defaults), kind_(kind) {}

  bool says(std::string_view language) const { return !text(language).empty(); }
  std::string_view text(std::string_view language) const {
    return own_ && !own_->text.empty() ? in(own_->text, language) : defaults_.text(language, kind_);
  }
  std::string_view subject(std::string_view language) const {
    return own_ && !own_->subject.empty() ? in(own_->subject, language) : defaults_.subject(language, kind_);
  }
  // Languages in the order in which they may stand for the reader's.
  std::vector<std::string> order(std::string_view reader) const {
    std::vector<std::string> order = {std::string(reader), std::string(primary(reader))};
    order.insert(order.end(), program_.languages.begin(), program_.languages.end());
    order.insert(order.end(), defaults_.languages().begin(), defaults_.languages().end());
    return order;
  }

 private:
  static std::string_view in(const Text& text, std::string_view language) {
    return text.has(language) ? text.in(language) : std::string_view();
  }
  const Program& program_;
  const Notice* own_;
  const Defaults& defaults_;
  NoticeKind kind_;
};

bool takes_answers_by_mail(const Program& program) {
  const program::Door* mail = program.door("mail");
  if (!mail) return false;
  using May = std::vector<std::string>;
  const auto replies = [](const May& may) { return std::ranges::find(may, "reply") != may.end(); };
  const auto any_cell = [&](auto& self, const program::TableNode<May>& node) -> bool {
    if (node.leaf && replies(*node.leaf)) return true;
    return std::ranges::any_of(node.branches, [&](const auto& branch) { return self(self, branch.below); });
  };
  return std::ranges::any_of(mail->may.rules, [&](const auto& rule) {
    const auto* plain = std::get_if<May>(&rule.is);
    return plain ? replies(*plain) : any_cell(any_cell, std::get<program::Table<May>>(rule.is).cells);
  });
}

Values completed(const Program& program, const Defaults& defaults, NoticeKind kind, std::string_view language,
                 const Values& given) {
  Values values = given;
  const auto fill = [&](std::string_view name, std::string_view text) {
    if (values.text(name).empty()) values.set(name, std::string(text));
  };
  fill("program.vendor", program.vendor_in(language));
  fill("program.title", program.title.empty() ? std::string_view(program.id) : program.title.in(language));
  if (program::placeholder("answer.words")->known_in(kind))
    fill("answer.words",
         defaults.phrase(language, takes_answers_by_mail(program) ? "answer_by_mail" : "answer_on_page"));
  return values;
}

}  // namespace

Values& Values::set(std::string_view name, std::string text) { return set(name, std::move(text), {}); }

Values& Values::set(std::string_view name, std::string text, std::string safe_html) {
  values_[std::string(name)] = {cleaned(std::move(text)), std::move(safe_html)};
  return *this;
}

std::string_view Values::text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string_view() : std::string_view(found->second.text);
}

std::string_view Values::html(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string_view() : std::string_view(found->second.html);
}

bool sends(const Program& program, NoticeKind kind) {
  const Notice* own = program.notice(kind);
  return !own || !own->never;
}

std::string language_for(const Program& program, const Defaults& defaults, NoticeKind kind, std::string_view reader) {
  const Words words(program, defaults, kind);
  for (std::string& language : words.order(reader))
    if (words.says(language)) return std::move(language);
  return program.languages.empty() ? std::string(reader) : program.languages.front();
}

Result<Rendered> render(const Program& program, const Defaults& defaults, NoticeKind kind, std::string_view language,
                        const Values& values) {
  const std::string field = fmt::format("notices.{}", program::word_of(kind));
  if (!sends(program, kind))
    return fail(ErrorCode::refused_by_program, field, "the program never sends this notice", field);
  const Words words(program, defaults, kind);
  Rendered mail;
  mail.language = language_for(program, defaults, kind, language);
  mail.stands_in = primary(mail.language) != primary(language);
  const Values complete = completed(program, defaults, kind, mail.language, values);
  std::string_view subject = words.subject(mail.language);
  for (const std::string& other : words.order(mail.language))
    if (subject.empty()) subject = words.subject(other);
  mail.subject = write_subject(subject, complete);

  std::vector<Paragraph> paragraphs;
  std::string_view mark = mail.stands_in ? defaults.phrase(language, "stands_in") : std::string_view();
  if (mail.stands_in && mark.empty()) mark = defaults.phrase(primary(language), "stands_in");
  if (!mark.empty()) paragraphs = parse_paragraphs(mark);
  std::ranges::move(parse_paragraphs(words.text(mail.language)), std::back_inserter(paragraphs));
  paragraphs = without_holes(std::move(paragraphs), complete);
  mail.text = write_text(paragraphs, complete);
  mail.html = html_document(mail.language, mail.subject, write_html(paragraphs, complete));
  return mail;
}

}  // namespace yakusoku::notices
