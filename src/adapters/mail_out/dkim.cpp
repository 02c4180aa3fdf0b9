#include "adapters/mail_out/dkim.hpp"

#ifndef _Bool
#define _Bool bool  // dkim.h is C
#endif
#include <dkim.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "adapters/mail_out/addresses.hpp"
#include "base/assert.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr int least_bits = 1024;
constexpr std::string_view field_name = "DKIM-Signature: ";

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string drained(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

// The public part, as p= wants it: base64 of the SubjectPublicKeyInfo, without line ends.
std::string public_part(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()), &BIO_free);
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1) return {};
  std::string out;
  const std::string pem = drained(bio.get());
  for (std::size_t from = 0; from < pem.size();) {
    const std::size_t to = std::min(pem.find('\n', from), pem.size());
    const std::string_view line = std::string_view(pem).substr(from, to - from);
    if (!line.starts_with("-----")) out += line;
    from = to + 1;
  }
  return out;
}

std::string private_part(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()), &BIO_free);
  const bool written =
      bio && PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1;
  return written ? drained(bio.get()) : std::string();
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() < 64 &&
         std::ranges::all_of(
             text,
             [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                      c == '_' || c == '.';
             });
}

// libopendkim takes bytes as unsigned and never writes into them, but does not say so.
unsigned char* bytes_of(const char* text) { return reinterpret_cast<unsigned char*>(const_cast<char*>(text)); }

using Message = std::unique_ptr<DKIM, decltype(&dkim_free)>;

DKIM_STAT feed(DKIM* dkim, const std::string& source) {
  std::size_t at = 0;
  while (at < source.size() && source.compare(at, 2, "\r\n") != 0) {
    std::size_t end = at;
    do end = source.find("\r\n", end + (end == at ? 0 : 2));
    while (end != std::string::npos && end + 2 < source.size() &&
           (source[end + 2] == ' ' || source[end + 2] == '\t'));
    if (end == std::string::npos) return DKIM_STAT_SYNTAX;
    if (const DKIM_STAT said = dkim_header(dkim, bytes_of(source.data() + at), end - at); said != DKIM_STAT_OK)
      return said;
    at = end + 2;
  }
  if (const DKIM_STAT said = dkim_eoh(dkim); said != DKIM_STAT_OK) return said;
  const std::size_t body = std::min(at + 2, source.size());
  if (body < source.size()) {
    const DKIM_STAT said = dkim_body(dkim, bytes_of(source.data() + body), source.size() - body);
    if (said != DKIM_STAT_OK) return said;
  }
  return dkim_eom(dkim, nullptr);
}

}  // namespace

struct Signer::Key {
  DkimRecord record;
  std::string pem;
};

struct Signer::Library {
  DKIM_LIB* handle = nullptr;
  std::mutex mutex;  // the signature's time is an option of the library, not of the message
  ~Library() {
    if (handle) dkim_close(handle);
  }
  Result<std::string> sign(const Key& key, const std::string& source, Instant at);
};

Signer::Signer() = default;
Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;
Signer::~Signer() = default;

