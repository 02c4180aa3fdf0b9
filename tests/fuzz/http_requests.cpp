// rooms: adapters/http base
// The request reader, fed the same bytes at once and one by one: both must say the same, and what is taken must be what
// the room promises to handlers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "adapters/http/request_reader.hpp"
#include "adapters/http/text.hpp"

namespace {

using namespace yakusoku::http;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Outcome {
  int status = 0;  // of the refusal, 200: complete, 0: more is needed
  std::string path;
  std::string body;
  std::size_t fields = 0;
};

Outcome read(std::string_view all, std::size_t piece) {
  RequestReader reader(2048);
  std::string held;
  while (!all.empty()) {
    held += all.substr(0, piece);
    all.remove_prefix(std::min(piece, all.size()));
    while (true) {
      std::string_view input = held;
      const auto step = reader.advance(input);
      held.erase(0, held.size() - input.size());
      if (!step) return {step.error().status, {}, {}, 0};
      if (*step == RequestReader::Step::more) break;
      if (*step == RequestReader::Step::head) {
        if (const auto fits = reader.limit_body(1000); !fits) return {fits.error().status, {}, {}, 0};
        if (reader.has_body()) continue;
      }
      const Request& request = reader.request();
      require(request.headers.count("Host") <= 1 && request.path.starts_with('/') && is_utf8(request.path));
      require(!has_control(request.path) && !request.path.contains("/../") && !request.path.ends_with("/.."));
      require(request.body.size() <= 1000);
      for (const auto& [name, value] : request.headers.fields())
        require(is_token(name) && value.find_first_of("\r\n") == std::string::npos);
      return {200, request.path, request.body, request.headers.fields().size()};
    }
  }
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Outcome whole = read(input, size + 1);
  const Outcome pieces = read(input, 1);
  require((whole.status == 200) == (pieces.status == 200));
  require(whole.path == pieces.path && whole.body == pieces.body && whole.fields == pieces.fields);
  return 0;
}
