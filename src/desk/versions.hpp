#pragma once

// VERSIONS OF A PROGRAM, AS AN ADMINISTRATOR SEES THEM: which there are and when each held, and what one would do to the
// requests in flight before it is put in force. Reads only; what is decided is in desk.hpp.

#include "desk/desk.hpp"

namespace yakusoku::desk {

struct VersionView {
  std::string hash;
  std::string effective;  // as its author wrote it
  program::Text title;
  Instant stored_at;
  PersonId by;
  bool in_force = false;
  bool readable = true;  // false: this binary can't read it, and an older or newer one must
};
struct VersionsView {
  ports::ProgramRow program;
  std::vector<VersionView> versions;               // newest first
  std::vector<ports::EnactmentRow> enactments;     // newest first
};
// `not_found` where there is no such program; administrators only.
Result<VersionsView> view_versions(Reader&, Shelf&, const Caller&, ProgramId);
// The files of one version, as they were stored.
Result<std::vector<program::SourceFile>> version_files(Reader&, const Caller&, std::string_view hash);

// One promise that would be due at another time.
struct DueMoved {
  TicketId ticket;
  std::string subject;
  std::string clock;
  Instant before = far_future, after = far_future;  // far_future: none runs
  bool breached_now = false;  // it would be missed at once
};
struct DryRun {
  std::int64_t requests = 0;  // unclosed ones that were looked at
  bool all = true;            // false: there are more than were looked at
  // Promises to customers, each counted once.
  std::int64_t later = 0, earlier = 0, breached_now = 0, begun = 0, withdrawn = 0;
  std::vector<DueMoved> moved;  // at most `most_shown`, soonest first
};
constexpr std::int64_t most_looked_at = 20000;
constexpr std::size_t most_shown = 100;
// As if it were decided now; requests that are to move do so now, too, whatever `from` says.
Result<DryRun> dry_run(Reader&, Shelf&, const Caller&, const Enactment&, Instant now);

}  // namespace yakusoku::desk
