#pragma once
// private to the room

// The list of a message's attachments while it grows: every one named, typed, within the limit.

#include <string>
#include <string_view>

#include "adapters/mime/mime.hpp"
#include "adapters/mime/tree.hpp"

namespace yakusoku::mime {

// The name that a part gives itself, made safe; a message within is named by its subject. Empty: it has none.
std::string name_of(const Part& part, const CharsetHint& hint);

class Attachments {
 public:
  Attachments(ports::ReadMail& mail, std::size_t most) : mail_(mail), most_(most) {}
  void add(std::string name, std::string type, std::string content_id, std::string bytes);
  void add(const Part& part, const CharsetHint& hint, std::string bytes);
  // Those that the HTML shows in place by `cid:`.
  void mark_shown_in(std::string_view html);

 private:
  ports::ReadMail& mail_;
  std::size_t most_;
};

}  // namespace yakusoku::mime
