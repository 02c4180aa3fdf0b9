#pragma once

// A value that never changes, held by all who copy it: copying counts a reference, whatever lies within. Reads like the
// value itself; a changed one is a new value. One that was never given is a fresh T. In JSON it is its value.

#include <memory>
#include <utility>

#include "base/json_fields.hpp"

namespace yakusoku {

template <class T>
class Shared {
 public:
  Shared() = default;
  Shared(T value) : kept_(std::make_shared<const T>(std::move(value))) {}

  const T& operator*() const { return kept_ ? *kept_ : fresh(); }
  const T* operator->() const { return &**this; }
  operator const T&() const { return **this; }
  friend bool operator==(const Shared& a, const Shared& b) { return a.kept_ == b.kept_ || *a == *b; }
  friend bool operator==(const Shared& a, const T& b) { return *a == b; }

 private:
  static const T& fresh() {
    static const T value{};
    return value;
  }
  std::shared_ptr<const T> kept_;
};

template <class T>
Json to(const Shared<T>& shared) {
  using json_fields::to;
  return to(*shared);
}

template <class T>
bool from(const Json& json, Shared<T>& shared) {
  using json_fields::from;
  T value{};
  if (!from(json, value)) return false;
  shared = Shared<T>(std::move(value));
  return true;
}

}  // namespace yakusoku
