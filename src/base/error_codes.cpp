#include "base/error_codes.hpp"

#include <array>

namespace yakusoku {
namespace {

constexpr std::array catalogue{
#define YAKUSOKU_ERROR(code, http, word, english, japanese) ErrorEntry{ErrorCode::code, http, #code, word, english, japanese},
#include "base/error_catalogue.inc"
#undef YAKUSOKU_ERROR
};

}  // namespace

const ErrorEntry& entry_of(ErrorCode code) { return catalogue[static_cast<std::size_t>(code)]; }

std::span<const ErrorEntry> error_catalogue() { return catalogue; }

}  // namespace yakusoku
