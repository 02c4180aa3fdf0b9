#pragma once
// private to the room
// What calls about versions of a program share.

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

// The member `files`: [{"name","content"}], at most as many as a folder may have.
Result<std::vector<program::SourceFile>> files_in(const Call& call);

}  // namespace yakusoku::api
