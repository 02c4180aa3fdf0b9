#pragma once

// Strong ids: integers from a counter per kind, given inside the transaction, the same in API, pages and log, always
// below 2^53 so that JSON carries them. Zero is "nobody", never given. What must not be guessed is a token, not an id.

#include <compare>
#include <cstdint>
#include <functional>

namespace yakusoku {

template <class Kind>
struct Id {
  std::int64_t value = 0;
  constexpr explicit operator bool() const { return value != 0; }
  friend auto operator<=>(Id, Id) = default;
};

using TicketId = Id<struct TicketKind>;
using PersonId = Id<struct PersonKind>;
using OrganizationId = Id<struct OrganizationKind>;
using GroupId = Id<struct GroupKind>;
using MessageId = Id<struct MessageKind>;
using ProgramId = Id<struct ProgramKind>;
using AttachmentId = Id<struct AttachmentKind>;

}  // namespace yakusoku

template <class Kind>
struct std::hash<yakusoku::Id<Kind>> {
  std::size_t operator()(yakusoku::Id<Kind> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
