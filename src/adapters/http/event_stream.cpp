#include "adapters/http/event_stream.hpp"

#include <mutex>
#include <utility>

namespace yakusoku::http {

struct EventStream::State {
  explicit State(std::size_t most) : most_waiting(most) {}
  mutable std::mutex mutex;
  const std::size_t most_waiting;
  std::string waiting;
  bool is_closed = false;
  std::function<void()> wake;
};

namespace {

void append_line(std::string& out, std::string_view field, std::string_view value) {
  out.append(field).append(": ");
  for (char c : value)
    if (c != '\n' && c != '\r' && c != '\0') out += c;
  out += '\n';
}

std::string frame(std::string_view event, std::string_view data, std::string_view id) {
  std::string out;
  out.reserve(data.size() + event.size() + id.size() + 32);
  if (!id.empty()) append_line(out, "id", id);
  if (!event.empty()) append_line(out, "event", event);
  while (true) {
    const std::size_t end = data.find_first_of("\r\n");
    append_line(out, "data", data.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool pair = data[end] == '\r' && end + 1 < data.size() && data[end + 1] == '\n';
    data.remove_prefix(end + (pair ? 2 : 1));
  }
  out += '\n';
  return out;
}

}  // namespace

EventStream::EventStream(std::size_t most_waiting_bytes) : state_(std::make_shared<State>(most_waiting_bytes)) {}

bool EventStream::send(std::string_view event, std::string_view data, std::string_view id) {
  const std::string text = frame(event, data, id);
  const std::lock_guard lock(state_->mutex);
  if (state_->is_closed) return false;
  const bool too_slow = state_->waiting.size() + text.size() > state_->most_waiting;
  if (too_slow) {
    state_->is_closed = true;
    state_->waiting = {};
  } else {
    const bool woken_already = !state_->waiting.empty();
    state_->waiting += text;
    if (woken_already) return true;
  }
  // Under the lock, so that detach() returns only when no wake is running. It only posts to the I/O thread.
  if (state_->wake) state_->wake();
  return !too_slow;
}

bool EventStream::closed() const {
  const std::lock_guard lock(state_->mutex);
  return state_->is_closed;
}

void EventStream::close() {
  const std::lock_guard lock(state_->mutex);
  if (std::exchange(state_->is_closed, true)) return;
  if (state_->wake) state_->wake();
}

void EventStream::attach(std::function<void()> wake) {
  const std::lock_guard lock(state_->mutex);
  state_->wake = std::move(wake);
  if (state_->wake && (!state_->waiting.empty() || state_->is_closed)) state_->wake();
}

void EventStream::detach() {
  std::function<void()> forgotten;  // what it owns is released outside the lock
  const std::lock_guard lock(state_->mutex);
  forgotten = std::exchange(state_->wake, nullptr);
  state_->is_closed = true;
  state_->waiting = {};
}

std::string EventStream::take_waiting() {
  const std::lock_guard lock(state_->mutex);
  return std::exchange(state_->waiting, {});
}

}  // namespace yakusoku::http
