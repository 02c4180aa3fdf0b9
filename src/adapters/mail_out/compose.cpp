#include "adapters/mail_out/compose.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <span>

#include "adapters/mail_out/addresses.hpp"
#include "adapters/mail_out/header_words.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/zones.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr std::string_view boundary_begin = "=_";  // never in base64 or quoted-printable (RFC 2045 section 6.7)

std::string date_value(Instant at) {
  constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const zones::WallTime wall = zones::wall_time("UTC", at);
  const std::string date = zones::date_text(wall.date);  // 2026-11-20
  const auto month = static_cast<std::size_t>((date[5] - '0') * 10 + date[6] - '1');
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000",
                     days[static_cast<std::size_t>(zones::day_of_week(wall.date))], date.substr(8, 2), months[month],
                     date.substr(0, 4), wall.second / 3600, wall.second / 60 % 60, wall.second % 60);
}

// Encodes with GMime and gives the lines the ends that the wire wants.
std::string encoded(std::string_view bytes, GMimeContentEncoding encoding) {
  GMimeEncoding state;
  g_mime_encoding_init_encode(&state, encoding);
  std::string raw(g_mime_encoding_outlen(&state, bytes.size()), '\0');
  raw.resize(g_mime_encoding_flush(&state, bytes.data(), bytes.size(), raw.data()));
  std::string out;
  out.reserve(raw.size() + raw.size() / 60);
  for (const char c : raw) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

// Text that every relay carries unchanged: short ASCII lines, nothing that mail software has views about.
bool plain_enough(std::string_view text) {
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string_view line = text.substr(from, to - from);
    if (line.size() > 78 || line.starts_with("From ") || line.starts_with(".") || line.ends_with(' ') ||
        line.find(boundary_begin) != std::string_view::npos)
      return false;
    if (!std::ranges::all_of(line, [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); })) return false;
    from = to + 1;
  }
  return true;
}

struct Part {
  std::string fields, body;
};

