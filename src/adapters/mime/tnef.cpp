#include "adapters/mime/tnef.hpp"

#include <cstdint>
#include <optional>

#include "adapters/mime/charsets.hpp"
#include "adapters/mime/icu.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::uint32_t tnef_signature = 0x223e9f78;
constexpr std::size_t most_files = 500;
constexpr int most_nested = 3;

// Little-endian numbers and pieces; empty-handed for good once something does not fit.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  bool good() const { return good_; }
  bool at_end() const { return !good_ || at_ >= bytes_.size(); }

  std::uint32_t number(std::size_t width) {
    const std::string_view piece = take(width);
    std::uint32_t value = 0;
    for (std::size_t n = piece.size(); n-- > 0;) value = value << 8 | static_cast<unsigned char>(piece[n]);
    return value;
  }
  std::string_view take(std::size_t length) {
    if (!good_ || length > bytes_.size() - at_) {
      good_ = false;
      return {};
    }
    at_ += length;
    return bytes_.substr(at_ - length, length);
  }
  std::string_view take_padded(std::size_t length) {
    const std::string_view piece = take(length);
    if (length % 4 != 0 && good_) at_ = std::min(at_ + 4 - length % 4, bytes_.size());
    return piece;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::string charset_of_page(std::uint32_t page) {
  if (page == 932) return "shift_jis";
  if (page == 65001) return "utf-8";
  if (page == 936 || page == 54936) return "gb18030";
  if (page == 949) return "windows-949";
  if (page == 950) return "windows-950";
  if (page == 50220 || page == 50221 || page == 50222) return "iso-2022-jp";
  if (page == 51932 || page == 20932) return "euc-jp";
  return page >= 1250 && page <= 1258 ? "windows-" + std::to_string(page) : std::string();
}

struct Property {
  std::uint32_t type = 0, id = 0;
  std::string_view value;  // of the first value, where there are several
};

std::size_t width_of(std::uint32_t type) {
  switch (type) {
    case 0x05:
    case 0x06:
    case 0x07:
    case 0x14:
    case 0x40: return 8;
    case 0x48: return 16;
    case 0x01: return 0;
    default: return 4;
  }
}

bool has_length(std::uint32_t type) { return type == 0x1e || type == 0x1f || type == 0x0d || type == 0x102; }

std::vector<Property> read_properties(std::string_view bytes) {
  std::vector<Property> list;
  Cursor in(bytes);
  const std::uint32_t count = in.number(4);
  for (std::uint32_t n = 0; n < count && !in.at_end(); ++n) {
    Property property;
    const std::uint32_t type = in.number(2);
    property.id = in.number(2);
    property.type = type & 0xfff;
    if (property.id >= 0x8000) {  // named: a set of names, then a number or a name
      in.take(16);
      if (in.number(4) == 0)
        in.take(4);
      else
        in.take_padded(in.number(4));
    }
    const bool several = (type & 0x1000) != 0;
    const std::uint32_t values = several || has_length(property.type) ? in.number(4) : 1;
    for (std::uint32_t value = 0; value < values && in.good(); ++value) {
      const std::size_t length = has_length(property.type) ? in.number(4) : width_of(property.type);
      const std::string_view piece = in.take_padded(length);
      if (value == 0) property.value = piece;
      if (length == 0 && in.at_end()) break;
    }
    if (in.good()) list.push_back(property);
  }
  return list;
}

class TnefReader {
 public:
  explicit TnefReader(int depth) : depth_(depth) {}

  TnefContent read(std::string_view bytes) {
    Cursor in(bytes);
    if (in.number(4) != tnef_signature) return {};
    in.number(2);  // the writer's key
    content_.readable = true;
    while (!in.at_end()) {
      in.number(1);  // level: the ids say it again
      const std::uint32_t id = in.number(4);
      const std::string_view data = in.take(in.number(4));
      in.number(2);  // a sum that some writers get wrong
      if (in.good() || !data.empty()) attribute(id & 0xffff, data);
    }
    finish();
    return std::move(content_);
  }

 private:
  void attribute(std::uint32_t id, std::string_view data) {
    switch (id) {
      case 0x9007: charset_ = charset_of_page(Cursor(data).number(4)); break;
      case 0x800c: body_ = data; break;
      case 0x9003: message_ = read_properties(data); break;
      case 0x9002: start_file(); break;
      case 0x8010:
        if (file_) file_->name = words(data);
        break;
      case 0x800f:
        if (file_) file_->bytes = data;
        break;
      case 0x9005:
        if (file_) file_properties(read_properties(data));
        break;
      default: break;
    }
  }

  void start_file() {
    finish_file();
    if (content_.files.size() < most_files) file_.emplace();
  }

  void file_properties(const std::vector<Property>& list) {
    std::string long_name, short_name;
    for (const Property& each : list) {
      if (each.id == 0x3707) long_name = words(each);
      if (each.id == 0x3704 || each.id == 0x3001) short_name = short_name.empty() ? words(each) : short_name;
      if (each.id == 0x370e) file_->type = ascii_lower(words(each));
      if (each.id == 0x3712) file_->content_id = words(each);
      if (each.id == 0x3701) take_object(each);
    }
    if (!long_name.empty())
      file_->name = long_name;
    else if (file_->name.empty())
      file_->name = short_name;
  }

  // An object begins with the id of its interface; an embedded message is TNEF again.
  void take_object(const Property& property) {
    std::string_view data = property.value;
    if (property.type == 0x0d) data.remove_prefix(std::min<std::size_t>(16, data.size()));
    if (Cursor(data).number(4) != tnef_signature || depth_ >= most_nested) {
      if (file_->bytes.empty()) file_->bytes = data;
      return;
    }
    TnefContent within = TnefReader(depth_ + 1).read(data);
    for (TnefFile& each : within.files)
      if (content_.files.size() < most_files) content_.files.push_back(std::move(each));
    file_->type = within.html.empty() ? "text/plain" : "text/html";
    file_->bytes = within.html.empty() ? within.text : within.html;
  }

  std::string words(std::string_view bytes) const {
    while (!bytes.empty() && bytes.back() == '\0') bytes.remove_suffix(1);
    return decode(bytes, charset_).text;
  }
  std::string words(const Property& property) const {
    if (property.type != 0x1f) return words(property.value);
    std::string text = icu_to_utf8("UTF-16LE", property.value).value_or("");
    while (!text.empty() && text.back() == '\0') text.pop_back();
    return text;
  }

  void finish_file() {
    if (file_ && (!file_->bytes.empty() || !file_->name.empty())) content_.files.push_back(std::move(*file_));
    file_.reset();
  }

  void finish() {
    finish_file();
    std::uint32_t page = 0;
    for (const Property& each : message_)
      if (each.id == 0x3fde) page = Cursor(each.value).number(4);
    for (const Property& each : message_) {
      if (each.id == 0x1000) content_.text = words(each);
      if (each.id == 0x1013)
        content_.html = each.type == 0x1f ? words(each) : decode(each.value, charset_of_page(page)).text;
    }
    if (content_.text.empty()) content_.text = words(body_);
  }

  int depth_;
  TnefContent content_;
  std::string charset_;
  std::string_view body_;
  std::vector<Property> message_;
  std::optional<TnefFile> file_;
};

}  // namespace

TnefContent read_tnef(std::string_view bytes) { return TnefReader(0).read(bytes); }

}  // namespace yakusoku::mime
