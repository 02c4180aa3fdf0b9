#include "ports/rows.hpp"

#include <array>
#include <utility>

#include "ports/store.hpp"

namespace yakusoku::ports {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 6> words{{
    {Role::admin, "admin"}, {Role::lead, "lead"}, {Role::agent, "agent"}, {Role::light_agent, "light_agent"},
    {Role::customer_admin, "customer_admin"}, {Role::customer, "customer"}}};

}  // namespace

bool is_staff(Role role) { return role != Role::customer_admin && role != Role::customer; }

std::string_view word_of(Role role) {
  for (const auto& [known, word] : words)
    if (known == role) return word;
  return "customer";
}

std::optional<Role> role_of(std::string_view word) {
  for (const auto& [role, known] : words)
    if (known == word) return role;
  return std::nullopt;
}

Viewer Viewer::desk() {
  Viewer viewer;
  viewer.sees_all = true;
  return viewer;
}

}  // namespace yakusoku::ports
