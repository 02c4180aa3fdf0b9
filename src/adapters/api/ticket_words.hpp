#pragma once
// private to the room
// The wire's coarse words against a program's exact ones: priority and severity, type, form and kind, custom fields.

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

// The level that a client asks for; empty where it asks for none but the present one. A priority that another level
// than the one named stands for is `invalid`.
Result<std::string> wanted_level(const program::Program& program, const Json& ticket, const std::string& present);
// The kind that a client asks for; empty where it asks for none but the present one.
Result<std::string> wanted_kind(ProgramId id, const program::Program& program, const Json& ticket,
                                const std::string& present);
// Custom fields and `facts` beside the severity, as values.
Result<std::vector<tickets::Value>> wanted_values(const Json& ticket);
Result<std::vector<std::string>> word_list(const Json& ticket, std::string_view name);

}  // namespace yakusoku::api