Result<Signer> Signer::open(const std::vector<DkimKey>& keys) {
  Signer signer;
  signer.library_ = std::make_unique<Library>();
  signer.library_->handle = dkim_init(nullptr, nullptr);
  if (!signer.library_->handle) return fail(ErrorCode::internal, {}, "libopendkim does not start");
  static const char* covered[] = {"From",
                                  "To",
                                  "Cc",
                                  "Reply-To",
                                  "Subject",
                                  "Date",
                                  "Message-ID",
                                  "In-Reply-To",
                                  "References",
                                  "MIME-Version",
                                  "Content-Type",
                                  "Content-Transfer-Encoding",
                                  "Content-Language",
                                  "Auto-Submitted",
                                  "X-Auto-Response-Suppress",
                                  "List-Unsubscribe",
                                  "List-Unsubscribe-Post",
                                  nullptr};
  static const char* once_more[] = {"From", nullptr};
  DKIM_LIB* const library = signer.library_->handle;
  ASSERT(dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_SIGNHDRS, covered, sizeof(const char**)) == DKIM_STAT_OK);
  ASSERT(dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_OVERSIGNHDRS, once_more, sizeof(const char**)) ==
         DKIM_STAT_OK);
  for (const DkimKey& each : keys) {
    Key key;
    const std::optional<std::string> domain = wire_domain(each.domain);
    if (!domain || !is_label(each.selector)) return fail(ErrorCode::invalid, each.file, "no domain or no selector");
    const BioPtr file(BIO_new_file(each.file.c_str(), "r"), &BIO_free);
    const KeyPtr parsed(file ? PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, bytes_of("")) : nullptr,
                        &EVP_PKEY_free);
    if (!parsed) return fail(ErrorCode::invalid, each.file, "not a private key in PEM, without a password");
    if (EVP_PKEY_get_base_id(parsed.get()) != EVP_PKEY_RSA || EVP_PKEY_get_bits(parsed.get()) < least_bits)
      return fail(ErrorCode::invalid, each.file, "the key must be RSA, of 1024 bits at least");
    key.pem = private_part(parsed.get());
    const std::string open = public_part(parsed.get());
    key.record = {*domain, each.selector, fmt::format("{}._domainkey.{}", each.selector, *domain),
                  "v=DKIM1; k=rsa; p=" + open, open};
    signer.keys_.push_back(std::move(key));
  }
  // A sub-domain's own key is found before its parent's.
  std::ranges::stable_sort(signer.keys_, std::greater{}, [](const Key& key) { return key.record.domain.size(); });
  return signer;
}

Result<std::string> Signer::Library::sign(const Key& key, const std::string& source, Instant at) {
  const std::scoped_lock lock(mutex);
  std::uint64_t time = static_cast<std::uint64_t>(at.seconds);
  ASSERT(dkim_options(handle, DKIM_OP_SETOPT, DKIM_OPTS_FIXEDTIME, &time, sizeof time) == DKIM_STAT_OK);
  DKIM_STAT status = DKIM_STAT_OK;
  const Message message(dkim_sign(handle, bytes_of("mail"), nullptr, bytes_of(key.pem.c_str()),
                                  bytes_of(key.record.selector.c_str()), bytes_of(key.record.domain.c_str()),
                                  DKIM_CANON_RELAXED, DKIM_CANON_RELAXED, DKIM_SIGN_RSASHA256, -1, &status),
                        &dkim_free);
  if (!message) return fail(ErrorCode::internal, "dkim", fmt::format("libopendkim says {}", status));
  unsigned char* value = nullptr;
  std::size_t size = 0;
  status = feed(message.get(), source);
  if (status == DKIM_STAT_OK) status = dkim_getsighdr_d(message.get(), field_name.size(), &value, &size);
  if (status != DKIM_STAT_OK) {
    const char* said = dkim_geterror(message.get());
    return fail(ErrorCode::internal, "dkim", fmt::format("libopendkim says {}: {}", status, said ? said : ""));
  }
  std::string signature(field_name);
  for (std::size_t i = 0; i < size; ++i)
    if (value[i] == '\n')
      signature += "\r\n";
    else if (value[i] != '\r')
      signature += static_cast<char>(value[i]);
  return signature + "\r\n";
}

Result<std::string> Signer::sign(std::string source, std::string_view from_domain, Instant at) const {
  const std::string domain = wire_domain(from_domain).value_or("");
  for (const Key& key : keys_) {
    const std::string& own = key.record.domain;
    if (domain != own && !domain.ends_with("." + own)) continue;
    std::string signature = TRY(library_->sign(key, source, at));
    return std::move(signature) + std::move(source);
  }
  return source;
}

std::vector<DkimRecord> Signer::records() const {
  std::vector<DkimRecord> all;
  for (const Key& key : keys_) all.push_back(key.record);
  return all;
}

Result<std::string> new_dkim_key() {
  const KeyPtr key(EVP_RSA_gen(2048), &EVP_PKEY_free);
  std::string pem = key ? private_part(key.get()) : std::string();
  if (pem.empty()) return fail(ErrorCode::internal, {}, "OpenSSL made no key");
  return pem;
}

}  // namespace yakusoku::mail_out
