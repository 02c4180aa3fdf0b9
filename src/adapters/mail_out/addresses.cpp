#include "adapters/mail_out/addresses.hpp"

#include <unicode/idna.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "base/assert.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr std::size_t most_address = 254;  // RFC 5321 4.5.3.1.3, without the brackets

std::string valid_utf8(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
      .toUTF8String(out);
  return out;
}

const icu::IDNA& idna() {
  static const std::unique_ptr<const icu::IDNA> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const std::uint32_t options = UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ;
    std::unique_ptr<const icu::IDNA> made(icu::IDNA::createUTS46Instance(options, status));
    ASSERT(U_SUCCESS(status));
    return made;
  }();
  return *instance;
}

bool control(unsigned char byte) { return byte < 0x20 || byte == 0x7f; }

bool is_literal(std::string_view domain) {
  return domain.size() > 3 && domain.front() == '[' && domain.back() == ']' &&
         std::ranges::all_of(domain.substr(1, domain.size() - 2), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' ||
                  c == ':' || c == 'I' || c == 'P' || c == 'v';
         });
}

bool is_domain_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool quoted_local(std::string_view local) {
  if (local.size() < 3 || local.front() != '"' || local.back() != '"') return false;
  for (std::size_t i = 1; i + 1 < local.size(); ++i) {
    if (control(static_cast<unsigned char>(local[i])) || local[i] == '"') return false;
    if (local[i] == '\\' && ++i + 1 >= local.size()) return false;
  }
  return true;
}

bool plain_local(std::string_view local) {
  constexpr std::string_view forbidden = " <>()[],;:\\\"@";
  return !local.empty() && std::ranges::none_of(local, [&](char c) {
    return control(static_cast<unsigned char>(c)) || forbidden.find(c) != std::string_view::npos;
  });
}

// U+0080 to U+009F, U+2028 and U+2029 in UTF-8, at this place: how many bytes.
std::size_t separator(std::string_view text, std::size_t at) {
  if (control(static_cast<unsigned char>(text[at]))) return 1;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) return 3;
  return rest.size() > 1 && rest[0] == '\xc2' && static_cast<unsigned char>(rest[1]) < 0xa0 ? 2 : 0;
}

}  // namespace

std::string_view domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

bool needs_utf8(std::string_view address) {
  return std::ranges::any_of(address, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::optional<std::string> wire_domain(std::string_view domain) {
  if (domain.empty() || domain.size() > most_address || valid_utf8(domain) != domain) return std::nullopt;
  if (is_literal(domain)) return std::string(domain);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  const icu::StringPiece piece(domain.data(), static_cast<std::int32_t>(domain.size()));
  idna().nameToASCII_UTF8(piece, sink, info, status);
  // Hyphens in the third and fourth place are wrong by the book and live in real domains.
  const std::uint32_t wrong =
      info.getErrors() &
      ~static_cast<std::uint32_t>(UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN);
  if (U_FAILURE(status) || wrong != 0 || out.empty() || out.front() == '.') return std::nullopt;
  if (!std::ranges::all_of(out, is_domain_byte)) return std::nullopt;
  return out;
}

std::optional<std::string> wire_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos || address.size() > most_address) return std::nullopt;
  const std::string_view local = address.substr(0, at);
  if (valid_utf8(local) != local || (!plain_local(local) && !quoted_local(local))) return std::nullopt;
  if (one_line(local) != local) return std::nullopt;
  const std::optional<std::string> domain = wire_domain(address.substr(at + 1));
  if (!domain || local.size() + 1 + domain->size() > most_address) return std::nullopt;
  return std::string(local) + "@" + *domain;
}

std::string one_line(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string out;
  out.reserve(valid.size());
  bool in_run = false;
  for (std::size_t i = 0; i < valid.size();) {
    const std::size_t skipped = separator(valid, i);
    if (skipped != 0 && !in_run) out += ' ';
    if (skipped == 0) out += valid[i];
    in_run = skipped != 0;
    i += std::max<std::size_t>(skipped, 1);
  }
  return out;
}

std::string many_lines(std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string out;
  out.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size(); ++i) {
    if (valid[i] == '\0') continue;
    if (valid[i] != '\r')
      out += valid[i];
    else if (i + 1 == valid.size() || valid[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

}  // namespace yakusoku::mail_out
