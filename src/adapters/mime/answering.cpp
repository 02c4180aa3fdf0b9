#include "adapters/mime/answering.hpp"

#include <algorithm>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/parameters.hpp"
#include "adapters/mime/reports.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

// The first word of a header, without parameters and comments, lower-case.
std::string word_of(const std::vector<Field>& fields, std::string_view name) {
  std::string_view raw = trim(field(fields, name));
  while (raw.starts_with('(')) {  // a comment may stand in front
    const auto end = raw.find(')');
    if (end == std::string_view::npos) break;
    raw = trim(raw.substr(end + 1));
  }
  return ascii_lower(raw.substr(0, std::min(raw.find_first_of(" \t;("), raw.size())));
}

// How clients begin the subject of an out-of-office answer. By itself no proof: a customer may write so.
bool automatic_subject(std::string_view subject) {
  static constexpr std::string_view beginnings[] = {"automatic reply",
                                                    "auto reply",
                                                    "auto-reply",
                                                    "autoreply",
                                                    "auto:",
                                                    "out of office",
                                                    "out of the office",
                                                    "automatische antwort",
                                                    "abwesenheitsnotiz",
                                                    "réponse automatique",
                                                    "absence du bureau",
                                                    "respuesta automática",
                                                    "fuera de la oficina",
                                                    "risposta automatica",
                                                    "fuori sede",
                                                    "resposta automática",
                                                    "automatisch antwoord",
                                                    "odpowiedź automatyczna",
                                                    "autosvar",
                                                    "автоматический ответ",
                                                    "自動応答",
                                                    "自動返信",
                                                    "【自動返信】",
                                                    "【自動応答】",
                                                    "[自動返信]",
                                                    "[自動応答]",
                                                    "不在通知",
                                                    "不在連絡",
                                                    "不在のお知らせ",
                                                    "【不在"};
  const std::string lowered = ascii_lower(trim(subject));
  return std::ranges::any_of(beginnings, [&](std::string_view each) { return lowered.starts_with(each); });
}

bool is_machine(std::string_view address) {
  std::string local = ascii_lower(local_part(address));
  local = local.substr(0, local.find('+'));
  static constexpr std::string_view whole[] = {"mailer-daemon", "postmaster",  "listserv",    "majordomo",
                                               "mdaemon",       "mail-daemon", "mailerdaemon"};
  if (std::ranges::find(whole, local) != std::end(whole)) return true;
  if (local.starts_with("owner-") || local.ends_with("-request") || local.ends_with("-owner")) return true;
  std::string letters;
  for (const char c : local)
    if (c != '-' && c != '_' && c != '.') letters += c;
  for (const std::string_view each : {"noreply", "donotreply", "dontreply", "nepasrepondre"})
    if (letters.starts_with(each) || letters.ends_with(each)) return true;
  return false;
}

bool suppressed(const std::vector<Field>& fields) {
  const std::string words = ascii_lower(field(fields, "X-Auto-Response-Suppress"));
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find_first_of(",; ", at), words.size());
    const std::string_view word = std::string_view(words).substr(at, end - at);
    if (word == "oof" || word == "autoreply" || word == "all") return true;
    at = end + 1;
  }
  return false;
}

// Whoever marked it, SpamAssassin's or rspamd's way: a sender who calls his own mail spam is taken at his word.
bool marked_as_spam(const std::vector<Field>& fields) {
  for (const char* name : {"X-Spam-Flag", "X-Spam-Status", "X-Spam"})
    for (const std::string_view raw : all_fields(fields, name))
      if (ascii_lower(trim(raw)).starts_with("yes")) return true;
  for (const std::string_view raw : all_fields(fields, "X-Rspamd-Action")) {
    const std::string action = ascii_lower(trim(raw));
    for (const std::string_view each : {"reject", "add header", "rewrite subject", "quarantine", "discard"})
      if (action.starts_with(each)) return true;
  }
  return false;
}

bool is_bulk(const std::string& precedence) {
  return precedence == "bulk" || precedence == "junk" || precedence == "list" || precedence == "auto_reply";
}

bool says_yes(const std::vector<Field>& fields, std::string_view name) {
  const std::string word = word_of(fields, name);
  return !word.empty() && word != "no" && word != "false" && word != "0";
}

bool is_auto_reply(const std::vector<Field>& fields, const ports::ReadMail& mail) {
  const std::string submitted = word_of(fields, "Auto-Submitted");
  const std::string precedence = word_of(fields, "Precedence");
  if (submitted == "auto-replied" || precedence == "auto_reply") return true;
  if (says_yes(fields, "X-Autoreply") || says_yes(fields, "X-Autorespond")) return true;
  const bool sign = (!submitted.empty() && submitted != "no") || suppressed(fields) || is_bulk(precedence) ||
                    mail.return_path == "<>";
  return sign && automatic_subject(mail.subject);
}

std::string_view list_header(const std::vector<Field>& fields) {
  for (const Field& each : fields)
    if (each.name.size() > 5 && same_word(std::string_view(each.name).substr(0, 5), "List-")) return each.name;
  return {};
}

bool own(const ReadOptions& options, std::string_view address) {
  return std::ranges::any_of(options.own_addresses,
                             [&](const std::string& each) { return same_word(each, address); });
}

std::string forbidden_because(const std::vector<Field>& fields, const ReadOptions& options,
                              const ports::ReadMail& mail) {
  if (const std::string word = word_of(fields, "Auto-Submitted"); !word.empty() && word != "no")
    return "Auto-Submitted";
  if (mail.return_path == "<>") return "null_return_path";
  if (mail.from.address.empty() || !mail.from.address.contains('@')) return "no_sender";
  for (const std::string* each : {&mail.from.address, &mail.return_path, &mail.sender.address})
    if (is_machine(*each)) return "sender_is_a_machine";
  for (const ports::MailAddress& each : mail.reply_to)
    if (is_machine(each.address)) return "sender_is_a_machine";
  if (const std::string_view list = list_header(fields); !list.empty()) return std::string(list.substr(0, 60));
  if (is_bulk(word_of(fields, "Precedence"))) return "Precedence";
  if (suppressed(fields)) return "X-Auto-Response-Suppress";
  for (const char* name : {"X-Autoreply", "X-Autorespond"})
    if (says_yes(fields, name)) return name;
  if (own(options, mail.from.address) || own(options, mail.return_path)) return "own_address";
  if (mail.spam) return "marked_as_spam";
  if (mail.mail_class != ports::MailClass::normal)
    return std::string(enum_words(mail.mail_class)[static_cast<std::size_t>(mail.mail_class)]);
  if (read_parameters(field(fields, "Content-Type"), {}).value == "multipart/report") return "multipart/report";
  if (reads_like_a_bounce(fields, mail)) return "sender_is_a_machine";
  if (automatic_subject(mail.subject)) return "automatic_subject";
  return {};
}

}  // namespace

void judge_answering(const std::vector<Field>& fields, const ReadOptions& options, ports::ReadMail& mail) {
  mail.spam = marked_as_spam(fields);
  if (mail.mail_class == ports::MailClass::normal && is_auto_reply(fields, mail))
    mail.mail_class = ports::MailClass::auto_reply;
  mail.no_auto_reply_because = clean_line(forbidden_because(fields, options, mail));
  mail.auto_reply_allowed = mail.no_auto_reply_because.empty();
}

}  // namespace yakusoku::mime
