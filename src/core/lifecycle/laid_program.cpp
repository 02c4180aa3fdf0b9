#include "core/lifecycle/laid_program.hpp"

namespace yakusoku::lifecycle {

Result<std::shared_ptr<const program::Program>> laid_program(const std::shared_ptr<const program::Program>& base,
                                                             std::span<const program::SourceFile> files,
                                                             const Act& opening, const World& world) {
  if (base->overlays.empty()) return base;
  World here = world;
  here.program = base.get();
  const Request request = entering(opening, here);
  return program::program_for(base, files, FactsSeen(request, here));
}

}  // namespace yakusoku::lifecycle
