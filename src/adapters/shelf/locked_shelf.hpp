#pragma once

// THE SHELF: program versions by hash, read from the store when first asked for, with the calendars of the versions that
// were enacted after them spliced to their own (R6), and compiled calendars by their text. Any number of threads may
// ask; what was handed out stays good.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/calendars/calendars.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "core/people/roster.hpp"
#include "core/program/program.hpp"
#include "desk/desk.hpp"
#include "ports/store.hpp"

namespace yakusoku::shelf {

class LockedShelf : public desk::Shelf {
 public:
  std::shared_ptr<const program::Program> version(ports::Reader& reader, std::string_view hash) override;
  std::shared_ptr<const people::Roster> roster(ports::Reader& reader, ProgramId program) override;
  std::shared_ptr<const calendars::Calendar> compiled(const std::string& definition) override;
  std::optional<clocks::CalendarText> text(const program::Program& program, const std::string& name,
                                           const program::Facts& facts) override;

 private:
  struct Kept {
    std::shared_ptr<const program::Program> own;
    ProgramId program;
    std::string mark;  // of the enactments by which `spliced` was made
    std::shared_ptr<const program::Program> spliced;
  };
  std::shared_ptr<const program::Program> own(ports::Reader& reader, std::string_view hash);
  std::vector<program::Program::Splice> splices(ports::Reader& reader, ProgramId program,
                                                 const program::Program& version);
  std::shared_ptr<const program::Program> laid_alike(ports::Reader& reader, const std::string& hash,
                                                     const program::Program& version);

  struct Staffed {
    std::int64_t mark = -1;  // of people's hours by which it was made
    Instant made_for;        // it is made anew once that lies a month back
    std::shared_ptr<const people::Roster> roster;
  };
  std::map<std::int64_t, Staffed> rosters_;  // by program

  std::mutex mutex_;
  std::recursive_mutex texts_mutex_;  // a fact may ask a calendar while another text is looked for
  clocks::KeptTexts texts_;
  std::map<std::string, Kept, std::less<>> versions_;
  std::map<std::string, std::shared_ptr<const calendars::Calendar>> calendars_;
};

}  // namespace yakusoku::shelf