Part text_part(std::string_view subtype, std::string_view words) {
  const std::string text = many_lines(words);
  const auto foreign = std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  const bool dense = static_cast<std::size_t>(foreign) * 6 > text.size();
  const bool plain = plain_enough(text);
  Part part;
  part.fields = fmt::format("Content-Type: text/{}; charset=UTF-8\r\nContent-Transfer-Encoding: {}\r\n", subtype,
                            plain   ? "7bit"
                            : dense ? "base64"
                                    : "quoted-printable");
  part.body = dense && !plain
                  ? [&] {
                      std::string wire;  // base64 carries line ends as they are: they must be the wire's
                      for (const char c : text) wire += c == '\n' ? std::string("\r\n") : std::string(1, c);
                      return encoded(wire, GMIME_CONTENT_ENCODING_BASE64);
                    }()
                  : encoded(text, plain ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return part;
}

// Base64, so that its own folded lines and line ends arrive as they are.
Part calendar_part(const ports::OutgoingMail& mail) {
  const bool cancels = mail.calendar_method == "CANCEL";
  return {
      fmt::format("Content-Type: text/calendar; method={}; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n",
                  cancels ? "CANCEL" : "REQUEST"),
      encoded(mail.calendar, GMIME_CONTENT_ENCODING_BASE64)};
}

bool is_type(std::string_view type) {
  const std::size_t slash = type.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() && type.size() < 128 &&
         std::ranges::count(type, '/') == 1 &&
         std::ranges::all_of(
             type,
             [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      std::string_view("/.+-_").find(c) != std::string_view::npos;
             });
}

// A file's name as it may stand on somebody else's disk.
std::string safe_name(std::string_view name) {
  std::string out = one_line(name);
  std::ranges::replace_if(out, [](char c) { return c == '/' || c == '\\'; }, '_');
  return out.empty() || out == "." || out == ".." ? "attachment" : out;
}

Part attachment_part(const ports::OutgoingMail::Attachment& file) {
  std::string type = ascii_lower(file.type);
  // Whole messages and multiparts may not be base64 (RFC 2046 section 5.2.1); as plain bytes they arrive unchanged.
  if (!is_type(type) || type.starts_with("message/") || type.starts_with("multipart/"))
    type = "application/octet-stream";
  const bool utf8 = type.starts_with("text/") && one_line(file.bytes).find("\xef\xbf\xbd") == std::string::npos;
  const std::string name = safe_name(file.name);
  return {fmt::format("Content-Type: {}{}{}\r\nContent-Disposition: attachment{}\r\n"
                      "Content-Transfer-Encoding: base64\r\n",
                      type, utf8 ? "; charset=UTF-8" : "", old_parameter("name", name), parameter("filename", name)),
          encoded(file.bytes, GMIME_CONTENT_ENCODING_BASE64)};
}

Part multipart(std::string_view subtype, std::span<const Part> parts, const std::string& boundary) {
  Part whole;
  whole.fields = fmt::format("Content-Type: multipart/{}; boundary=\"{}\"\r\n", subtype, boundary);
  // The line end before a boundary is the boundary's: a part's own last one stands before it.
  for (const Part& each : parts) whole.body += fmt::format("--{}\r\n{}\r\n{}\r\n", boundary, each.fields, each.body);
  whole.body += fmt::format("--{}--\r\n", boundary);
  return whole;
}

Part body_of(const ports::OutgoingMail& mail, std::string_view seed) {
  const auto boundary = [&](std::string_view level) {
    return fmt::format("{}{}{}", boundary_begin, level, to_hex(sha256(seed)).substr(0, 32));
  };
  std::vector<Part> shown;
  if (!mail.text.empty() || mail.html.empty()) shown.push_back(text_part("plain", mail.text));
  if (!mail.html.empty()) shown.push_back(text_part("html", mail.html));
  if (!mail.calendar.empty()) shown.push_back(calendar_part(mail));
  Part said = shown.size() == 1 ? std::move(shown[0]) : multipart("alternative", shown, boundary("a"));
  if (mail.attachments.empty()) return said;
  std::vector<Part> parts{std::move(said)};
  for (const auto& each : mail.attachments) parts.push_back(attachment_part(each));
  return multipart("mixed", parts, boundary("m"));
}

std::string automatic_fields(const ports::OutgoingMail& mail) {
  if (mail.auto_submitted.empty()) return {};
  const bool known = mail.auto_submitted == "auto-replied" || mail.auto_submitted == "auto-generated";
  return token_field("Auto-Submitted", known ? mail.auto_submitted : "auto-generated") +
         "X-Auto-Response-Suppress: All\r\n";
}

std::string unsubscribe_fields(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  if (url.find_first_of(" <>,") != std::string_view::npos) return {};
  const std::string field = token_field("List-Unsubscribe", fmt::format("<{}>", url));
  return field.empty() ? field : field + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
}

bool is_language(std::string_view tag) {
  return tag.size() < 36 && std::ranges::all_of(
                                tag,
                                [](char c) {
                                  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                         c == '-';
                                });
}

}  // namespace

std::string source_of(const ports::OutgoingMail& mail, std::string_view boundary_seed) {
  const Part body = body_of(mail, boundary_seed.empty() ? std::string_view(mail.stable_id) : boundary_seed);
  const std::string to = address_field("To", mail.to);
  std::string out = fmt::format("Date: {}\r\n", date_value(mail.at));
  out += address_field("From", mail.from);
  out += to.empty() ? "To: undisclosed-recipients:;\r\n" : to;
  out += address_field("Reply-To", mail.reply_to);
  out += text_field("Subject", mail.subject);
  out += ids_field("Message-ID", {mail.message_id});
  out += ids_field("In-Reply-To", {mail.in_reply_to});
  out += ids_field("References", chain(mail.references, mail.in_reply_to));
  out += automatic_fields(mail);
  out += unsubscribe_fields(mail.unsubscribe_url);
  if (is_language(mail.language)) out += token_field("Content-Language", mail.language);
  out += "MIME-Version: 1.0\r\n" + body.fields + "\r\n" + body.body;
  return out.ends_with("\r\n") ? out : out + "\r\n";
}

Outcome sendable(const ports::OutgoingMail& mail) {
  if (!wire_address(mail.to.address)) return fail(ErrorCode::invalid, "to");
  if (!wire_address(mail.from.address)) return fail(ErrorCode::invalid, "from");
  if (!mail.reply_to.address.empty() && !wire_address(mail.reply_to.address))
    return fail(ErrorCode::invalid, "reply_to");
  if (!mail.envelope_from.empty() && !wire_address(mail.envelope_from))
    return fail(ErrorCode::invalid, "envelope_from");
  if (ids_field("Message-ID", {mail.message_id}).empty()) return fail(ErrorCode::invalid, "message_id");
  return {};
}

}  // namespace yakusoku::mail_out
