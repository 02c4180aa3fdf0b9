// What a mail says, for people to read: safe HTML, readable text, and the writer's own words apart from the history
// he quotes. Pure functions of the bytes given: no charsets (the input is taken as UTF-8, broken bytes become U+FFFD),
// no MIME, no I/O. Promises: any input is answered, in time and memory linear in its size; nothing that could run,
// load or submit leaves `safe`; nobody's words are thrown away. Refuses nothing, cuts only what is beyond the caps.
#pragma once

#include <string>
#include <string_view>

namespace yakusoku::mail_text {

struct Html {
  std::string safe;            // a fragment of allow-listed elements; reading it again gives the same bytes
  std::string text;            // the same as plain text: paragraphs, lists, tables, `label <url>`, quotes as "> "
  bool remote_images = false;  // some image waits as <img data-held-src="https://…"> until the reader wants it
};
// Links lead to http, https, mailto or tel and carry rel; images are cid:, small data: pictures, or held back.
// Beyond 2 MiB of input, 200 levels or 100,000 nodes the rest is left out (the source has it).
Html read_html(std::string_view html);

struct Said {
  std::string reply;   // what the writer said, line ends "\n", no blank lines around it
  std::string folded;  // quoted history, signatures and the client's own lines, in the order they stood
};
// Never an empty reply where the writer wrote something. An answer between quoted lines keeps those lines; then only
// what trails the last answer is folded. Beyond 1 MiB nothing more is folded: the rest stays in the reply.
Said reply_of_text(std::string_view text);
// By the client's own marks (gmail_quote, blockquote type=cite, divRplyFwdMsg, …) first, then as text.
Said reply_of_html(std::string_view html);

// The paragraphs of format=flowed text (RFC 3676) as long lines: soft breaks joined, space-stuffing taken away, quote
// depth kept, the signature line "-- " kept.
std::string unflow(std::string_view text, bool delsp);

}  // namespace yakusoku::mail_text
