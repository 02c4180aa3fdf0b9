#include <algorithm>

#include "base/json.hpp"
#include "sim/backtest/replay.hpp"

namespace yakusoku::sim::backtest {

const VersionsThen::Own& VersionsThen::own(ports::Reader& reader, const std::string& hash) {
  if (const auto found = own_.find(hash); found != own_.end()) return found->second;
  Own fresh;
  if (const auto row = reader.program_version(hash)) {
    fresh.id = row->program;
    const auto json = parse_json(row->files);
    std::vector<program::SourceFile> files;
    if (json && json->is_array()) {
      for (const Json& each : json->items())
        files.push_back({each.get_string("name").value_or(""), each.get_string("content").value_or("")});
    }
    fresh.program = program::read(files).program;
  }
  return own_.emplace(hash, std::move(fresh)).first->second;
}

const std::vector<VersionsThen::Decision>& VersionsThen::decisions(ports::Reader& reader, ProgramId program,
                                                                   std::int64_t position) {
  if (position > read_to_) {  // a live desk decides on while it is looked at
    decisions_.clear();
    read_to_ = std::max(position, reader.head());
  }
  if (const auto found = decisions_.find(program.value); found != decisions_.end()) return found->second;
  std::vector<Decision> all;
  for (const ports::LogRow& record : reader.log_of(ports::Subject::program, program.value)) {
    const auto act = parse_json(record.act);
    if (!act) continue;
    const std::string verb = act->get_string("verb").value_or("");
    const std::int64_t enactment = act->get_integer("enactment").value_or(0);
    if (verb == "enact") {
      const auto from = from_iso(act->get_string("from").value_or(""));
      all.push_back({record.position, enactment, 0, act->get_string("hash").value_or(""), from.value_or(record.at)});
    } else if (verb == "withdraw") {
      for (Decision& each : all)
        if (each.enactment == enactment) each.withdrawn_at = record.position;
    }
  }
  return decisions_.emplace(program.value, std::move(all)).first->second;
}

std::shared_ptr<const program::Program> VersionsThen::at(ports::Reader& reader, const std::string& hash,
                                                         std::int64_t position) {
  const Own found = own(reader, hash);
  if (!found.program) return nullptr;
  std::vector<program::Program::Splice> splices;
  bool held = false;
  for (const Decision& each : decisions(reader, found.id, position)) {
    const bool withdrawn = each.withdrawn_at != 0 && each.withdrawn_at < position;
    if (each.position > position || withdrawn) continue;
    if (held) {
      if (auto hours = own(reader, each.hash).program) splices.push_back({each.from, std::move(hours)});
    }
    held = held || each.hash == hash;
  }
  if (splices.empty()) return found.program;
  auto program = program::with_splices(*found.program, std::move(splices));
  return spliced_.emplace(program->calendars_key(), program).first->second;
}

}  // namespace yakusoku::sim::backtest
