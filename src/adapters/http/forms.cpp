#include "adapters/http/forms.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "adapters/http/request_target.hpp"
#include "adapters/http/text.hpp"
#include "base/text.hpp"

namespace yakusoku::http {

namespace {

constexpr std::size_t longest_name = 150;

// The parameter of a header value such as `form-data; name="a"; filename="b"`; quoted or a token. Browsers write a
// quote in a name as %22 and line breaks as %0D%0A, which stay as they are but for the quote.
std::optional<std::string> parameter(std::string_view value, std::string_view wanted) {
  std::size_t at = value.find(';');
  while (at != std::string_view::npos) {
    value = trim(value.substr(at + 1));
    const std::size_t sign = value.find_first_of("=;");
    if (sign == std::string_view::npos) return std::nullopt;
    if (value[sign] == ';') {
      at = sign;
      continue;
    }
    const std::string_view name = trim(value.substr(0, sign));
    value = trim(value.substr(sign + 1));
    std::string text;
    if (value.starts_with('"')) {
      std::size_t end = 1;
      while (end < value.size() && value[end] != '"') {
        if (value[end] == '\\' && end + 1 < value.size() && value[end + 1] == '"') ++end;
        text += value[end++];
      }
      if (end >= value.size()) return std::nullopt;
      value.remove_prefix(end + 1);
    } else {
      text = trim(value.substr(0, value.find(';')));
    }
    if (equal_ignoring_case(name, wanted)) return text;
    at = value.find(';');
  }
  return std::nullopt;
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= 70 && std::ranges::all_of(text, [](char c) {
    return is_token({&c, 1}) || std::string_view("'()+_,-./:=? ").contains(c);
  });
}

struct PartHead {
  std::string name;
  std::optional<std::string> file_name;
  std::string content_type = "text/plain";
};

Result<PartHead> read_part_head(std::string_view text) {
  PartHead head;
  bool named = false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find("\r\n"));
    text.remove_prefix(std::min(text.size(), line.size() + 2));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail(ErrorCode::malformed, {}, "a part's header without a colon");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (equal_ignoring_case(name, "Content-Type")) head.content_type = value;
    if (!equal_ignoring_case(name, "Content-Disposition")) continue;
    auto field = parameter(value, "name");
    if (!field || named || !equal_ignoring_case(trim(value.substr(0, value.find(';'))), "form-data"))
      return fail(ErrorCode::malformed, {}, "a part without a name of its own");
    named = true;
    head.name = std::move(*field);
    head.file_name = parameter(value, "filename");
  }
  const bool usable = named && is_utf8(head.name) && !has_control(head.name) && !has_control(head.content_type);
  if (!usable) return fail(ErrorCode::malformed, {}, "a part without a usable name");
  return head;
}

// Adds one part to the form; `text` is its head, an empty line, and its content.
Outcome take_part(std::string_view text, const FormLimits& limits, Form& form) {
  const std::size_t split = text.find("\r\n\r\n");
  if (split == std::string_view::npos) return fail(ErrorCode::malformed, {}, "a part without an end of its header");
  if (split > limits.part_head_bytes) return fail(ErrorCode::too_large, {}, "a part's header");
  PartHead head = TRY(read_part_head(text.substr(0, split)));
  const std::string_view content = text.substr(split + 4);
  if (form.fields.size() + form.files.size() == limits.parts) return fail(ErrorCode::too_many, head.name);
  if (!head.file_name) {
    if (content.size() > limits.field_bytes) return fail(ErrorCode::too_large, head.name);
    if (!is_utf8(content) || content.contains('\0')) return fail(ErrorCode::malformed, head.name, "no UTF-8 text");
    form.fields.emplace_back(std::move(head.name), std::string(content));
    return {};
  }
  if (content.size() > limits.file_bytes) return fail(ErrorCode::too_large, head.name);
  if (head.file_name->empty() && content.empty()) return {};  // a file input that was left alone
  form.files.push_back(
      {std::move(head.name), safe_file_name(*head.file_name), std::move(head.content_type), std::string(content)});
  return {};
}

