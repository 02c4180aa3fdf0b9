// Signs our mail (RFC 6376: rsa-sha256, relaxed/relaxed, no l=), by libopendkim. Promises: the signature covers From
// (once more than it stands there, so that none can be added), To, Reply-To, Subject, Date, Message-ID, In-Reply-To,
// References, the MIME fields, Auto-Submitted and both List-Unsubscribe fields. Thread-safe. Key files are read once,
// at the start; the private part never leaves this object. Refuses keys that are not RSA or under 1024 bits.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::mail_out {

struct DkimKey {
  std::string domain;    // as configured; A-labels are made here
  std::string selector;  // s=: the key is published at SELECTOR._domainkey.DOMAIN
  std::string file;      // the private key, PEM
};

// What is to be published for a key of ours.
struct DkimRecord {
  std::string domain, selector;
  std::string name;        // "desk._domainkey.vendor.example"
  std::string value;       // "v=DKIM1; k=rsa; p=…"
  std::string public_key;  // p= alone
};

class Signer {
 public:
  // Fails with `invalid`, the file as the field.
  static Result<Signer> open(const std::vector<DkimKey>& keys);
  Signer();  // has no keys: signs nothing
  Signer(Signer&&) noexcept;
  Signer& operator=(Signer&&) noexcept;
  ~Signer();

  // The source with its signature on top, by the key of the domain or of the nearest one above it; as it was where
  // there is no such key (the doctor says so). `at` is the signature's time: the same source signed again with the
  // same time gives the same bytes.
  Result<std::string> sign(std::string source, std::string_view from_domain, Instant at) const;
  std::vector<DkimRecord> records() const;

 private:
  struct Key;
  struct Library;
  std::unique_ptr<Library> library_;
  std::vector<Key> keys_;
};

// A new RSA key of 2048 bits as PEM, to be written to a file that only the desk reads.
Result<std::string> new_dkim_key();

}  // namespace yakusoku::mail_out
