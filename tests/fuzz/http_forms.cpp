// rooms: adapters/http base
// Forms and cookies as a stranger sends them. The first line of the input chooses the reader: "m TYPE", "u" or "c".
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/http/http.hpp"

namespace {

using namespace yakusoku;
using namespace yakusoku::http;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_name(const std::string& name) {
  require(!name.empty() && name.size() <= 150 && is_utf8(name) && !has_control(name));
  require(name.find_first_of("/\\\"<>") == std::string::npos && !name.starts_with('.'));
  require(safe_file_name(name) == name);
}

void check_text(const Pairs& pairs) {
  for (const auto& [name, value] : pairs) require(is_utf8(name) && is_utf8(value) && !value.contains('\0'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view choice = input.substr(0, input.find('\n'));
  const std::string_view body = choice.size() < size ? input.substr(choice.size() + 1) : std::string_view{};
  const FormLimits limits{.parts = 20, .field_bytes = 1000, .file_bytes = 2000, .part_head_bytes = 500};
  if (choice.starts_with("m ")) {
    const auto form = read_multipart(choice.substr(2), body, limits);
    if (!form) return 0;
    require(form->fields.size() + form->files.size() <= limits.parts);
    check_text(form->fields);
    for (const UploadedFile& file : form->files) {
      check_name(file.name);
      require(file.content.size() <= limits.file_bytes && !has_control(file.content_type));
      require(!has_control(content_disposition(file.name)));
    }
  } else if (choice == "u") {
    if (const auto pairs = read_urlencoded(body, limits)) {
      require(pairs->size() <= limits.parts);
      check_text(*pairs);
    }
  } else {
    Headers headers;
    headers.add("Cookie", std::string(input));
    for (const auto& [name, value] : read_cookies(headers)) {
      // What was read can be written again, and is read as the same.
      Headers again;
      again.add("Cookie", name + "=" + value);
      require(read_cookies(again) == Pairs{{name, value}});
      set_cookie({.name = name, .value = value}, true);
    }
    check_name(safe_file_name(input));
    require(safe_return_to(input).starts_with('/') && !safe_return_to(input).starts_with("//"));
  }
  return 0;
}
