#pragma once

// Server-sent events to one listener. A handler makes a stream, answers with Response::stream(copy) and keeps a copy:
// every copy is the same stream, usable from any thread. What is sent before the listener is connected waits for it.
// A listener that does not keep up (more than the given bytes wait for him) is dropped: he comes back with the id of
// the last event he saw (header Last-Event-ID) and loses nothing that the log still has.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace yakusoku::http {

class EventStream {
 public:
  explicit EventStream(std::size_t most_waiting_bytes = 256 * 1024);

  // Never blocks. False once the stream is closed: the sender then forgets it. Line breaks in `event` and `id` are
  // dropped, those in `data` make further data lines. Empty `event` or `id` is left out.
  bool send(std::string_view event, std::string_view data, std::string_view id = {});
  bool closed() const;
  // Ends it after what waits was written.
  void close();

  // For the server, which is the other end of the pipe. `wake` is called, from any thread, when there is something to
  // take or the stream is closed; detach() forgets it and closes the stream for senders.
  void attach(std::function<void()> wake);
  void detach();
  std::string take_waiting();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace yakusoku::http
