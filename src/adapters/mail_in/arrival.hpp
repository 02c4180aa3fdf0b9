#pragma once

// A MAIL THAT CAME, before anybody reads it: its source byte for byte, under a key that is the same each time it is
// taken. The room hands each one to `Keep` at least once: after a crash, or with two fetchers on one mailbox, the
// same key comes again, and Keep answers yes once more. A mailbox whose UIDVALIDITY or host changed gives the same
// mails new keys: whoever keeps compares contents too. This room neither parses a source nor asks what it says.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::mail_in {

// Larger ones are not taken whole.
constexpr std::uint64_t largest_source = 60u << 20;

struct Arrival {
  std::string mailbox;  // the settings' name, or "spool"
  std::string key;      // "imap/NAME/PLACE/UIDVALIDITY/UID" or "spool/FILE"
  Instant at;           // when the server took it (INTERNALDATE), or the spool file's time
  std::string source;   // raw bytes
  std::string envelope_from;             // empty: unknown; "<>": the null sender
  std::vector<std::string> envelope_to;  // empty: unknown
  // Set where the mail is larger than largest_source: `source` is its header alone, this is the size of the whole in
  // bytes, and the mail stays where it lies, whatever is done with others afterwards.
  std::uint64_t oversize = 0;
};

// Stores the source and its arrival and returns when both are on the disk: only then is the mail marked, moved or
// removed. A key that is kept already is a yes. A no: this mail is brought again later, the others go on. Called from
// one thread a mailbox; may wait, but stop() waits with it.
using Keep = std::function<Outcome(Arrival)>;

}  // namespace yakusoku::mail_in
