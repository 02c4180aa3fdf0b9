#pragma once
// private to the room

// Wakes a thread that waits in poll(): an eventfd. Also carries the word that its owner wants it to end.

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace yakusoku::mail_in {

class Waker {
 public:
  Waker() : handle_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Waker() {
    if (handle_ >= 0) ::close(handle_);
  }
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;

  int handle() const { return handle_; }  // readable once woken; -1 is passed over by poll()
  void wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(handle_, &one, sizeof one);
  }
  void clear() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(handle_, &count, sizeof count);
  }
  void stop() {
    stopping_ = true;
    wake();
  }
  bool stopping() const { return stopping_; }

 private:
  const int handle_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace yakusoku::mail_in
