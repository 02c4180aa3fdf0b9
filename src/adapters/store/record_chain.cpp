#include "adapters/store/record_chain.hpp"

#include "base/sha256.hpp"

namespace yakusoku::store {
namespace {

std::string digest_of(std::string_view bytes) {
  const auto digest = sha256(bytes);
  return std::string(digest.begin(), digest.end());
}

void add_number(std::string& out, std::int64_t value) { out.append(std::to_string(value)).append("\n"); }

// The length before the text: no two records can read alike.
void add_text(std::string& out, std::string_view text) {
  add_number(out, static_cast<std::int64_t>(text.size()));
  out.append(text).append("\n");
}

}  // namespace

std::string chain_link(std::string_view previous, const ports::LogRow& row) {
  std::string record(previous);
  record.reserve(previous.size() + row.act.size() + row.facts.size() + 160);
  add_number(record, row.position);
  add_number(record, static_cast<std::int64_t>(row.subject));
  add_number(record, row.id);
  add_number(record, row.version);
  add_number(record, row.at.seconds);
  add_number(record, static_cast<std::int64_t>(row.actor_kind));
  add_number(record, row.actor.value);
  add_number(record, row.by_program ? 1 : 0);
  add_number(record, row.shape);
  add_text(record, row.act);
  add_text(record, row.facts);
  return digest_of(record);
}

std::string first_link() { return std::string(digest_size, '\0'); }

std::string message_digest(std::string_view salt, std::string_view body) {
  std::string salted(salt);
  salted.append(body);
  return digest_of(salted);
}

std::string hex_of(std::string_view bytes) {
  return to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::optional<std::string> bytes_of_hex(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace yakusoku::store
