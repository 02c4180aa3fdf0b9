#pragma once

// The catalogue of everything the desk can refuse: one row a code. HTTP answers, pages, `yakusoku` messages and
// docs/errors.md are all made from it.

#include <span>
#include <string_view>

namespace yakusoku {

enum class ErrorCode {
#define YAKUSOKU_ERROR(code, http, word, english, japanese) code,
#include "base/error_catalogue.inc"
#undef YAKUSOKU_ERROR
};

struct ErrorEntry {
  ErrorCode code;
  int http;                   // the status the API answers with
  std::string_view name;      // our own stable word
  std::string_view word;      // the machine word on the wire (Zendesk's where it has one)
  std::string_view english;   // one sentence: what happened and the way out
  std::string_view japanese;
};

const ErrorEntry& entry_of(ErrorCode code);
std::span<const ErrorEntry> error_catalogue();

}  // namespace yakusoku
