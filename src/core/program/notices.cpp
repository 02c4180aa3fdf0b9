#include "core/program/notices.hpp"

#include <algorithm>
#include <array>

#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

constexpr std::string_view kind_words[] = {"receipt",    "reply",    "message", "promise", "reminder",   "solved",
                                           "closed",     "reopened", "meeting", "moved",   "wrong_door", "held",
                                           "staff_told", "digest",   "access",  "test"};
constexpr NoticeKind all_kinds[] = {
    NoticeKind::receipt,    NoticeKind::reply,  NoticeKind::message,    NoticeKind::promise,
    NoticeKind::reminder,   NoticeKind::solved, NoticeKind::closed,     NoticeKind::reopened,
    NoticeKind::meeting,    NoticeKind::moved,  NoticeKind::wrong_door, NoticeKind::held,
    NoticeKind::staff_told, NoticeKind::digest, NoticeKind::access,     NoticeKind::test};
static_assert(std::size(kind_words) == std::size(all_kinds));

constexpr std::string_view of_a_request =
    "receipt reply message promise reminder solved closed reopened meeting moved held staff_told";

// The words of the customer are not known in a receipt: whoever files with a stranger's address must not be able to
// have us carry a letter to him.
constexpr Placeholder placeholder_table[] = {
    {"program.vendor", "the vendor's name; the program's title where it names none", ""},
    {"program.title", "the program's title", ""},
    {"contact.name", "the name of the person who reads the mail", ""},
    {"contact.language", "the language of that person, as a word", ""},
    {"url", "the address of the page that the mail is about: the request, the queue, the link to log in", ""},
    {"request.number", "the number of the request", of_a_request},
    {"request.subject", "its subject",
     "receipt reply message promise reminder solved closed reopened meeting moved held staff_told wrong_door"},
    {"request.kind", "the title of its kind", of_a_request},
    {"request.severity", "the title of its severity; empty where it has none", of_a_request},
    {"request.status", "its status, as a word", of_a_request},
    {"customer.name", "the customer's organisation; empty where it is not known", of_a_request},
    {"team.title", "the team that owns the request", of_a_request},
    {"agent.name", "the person of ours who acted, or who owns the request",
     "reply promise reminder solved closed reopened meeting moved staff_told"},
    {"author.name", "the person who wrote the message", "reply message held staff_told"},
    {"promise.words", "what is promised and by when, a line each, in words",
     "receipt reply message promise reminder reopened meeting moved held staff_told"},
    {"promise.due",
     "the moment by which we act next; in a reminder, by which the answer is awaited; in the reader's zone",
     "receipt reply message promise reminder reopened meeting moved held staff_told"},
    {"promise.left", "how long is left until then",
     "receipt reply message promise reminder reopened meeting moved held staff_told"},
    {"language.words", "in which languages the program answers, a sentence; empty where it says none", "receipt"},
    {"reason.title", "why: the closing reason, or why a mail was held", "solved closed held staff_told"},
    {"reason.means", "the same, in a sentence of the program", "solved closed held staff_told"},
    {"reopen.words", "until when and how the request may be reopened, a sentence", "solved closed"},
    {"event.title", "what happened, in a few words", "staff_told meeting"},
    {"meeting.title", "what kind of meeting it is: the session's or the door's title", "meeting"},
    {"meeting.from", "when it begins, in the reader's zone; empty: it has no time", "meeting"},
    {"meeting.length", "how long it is meant to take", "meeting"},
    {"door.name", "the right way in", "wrong_door"},
    {"door.address", "its address", "wrong_door"},
    {"answer.words", "how the reader may answer, a sentence; the house's where the desk sets none",
     "receipt reply message promise reminder solved closed reopened meeting moved"},
    {"words", "what was written: the answer, the message, the reminder's text, the report, the list",
     "reply message promise reminder solved closed reopened meeting moved staff_told digest test"},
    {"history", "the message before, quoted, where there is one",
     "reply message promise reminder solved closed reopened meeting moved"},
    {"count", "how many things the mail tells of", "digest"},
    {"link.valid", "how long the link may be used", "access"},
    {"test.sent", "the moment at which it was sent", "test"},
};

bool is_placeholder_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '.' || c == '-';
  });
}

}  // namespace

std::span<const std::string_view> enum_words(NoticeKind) { return kind_words; }

std::string_view word_of(NoticeKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }

std::optional<NoticeKind> notice_kind(std::string_view word) {
  const auto found = std::ranges::find(kind_words, word);
  if (found == std::end(kind_words)) return std::nullopt;
  return all_kinds[found - std::begin(kind_words)];
}

std::span<const NoticeKind> notice_kinds() { return all_kinds; }

bool Placeholder::known_in(NoticeKind kind) const {
  if (kinds.empty()) return true;
  const auto words = words_of(kinds);
  return std::ranges::find(words, word_of(kind)) != words.end();
}

std::span<const Placeholder> placeholders() { return placeholder_table; }

const Placeholder* placeholder(std::string_view name) {
  const auto found = std::ranges::find(placeholder_table, name, &Placeholder::name);
  return found == std::end(placeholder_table) ? nullptr : &*found;
}

std::vector<TemplatePart> template_parts(std::string_view words) {
  using Is = TemplatePart::Is;
  std::vector<TemplatePart> parts;
  const auto literal = [&](std::string_view text) {
    if (parts.empty() || parts.back().is != Is::words) parts.push_back({Is::words, ""});
    parts.back().text += text;
  };
  for (std::size_t at = 0; at < words.size();) {
    const char c = words[at];
    if (c != '{' && c != '}') {
      const std::size_t end = std::min(words.find_first_of("{}", at), words.size());
      literal(words.substr(at, end - at));
      at = end;
      continue;
    }
    if (at + 1 < words.size() && words[at + 1] == c) {
      literal(words.substr(at, 1));
      at += 2;
      continue;
    }
    const std::size_t end = c == '{' ? words.find_first_of("{}\n", at + 1) : std::string_view::npos;
    const bool closed = end != std::string_view::npos && words[end] == '}';
    if (closed && is_placeholder_name(words.substr(at + 1, end - at - 1))) {
      parts.push_back({Is::placeholder, std::string(words.substr(at + 1, end - at - 1))});
    } else {
      parts.push_back({Is::fault, std::string(closed ? words.substr(at, end + 1 - at) : words.substr(at, 1))});
    }
    at = closed ? end + 1 : at + 1;
  }
  return parts;
}

}  // namespace yakusoku::program