// U+061C, U+200B-200F, U+202A-202E, U+2060-2069, U+FEFF: invisible, and able to turn "exe.txt" round.
bool is_invisible(std::string_view mark) {
  if (mark == "\xD8\x9C" || mark == "\xEF\xBB\xBF") return true;
  if (mark.size() != 3 || mark[0] != '\xE2') return false;
  const auto last = static_cast<std::uint8_t>(mark[2]);
  if (mark[1] == '\x80') return (last >= 0x8B && last <= 0x8F) || (last >= 0xAA && last <= 0xAE);
  return mark[1] == '\x81' && last >= 0xA0 && last <= 0xA9;
}

std::string without_special(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t length = 1;
    while (i + length < name.size() && (static_cast<std::uint8_t>(name[i + length]) & 0xC0) == 0x80) ++length;
    const std::string_view mark = name.substr(i, length);
    i += length;
    const bool c1 = mark.size() == 2 && mark[0] == '\xC2' && static_cast<std::uint8_t>(mark[1]) < 0xA0;
    if (has_control(mark) || c1 || is_invisible(mark)) continue;
    if (std::string_view("<>:\"|?*").contains(mark))
      out += '_';
    else
      out += mark;
  }
  return out;
}

}  // namespace

std::string safe_file_name(std::string_view sent) {
  const std::size_t slash = sent.find_last_of("/\\");
  if (slash != std::string_view::npos) sent.remove_prefix(slash + 1);
  if (!is_utf8(sent)) return "file";
  std::string name = without_special(sent);
  const std::size_t first = name.find_first_not_of(". ");
  if (first == std::string::npos) return "file";
  name = name.substr(first, name.find_last_not_of(". ") - first + 1);
  if (name.size() <= longest_name) return name;
  const std::size_t dot = name.rfind('.');
  const std::string extension = dot == std::string::npos || name.size() - dot > 16 ? "" : name.substr(dot);
  std::string stem(cut_between_characters(name, longest_name - extension.size()));
  stem.erase(stem.find_last_not_of(". ") + 1);
  return stem + extension;
}

Result<Pairs> read_urlencoded(std::string_view body, const FormLimits& limits) {
  auto pairs = read_pairs(body, limits.parts);
  if (!pairs) {
    const bool many = static_cast<std::size_t>(std::ranges::count(body, '&')) >= limits.parts;
    return fail(many ? ErrorCode::too_many : ErrorCode::malformed);
  }
  for (const auto& [name, value] : *pairs)
    if (name.size() > limits.field_bytes || value.size() > limits.field_bytes)
      return fail(ErrorCode::too_large, std::string(cut_between_characters(name, longest_name)));
  return std::move(*pairs);
}

Result<Form> read_multipart(std::string_view content_type, std::string_view body, const FormLimits& limits) {
  const auto boundary = parameter(content_type, "boundary");
  if (!boundary || !is_boundary(*boundary)) return fail(ErrorCode::malformed, {}, "no usable boundary");
  const std::string delimiter = "\r\n--" + *boundary;
  // The first delimiter may stand at the very beginning, without its line break.
  const std::string_view opening = std::string_view(delimiter).substr(2);
  std::size_t at = body.starts_with(opening) ? opening.size() : body.find(delimiter);
  if (at == std::string_view::npos) return fail(ErrorCode::malformed, {}, "the boundary is not in the body");
  if (!body.starts_with(opening)) at += delimiter.size();
  Form form;
  while (!body.substr(at).starts_with("--")) {
    while (at < body.size() && (body[at] == ' ' || body[at] == '\t')) ++at;
    if (!body.substr(at).starts_with("\r\n")) return fail(ErrorCode::malformed, {}, "a boundary's line goes on");
    at += 2;
    const std::size_t end = body.find(delimiter, at);
    if (end == std::string_view::npos) return fail(ErrorCode::malformed, {}, "the last part has no end");
    TRY_OUTCOME(take_part(body.substr(at, end - at), limits, form));
    at = end + delimiter.size();
  }
  return form;
}

Result<Form> read_form(const Request& request, const FormLimits& limits) {
  const std::string_view type = request.header("Content-Type").value_or("");
  const std::string_view essence = trim(type.substr(0, type.find(';')));
  if (equal_ignoring_case(essence, "multipart/form-data")) return read_multipart(type, request.body, limits);
  if (!equal_ignoring_case(essence, "application/x-www-form-urlencoded"))
    return fail(ErrorCode::malformed, "Content-Type", "no form");
  Form form;
  form.fields = TRY(read_urlencoded(request.body, limits));
  return form;
}

}  // namespace yakusoku::http
