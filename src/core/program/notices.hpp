#pragma once

// The notices of a program: what the desk may mail, and the placeholders that their words may hold. One table says
// which placeholder means what and in which notices its value is known; `check`, the renderer (core/notices), the
// preview and docs/program/notices.md go by it. Nothing is rendered here.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/text.hpp"

namespace yakusoku::program {

enum class NoticeKind {
  receipt,     // the request was taken
  reply,       // a person answered
  message,     // to participants: the customer wrote
  promise,     // a new time of the next update
  reminder,    // we wait for the customer's answer
  solved,      // solved; what the customer may still do
  closed,      // closed
  reopened,    // taken up again
  meeting,     // a meeting has a time, another one, or none any more
  moved,       // it was filed under another kind: another team takes care of it
  wrong_door,  // a mail that belongs to no request came to a door that opens none
  held,        // a mail was kept back until a person has looked at it
  staff_told,  // owner, team, lead: a warning, a breach, a bounced mail, a stopped loop
  digest,      // many events in one mail
  access,      // a link to log in
  test         // whether mail arrives
};
// The keys below `notices`, in the order of NoticeKind.
std::span<const std::string_view> enum_words(NoticeKind);
std::string_view word_of(NoticeKind kind);
std::optional<NoticeKind> notice_kind(std::string_view word);
std::span<const NoticeKind> notice_kinds();

struct Placeholder {
  std::string_view name;   // request.number
  std::string_view means;  // in English
  std::string_view kinds;  // words of NoticeKind with blanks between; empty: every notice
  bool known_in(NoticeKind kind) const;
};
// In the order of the documentation.
std::span<const Placeholder> placeholders();
const Placeholder* placeholder(std::string_view name);

// What a program writes of one notice. An empty text is left to the house.
struct Notice {
  NoticeKind kind = NoticeKind::test;
  bool never = false;  // `none`: this is never sent
  Text subject, text;
  Place place;
};

// Words of a notice, taken apart: `{name}` is a placeholder, `{{` and `}}` are braces, any other brace is a fault.
struct TemplatePart {
  enum class Is { words, placeholder, fault } is = Is::words;
  std::string text;  // the words, the placeholder's name, or what is wrong as it stands there
};
std::vector<TemplatePart> template_parts(std::string_view words);

}  // namespace yakusoku::program
