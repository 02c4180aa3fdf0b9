#pragma once

// Inside the room: bytes become a Request, strictly. Beast takes the message apart; what it lets pass and should not
// (no or two Hosts, obs-fold, bare CR or LF, unknown transfer codings, both lengths) is refused here.

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/http/message.hpp"

namespace yakusoku::http {

struct ReadRefusal {
  int status = 400;
  std::string reason;  // for developers, in English
};

class RequestReader {
 public:
  enum class Step {
    more,      // needs further bytes
    head,      // the head is read: look at request(), set limit_body(), go on
    complete,  // the request is whole
  };

  explicit RequestReader(std::size_t header_limit);
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  // Takes what it can from the front of `input`. Not to be called again after a refusal or `complete`.
  std::expected<Step, ReadRefusal> advance(std::string_view& input);
  std::expected<void, ReadRefusal> limit_body(std::size_t bytes);

  Request& request();
  bool has_body() const;
  bool keep_alive() const;
  bool expects_continue() const;

 private:
  struct State;
  std::expected<Step, ReadRefusal> read_head(std::string_view& input);
  std::expected<Step, ReadRefusal> read_body(std::string_view& input);
  std::unique_ptr<State> state_;
};

}  // namespace yakusoku::http
