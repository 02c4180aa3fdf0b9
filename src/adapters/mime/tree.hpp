#pragma once
// private to the room

// A MESSAGE'S STRUCTURE, as GMime finds it, in plain values: what belongs to what, each part's fields as they stand
// and its bytes as they came. Nothing is decoded here but the bytes of a part on demand. The tree looks into
// `source`.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mime/header_text.hpp"
#include "adapters/mime/parameters.hpp"

namespace yakusoku::mime {

struct TreeLimits {
  int depth = 200;
  std::size_t parts = 2000;
};

struct Part {
  std::vector<Field> fields;
  Parameters type;             // "text/plain" where the part says nothing
  Parameters disposition;      // value "inline", "attachment", …
  std::string_view encoded;    // a leaf's bytes before their transfer encoding is undone
  std::string written;         // of message/rfc822: the message within, whole; and of what lies too deep
  std::vector<Part> children;  // of multipart/*; of message/rfc822 none: it is somebody else's mail
  bool too_deep = false;

  bool is_multipart() const { return type.value.starts_with("multipart/"); }
  bool is_message() const { return type.value == "message/rfc822" || type.value == "message/global"; }
  std::string bytes(bool* fits = nullptr) const;  // decoded
};

struct Tree {
  Part root;              // its fields are the message's
  bool cut = false;       // more parts than the limit
  bool readable = false;  // false: nothing here is a message; root.encoded is the source
};

// `language` of what no label explains (CharsetHint).
Tree read_tree(std::string_view source, const TreeLimits& limits, std::string_view language);

}  // namespace yakusoku::mime
