#pragma once

// FILES THAT PEOPLE SEND: bytes by their SHA-256. Put before the command that refers to them runs; what nothing refers to
// goes after seven days. A blob that was answered as stored is on the disk (synced) and whole: `get` compares.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace yakusoku::ports {

class Blobs {
 public:
  virtual ~Blobs() = default;
  // The hash in hex. The same bytes again cost nothing. `storage` where the disk says no.
  virtual Result<std::string> put(std::string_view bytes) = 0;
  // `not_found`; `storage` where it can't be read or is not what its name says.
  virtual Result<std::string> get(std::string_view hash) = 0;
  virtual Outcome remove(std::string_view hash) = 0;  // one that is not there is removed already
};

}  // namespace yakusoku::ports
