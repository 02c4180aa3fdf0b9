#include <algorithm>

#include "adapters/mime/parameters.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

struct Ending {
  std::string_view type, ending;
};
constexpr Ending endings[] = {
    {"image/png", ".png"},
    {"image/jpeg", ".jpg"},
    {"image/jpeg", ".jpeg"},
    {"image/gif", ".gif"},
    {"image/webp", ".webp"},
    {"image/bmp", ".bmp"},
    {"image/tiff", ".tif"},
    {"image/svg+xml", ".svg"},
    {"image/heic", ".heic"},
    {"application/pdf", ".pdf"},
    {"application/zip", ".zip"},
    {"application/x-zip-compressed", ".zip"},
    {"application/msword", ".doc"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
    {"application/vnd.ms-excel", ".xls"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
    {"application/vnd.ms-powerpoint", ".ppt"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"},
    {"application/pkcs7-mime", ".p7m"},
    {"application/pkcs7-signature", ".p7s"},
    {"application/pgp-signature", ".asc"},
    {"application/pgp-encrypted", ".asc"},
    {"application/ms-tnef", ".dat"},
    {"application/json", ".json"},
    {"application/xml", ".xml"},
    {"application/rtf", ".rtf"},
    {"text/rtf", ".rtf"},
    {"text/plain", ".txt"},
    {"text/plain", ".log"},
    {"text/html", ".html"},
    {"text/html", ".htm"},
    {"text/csv", ".csv"},
    {"text/calendar", ".ics"},
    {"text/vcard", ".vcf"},
    {"text/x-vcard", ".vcf"},
    {"text/rfc822-headers", ".txt"},
    {"message/delivery-status", ".txt"},
    {"message/global-delivery-status", ".txt"},
    {"message/disposition-notification", ".txt"},
    {"message/feedback-report", ".txt"},
    {"message/rfc822", ".eml"},
    {"message/global", ".eml"},
    {"audio/mpeg", ".mp3"},
    {"audio/wav", ".wav"},
    {"video/mp4", ".mp4"},
    {"video/3gpp", ".3gp"},
};

constexpr std::size_t longest = 150;  // bytes, as file systems and our pages take it

// Cut between letters, the ending kept.
std::string shorten(std::string name) {
  if (name.size() <= longest) return name;
  std::string ending;
  if (const auto dot = name.rfind('.'); dot != std::string::npos && name.size() - dot <= 12)
    ending = name.substr(dot);
  std::size_t end = longest - ending.size();
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end) + ending;
}

}  // namespace

std::string file_name(std::string_view written) {
  std::string name = clean_line(written);
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos && slash + 1 < name.size())
    name.erase(0, slash + 1);
  for (char& c : name)
    if (std::string_view("/\\\"<>:|?*").contains(c)) c = '_';
  const auto from = name.find_first_not_of(". ");
  if (from == std::string::npos) return {};
  name.erase(0, from);
  name.erase(name.find_last_not_of(". ") + 1);
  return shorten(std::move(name));
}

std::string_view ending_of(std::string_view type) {
  const auto found = std::ranges::find(endings, type, &Ending::type);
  return found == std::end(endings) ? ".bin" : found->ending;
}

std::string_view type_of_ending(std::string_view name) {
  const auto dot = name.rfind('.');
  const std::string ending = dot == std::string_view::npos ? std::string() : ascii_lower(name.substr(dot));
  const auto found = std::ranges::find(endings, ending, &Ending::ending);
  return found == std::end(endings) ? "application/octet-stream" : found->type;
}

}  // namespace yakusoku::mime
