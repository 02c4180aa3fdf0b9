#pragma once
// private to the room

// What lies wrapped inside texts and parts: uuencoded files, PGP's armour, the envelope of S/MIME.

#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::mime {

struct UuFile {
  std::string name, bytes;
};
// Takes whole `begin … end` blocks out of a text.
std::vector<UuFile> take_uuencoded(std::string& text);

enum class Armour { none, was_signed, encrypted };
// A text signed in the old way loses its armour; an encrypted one stays as it is.
Armour take_pgp_armour(std::string& text);

enum class Envelope { unreadable, signed_data, encrypted };
// application/pkcs7-mime: the MIME source within, where it is only signed. Nothing is verified here.
Envelope open_pkcs7(std::string_view bytes, std::string& within);

}  // namespace yakusoku::mime
