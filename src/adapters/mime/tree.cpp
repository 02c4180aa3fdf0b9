#include "adapters/mime/tree.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include <gmime/gmime.h>

#include "adapters/mime/transfer.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

// One reference of ours on an object of GLib's.
struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;

// GMime's casts are C's; these say the same, checked.
template <class T>
T* as(GMimeObject* object, GType type) {
  return g_type_check_instance_is_a(reinterpret_cast<GTypeInstance*>(object), type) ? reinterpret_cast<T*>(object)
                                                                                    : nullptr;
}

class Builder {
 public:
  Builder(std::string_view source, const TreeLimits& limits, std::string_view language, Tree& tree)
      : source_(source), limits_(limits), tree_(tree), hint_{{}, std::string(language)} {}

  void message(GMimeMessage* from) {
    tree_.root.fields = fields(reinterpret_cast<GMimeObject*>(from));
    if (GMimeObject* object = g_mime_message_get_mime_part(from)) {
      take(object, tree_.root, 0, false);
      return;
    }
    types(tree_.root, {});
  }

 private:
  static std::vector<Field> fields(GMimeObject* object) {
    std::vector<Field> list;
    GMimeHeaderList* headers = g_mime_object_get_header_list(object);
    const int count = headers ? g_mime_header_list_get_count(headers) : 0;
    for (int n = 0; n < count; ++n) {
      GMimeHeader* header = g_mime_header_list_get_header_at(headers, n);
      const char* name = g_mime_header_get_name(header);
      const char* raw = g_mime_header_get_raw_value(header);
      if (name && raw) list.push_back({std::string(trim(name)), unfold(raw)});
    }
    return list;
  }

  // By our own reader: GMime's would send names through iconv. The first charset that the mail names is likely that of
  // its bare file names too.
  void types(Part& part, std::string_view otherwise) {
    const std::string_view type = field(part.fields, "Content-Type");
    if (hint_.charset.empty()) hint_.charset = read_parameters(type, {}).get("charset");
    part.type = read_parameters(type, hint_);
    // What says nothing readable is text (RFC 2045); what says nothing at all is what its place makes it (a digest).
    if (!part.type.value.contains('/'))
      part.type.value = otherwise.empty() || !type.empty() ? "text/plain" : otherwise;
    part.disposition = read_parameters(field(part.fields, "Content-Disposition"), hint_);
  }

  void take(GMimeObject* object, Part& part, int depth, bool own_fields) {
    ++count_;
    if (own_fields) {
      part.fields = fields(object);
    } else {  // the message's own; the object holds its Content-… alone
      for (Field& each : fields(object)) part.fields.push_back(std::move(each));
    }
    GMimeContentType* type = g_mime_object_get_content_type(object);
    const std::string said = type ? ascii_lower(std::string(g_mime_content_type_get_media_type(type)) + "/" +
                                                g_mime_content_type_get_media_subtype(type))
                                  : std::string();
    types(part, said);
    if (depth >= limits_.depth) {
      part.too_deep = true;
      part.written = whole(object);
    } else if (auto* multipart = as<GMimeMultipart>(object, GMIME_TYPE_MULTIPART)) {
      take_children(multipart, part, depth);
    } else if (auto* message = as<GMimeMessagePart>(object, GMIME_TYPE_MESSAGE_PART)) {
      if (!part.is_message()) part.type.value = "message/rfc822";
      if (GMimeMessage* within = g_mime_message_part_get_message(message))
        part.written = whole(reinterpret_cast<GMimeObject*>(within));
    } else if (auto* leaf = as<GMimePart>(object, GMIME_TYPE_PART)) {
      if (part.is_multipart()) part.type.value = "text/plain";
      if (GMimeDataWrapper* content = g_mime_part_get_content(leaf)) part.encoded = range(content);
    }
  }

  void take_children(GMimeMultipart* multipart, Part& part, int depth) {
    const int count = g_mime_multipart_get_count(multipart);
    if (count <= 0) {  // no boundary, or none that occurs: all of it is text
      part.type.value = "text/plain";
      if (const char* prologue = g_mime_multipart_get_prologue(multipart)) part.written = prologue;
      return;
    }
    if (!part.is_multipart()) part.type.value = "multipart/mixed";
    for (int n = 0; n < count; ++n) {
      if (count_ >= limits_.parts) {
        tree_.cut = true;
        return;
      }
      take(g_mime_multipart_get_part(multipart, n), part.children.emplace_back(), depth + 1, true);
    }
  }

  std::string_view range(GMimeDataWrapper* content) const {
    const GMimeStream* stream = g_mime_data_wrapper_get_stream(content);
    if (!stream || stream->bound_start < 0) return {};
    const auto begin = std::min(static_cast<std::size_t>(stream->bound_start), source_.size());
    const auto end = stream->bound_end < 0 ? source_.size() : static_cast<std::size_t>(stream->bound_end);
    return source_.substr(begin, end > begin ? end - begin : 0);
  }

  static std::string whole(GMimeObject* object) {
    const Held<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_object_write_to_stream(object, nullptr, stream.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(reinterpret_cast<GMimeStreamMem*>(stream.get()));
    return bytes && bytes->data ? std::string(reinterpret_cast<const char*>(bytes->data), bytes->len) : std::string();
  }

  std::string_view source_;
  const TreeLimits& limits_;
  Tree& tree_;
  CharsetHint hint_;
  std::size_t count_ = 0;
};

// GMime's own streams copy what they are given; this one looks at it.
Held<GMimeStream> stream_over(GByteArray& bytes) {
  Held<GMimeStream> stream(g_mime_stream_mem_new_with_byte_array(&bytes));
  g_mime_stream_mem_set_owner(reinterpret_cast<GMimeStreamMem*>(stream.get()), FALSE);
  return stream;
}

}  // namespace

std::string Part::bytes(bool* fits) const {
  bool fine = true;
  std::string decoded =
      written.empty() ? decode_transfer(encoded, field(fields, "Content-Transfer-Encoding"), fine) : written;
  if (fits) *fits = fine;
  return decoded;
}

Tree read_tree(std::string_view source, const TreeLimits& limits, std::string_view language) {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
  Tree tree;
  tree.root.encoded = source;
  tree.root.type.value = "text/plain";
  if (source.size() > 0xf0000000U) return tree;
  GByteArray bytes{reinterpret_cast<guint8*>(const_cast<char*>(source.data())), static_cast<guint>(source.size())};
  const Held<GMimeStream> stream = stream_over(bytes);
  const Held<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  g_mime_parser_set_persist_stream(parser.get(), TRUE);
  const Held<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) return tree;
  tree.readable = true;
  tree.root.encoded = {};
  Builder(source, limits, language, tree).message(message.get());
  return tree;
}

}  // namespace yakusoku::mime
