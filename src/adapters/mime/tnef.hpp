#pragma once
// private to the room

// winmail.dat (MS-OXTNEF): what Outlook wraps when it takes the other side for an Exchange. Our own reader, for
// libytnef prints to standard output and trusts lengths. Promises: reads no byte beyond `bytes`, answers whatever was
// whole.

#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::mime {

struct TnefFile {
  std::string name, type, content_id, bytes;  // name and type may be empty
};
struct TnefContent {
  bool readable = false;
  std::string text, html;  // UTF-8; empty where it has none
  std::vector<TnefFile> files;
};
TnefContent read_tnef(std::string_view bytes);

}  // namespace yakusoku::mime
