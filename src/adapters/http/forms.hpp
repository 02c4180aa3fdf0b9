#pragma once

// What HTML forms send, read strictly and within limits. Refusals: `malformed` (also text that is no UTF-8 or holds
// NUL), `too_many` pairs or parts, `too_large` a field or a file.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.hpp"
#include "base/result.hpp"

namespace yakusoku::http {

struct FormLimits {
  std::size_t parts = 500;                       // fields and files together
  std::size_t field_bytes = 512 * 1024;
  std::size_t file_bytes = 25 * 1024 * 1024;
  std::size_t part_head_bytes = 4 * 1024;
};

struct UploadedFile {
  std::string field;
  std::string name;          // safe_file_name of what was sent
  std::string content_type;  // as claimed: believe it as little as the name
  std::string content;
};

struct Form {
  Pairs fields;
  std::vector<UploadedFile> files;  // file inputs left empty are not among them

  std::optional<std::string_view> find(std::string_view name) const { return find_value(fields, name); }
};

// By the request's Content-Type: application/x-www-form-urlencoded or multipart/form-data; any other is malformed.
Result<Form> read_form(const Request& request, const FormLimits& limits = {});

Result<Pairs> read_urlencoded(std::string_view body, const FormLimits& limits = {});
Result<Form> read_multipart(std::string_view content_type, std::string_view body, const FormLimits& limits = {});

// The last part of a path, without control and direction marks or characters that file systems treat specially, with
// neither leading nor trailing dots or spaces, at most 150 bytes with its extension kept; "file" where nothing is left.
std::string safe_file_name(std::string_view name);

}  // namespace yakusoku::http
