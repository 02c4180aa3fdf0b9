#include "adapters/mime/unpack.hpp"

#include <algorithm>
#include <memory>

#include <openssl/cms.h>
#include <openssl/err.h>

#include "adapters/mime/charsets.hpp"
#include "adapters/mime/transfer.hpp"

namespace yakusoku::mime {
namespace {

std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find('\n', at), text.size()) - at);
}

std::size_t next_line(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// "begin 644 name"; the name, or nothing.
std::string_view begun_file(std::string_view line) {
  if (!line.starts_with("begin ") || line.size() < 11) return {};
  const auto blank = line.find(' ', 6);
  if (blank == std::string_view::npos || blank - 6 < 3 || blank - 6 > 4) return {};
  const std::string_view mode = line.substr(6, blank - 6);
  const bool octal = std::ranges::all_of(mode, [](char c) { return c >= '0' && c <= '7'; });
  return octal ? trim(line.substr(blank + 1)) : std::string_view();
}

// The first letter of a line says how many bytes it carries.
bool fits_uu(std::string_view line) {
  if (line.empty()) return false;
  const int bytes = (line[0] - ' ') & 0x3f;
  const auto letters = static_cast<std::size_t>((bytes + 2) / 3 * 4);
  return line[0] >= ' ' && line[0] <= '`' && line.size() <= letters + 3 && line.size() + 4 >= letters + 1;
}

}  // namespace

std::vector<UuFile> take_uuencoded(std::string& text) {
  std::vector<UuFile> files;
  if (!text.contains("begin ")) return files;
  std::string rest;
  std::string_view all = text;
  for (std::size_t at = 0; at < all.size();) {
    const std::string_view line = line_at(all, at);
    const std::size_t data = next_line(all, at);
    const std::string_view name = begun_file(line);
    std::size_t end = data;
    while (!name.empty() && end < all.size() && line_at(all, end) != "end" && fits_uu(line_at(all, end)))
      end = next_line(all, end);
    if (name.empty() || end == data || end >= all.size() || line_at(all, end) != "end") {
      rest += all.substr(at, data - at);
      at = data;
      continue;
    }
    files.push_back({std::string(name), decode_uu(all.substr(data, end - data))});
    at = next_line(all, end);
  }
  if (!files.empty()) text = std::move(rest);
  return files;
}

Armour take_pgp_armour(std::string& text) {
  constexpr std::string_view message = "-----BEGIN PGP MESSAGE-----";
  constexpr std::string_view begin = "-----BEGIN PGP SIGNED MESSAGE-----\n";
  constexpr std::string_view signature = "\n-----BEGIN PGP SIGNATURE-----";
  constexpr std::string_view end = "-----END PGP SIGNATURE-----";
  if (trim(text).starts_with(message)) return Armour::encrypted;
  const auto from = text.find(begin);
  if (from == std::string::npos || (from > 0 && text[from - 1] != '\n')) return Armour::none;
  const auto signed_end = text.find(signature, from);
  const auto head_end = text.find("\n\n", from);  // Hash: …
  if (signed_end == std::string::npos || head_end == std::string::npos || head_end > signed_end) return Armour::none;
  const auto last = text.find(end, signed_end);
  std::string out = text.substr(0, from);
  const std::string_view body =
      std::string_view(text).substr(head_end + 2, std::max(signed_end, head_end + 2) - head_end - 2);
  for (std::size_t at = 0; at < body.size(); at = next_line(body, at)) {
    const std::string_view line = line_at(body, at);
    out += line.starts_with("- ") ? line.substr(2) : line;
    out += '\n';
  }
  if (last != std::string::npos) out += std::string_view(text).substr(next_line(text, last));
  text = std::move(out);
  return Armour::was_signed;
}

Envelope open_pkcs7(std::string_view bytes, std::string& within) {
  if (bytes.empty() || bytes.size() > 0x7fffffff) return Envelope::unreadable;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)> cms(
      d2i_CMS_ContentInfo(nullptr, &data, static_cast<long>(bytes.size())), &CMS_ContentInfo_free);
  ERR_clear_error();
  if (!cms) return Envelope::unreadable;
  const int type = OBJ_obj2nid(CMS_get0_type(cms.get()));
  if (type == NID_pkcs7_enveloped || type == NID_id_smime_ct_authEnvelopedData || type == NID_pkcs7_encrypted)
    return Envelope::encrypted;
  ASN1_OCTET_STRING** content = type == NID_pkcs7_signed ? CMS_get0_content(cms.get()) : nullptr;
  ERR_clear_error();
  if (!content || !*content) return Envelope::unreadable;
  within.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(*content)),
                static_cast<std::size_t>(ASN1_STRING_length(*content)));
  return Envelope::signed_data;
}

}  // namespace yakusoku::mime
