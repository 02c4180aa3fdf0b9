// Reads a folder of files into a Program: one pass, every error.

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "core/program/builder.hpp"
#include "core/program/calendar_sizes.hpp"
#include "core/program/lay_over.hpp"
#include "core/program/overlays.hpp"
#include "core/program/values_fit.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

bool is_yaml(std::string_view name) { return name.ends_with(".yaml") || name.ends_with(".yml"); }

// Where each key and item stands, by its path as findings and receipts write it.
void add_places(const Node& node, const std::string& path, std::map<std::string, Place, std::less<>>& places) {
  const bool cells = path.ends_with(".cells") || path.find(".cells.") != std::string::npos;
  for (const Node::Entry& entry : node.entries) {
    std::string key = entry.key;
    if (cells) {
      key.clear();
      for (const std::string& each : cut(entry.key, ',')) key += (key.empty() ? "" : ", ") + each;
    }
    const std::string below = path.empty() ? key : path + "." + key;
    places.emplace(below, entry.key_place);
    add_places(entry.value, below, places);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string below = fmt::format("{}[{}]", path, i);
    places.emplace(below, node.items[i].place);
    add_places(node.items[i], below, places);
  }
}
bool in_folder(std::string_view name) { return name.find('/') == std::string_view::npos; }

// The years for which yearly dates are spelled out: enough behind for backtests, enough ahead for any promise.
Years years_around(std::string_view effective) {
  if (!is_date(effective)) return {};
  const int year = static_cast<int>(parse_count(effective.substr(0, 4)).value_or(2026));
  return {std::max(1901, year - 8), std::min(9998, year + 20)};
}

class FolderReader {
 public:
  // `laid`: the overlays to lay, by their numbers from 1.
  explicit FolderReader(std::span<const SourceFile> files, std::vector<int> laid = {}) : laid_(std::move(laid)) {
    for (const SourceFile& file : files) files_.push_back(&file);
    std::ranges::sort(files_, {}, [](const SourceFile* file) { return std::string_view(file->name); });
  }

  Reading read() {
    Reading reading;
    if (take_files()) {
      read_trees();
      if (all_yaml_) look_up();
    }
    if (!report_.has_errors()) reading.program = build();
    reading.findings = std::move(report_.findings);
    std::ranges::stable_sort(reading.findings, [](const Finding& a, const Finding& b) {
      return std::tie(a.place.file, a.place.line, a.place.column) <
             std::tie(b.place.file, b.place.line, b.place.column);
    });
    return reading;
  }

 private:
  // ---- files

  bool take_files() {
    if (files_.size() > YamlLimits::files) {
      report_.error("too_large", {}, "", "the folder holds too many files",
                    fmt::format("at most {}", YamlLimits::files));
      return false;
    }
    bool main = false;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const std::string& name = files_[i]->name;
      if (i > 0 && files_[i - 1]->name == name) {
        report_.error("duplicate_file", {name, 0, 0}, "", "the folder holds two files of this name",
                      "each name once");
        return false;
      }
      main = main || name == "program.yaml";
      known_.files.push_back(name);
    }
    if (!main) {
      report_.error("missing_file", {"program.yaml", 0, 0}, "", "the folder holds no program.yaml",
                    "program.yaml, with at least the key `program`");
    }
    return main;
  }

  void read_trees() {
    root_.kind = Node::Kind::map;
    root_.place = {"program.yaml", 1, 1};
    std::size_t nodes = 0;
    const auto read_one = [&](const SourceFile& file) {
      const std::size_t before = report_.findings.size();
      Node node = read_yaml(file.name, file.content, nodes, report_);
      if (node.is_empty() && report_.findings.size() == before && file.name != "program.yaml")
        node.kind = Node::Kind::map;
      if (!node.is_map()) {
        all_yaml_ = false;
        if (report_.findings.size() == before)
          report_.error("bad_shape", {file.name, 1, 1}, "", "the file holds no map",
                        "keys of the program, as in program: NAME");
      }
      return node;
    };
    // program.yaml goes first: what stands twice is said of the other file, and its names lead.
    for (const SourceFile* file : files_)
      if (file->name == "program.yaml") join(read_one(*file));
    for (const SourceFile* file : files_) {
      if (!is_yaml(file->name) || file->name == "program.yaml") continue;
      if (in_folder(file->name)) {
        join(read_one(*file));
      } else if (file->name.starts_with("overlays/")) {
        overlays_.emplace_back(file->name, read_one(*file));
      }
    }
    if (!laid_.empty()) {
      lay_overlays();
      overlays_.clear();
    }
    // Where a file did not read, what is missing may stand there.
    tree_ = read_record(root_, record_shape("program"), "", !all_yaml_, report_, gathered_);
    for (const auto& [name, node] : overlays_) {
      for (const char* key : {"program", "overlays"}) {
        if (!node.find(key)) continue;
        report_.error("bad_overlay", node.find(key)->place, key,
                      fmt::format("an overlay says no `{}` of its own", key), "parts of the program it is laid over");
      }
      Gathered gathered;
      if (node.is_map())
        overlay_trees_.emplace_back(name, read_record(node, record_shape("program"), "", true, report_, gathered));
      overlay_gathered_.push_back(std::move(gathered));
    }
  }
  void lay_overlays() {
    static const Node none;
    const Node* written = root_.find("overlays");
    const Node list = written ? *written : none;
    for (const int number : laid_) {
      const auto place = static_cast<std::size_t>(number - 1);
      const Node* rule = list.is_map() && place == 0 ? &list
                         : place < list.items.size() ? &list.items[place]
                                                     : nullptr;
      const Node* file = rule ? rule->find("lay") : nullptr;
      const auto found =
          file ? std::ranges::find(overlays_, file->text, &std::pair<std::string, Node>::first) : overlays_.end();
      if (found == overlays_.end()) {
        report_.error("unknown_overlay", list.place, "overlays", fmt::format("there is no overlay {}", number),
                      "the number of an overlay, from 1");
        continue;
      }
      lay_over(root_, found->second);
    }
  }
  // Top-level keys of the files join; where two files have the same, their maps do.
  void join(Node node) {
    for (Node::Entry& entry : node.entries) {
      const auto found = std::ranges::find(root_.entries, entry.key, &Node::Entry::key);
      if (found == root_.entries.end()) {
        root_.entries.push_back(std::move(entry));
        continue;
      }
      if (!found->value.is_map() || !entry.value.is_map()) {
        report_.error("duplicate_key", entry.key_place, entry.key,
                      fmt::format("the key `{}` stands in {} already", entry.key, found->key_place.file),
                      "each key in one file");
        continue;
      }
      for (Node::Entry& below : entry.value.entries) {
        if (found->value.has(below.key)) {
          report_.error("duplicate_key", below.key_place, entry.key + "." + below.key,
                        fmt::format("the key `{}` stands in another file already", below.key), "each key once");
          continue;
        }
        found->value.entries.push_back(std::move(below));
      }
    }
  }

  // ---- names

  void look_up() {
    known_.add(gathered_, tree_);
    if (!report_.has_errors()) gather_formulas(root_, report_, gathered_);
    check_names(gathered_, known_, report_);
    check_cycles(gathered_, report_);
    check_values(root_, known_, report_);
    overlay_files_exist();
    for (std::size_t i = 0; i < overlay_trees_.size(); ++i) {
      KnownNames known = known_;
      known.add(overlay_gathered_[i], overlay_trees_[i].second);
      check_names(overlay_gathered_[i], known, report_);
      check_cycles(overlay_gathered_[i], report_);
      check_values(overlays_[i].second, known, report_);
    }
    for (const SourceFile* file : files_)
      if (file->name.ends_with(".ics"))
        ics_dates_[file->name] = read_ics(file->name, file->content, years(), report_);
    if (!report_.has_errors()) read_days();
    if (!report_.has_errors()) {
      const Sink sink = quiet_sink(known_, zone(), languages().front());
      calendars_ = build_calendars(root_, sink);
      check_calendar_sizes(root_, calendars_, days_, report_);
    }
  }
  void overlay_files_exist() {
    const Node* overlays = root_.find("overlays");
    if (!overlays) return;
    const auto look = [&](const Node& overlay) {
      const Node* lay = overlay.find("lay");
      if (!lay || std::ranges::find(known_.files, lay->text) != known_.files.end()) return;
      report_.error("unknown_file", lay->place, "overlays.lay",
                    fmt::format("the folder holds no file `{}`", lay->text), "a file under overlays/");
    };
    if (overlays->is_map()) look(*overlays);
    for (const Node& overlay : overlays->items) look(overlay);
  }
  Years years() const {
    const Node* effective = root_.find("effective");
    return years_around(effective ? std::string_view(effective->text) : std::string_view());
  }
  std::string zone() const {
    const Node* zone = root_.find("zone");
    return zone && zone->is_scalar() ? zone->text : "UTC";
  }
  // As declared, else as used, else English.
  std::vector<std::string> languages() const {
    std::vector<std::string> languages = known_.languages;
    if (languages.empty()) {
      for (const NamePlace& used : gathered_.languages)
        if (std::ranges::find(languages, used.name) == languages.end()) languages.push_back(used.name);
    }
    if (languages.empty()) languages.emplace_back("en");
    return languages;
  }

  // ---- sets of dates

  void read_days() {
    const Node* days = root_.find("days");
    if (!days) return;
    for (const Node::Entry& entry : days->entries) {
      if (dates_named(entry.key).size() > most_dates) {
        report_.error(
            "too_large", entry.key_place, "days." + entry.key,
            fmt::format("{} days from {} to {}", dates_named(entry.key).size(), years().first, years().last),
            fmt::format("at most {}; a season is better said by two calendars", most_dates));
      }
    }
  }
  const Dates& dates_named(const std::string& name) {
    if (const auto found = days_.find(name); found != days_.end()) return found->second;
    const Node* days = root_.find("days");
    const Node* written = days ? days->find(name) : nullptr;
    Dates dates;
    if (written && depth_ >= deepest_set) {
      report_.error("too_deep", written->place, "days." + name, "sets of dates build on each other in too long a row",
                    fmt::format("at most {}", deepest_set));
    } else if (written) {
      ++depth_;
      DateSources sources{years(), [this](const std::string& other) { return dates_named(other); },
                          [this](const std::string& file) { return ics_dates_[file]; }};
      dates = date_set_of(*written, sources);
      --depth_;
    }
    return days_.emplace(name, std::move(dates)).first->second;
  }

  // ---- the program

  std::shared_ptr<const Program> build() {
    auto program = std::make_shared<Program>();
    program->zone = zone();
    program->languages = languages();
    program->hash = hash();
    if (!overlay_trees_.empty()) {
      Json laid = Json::object();
      for (auto& [name, tree] : overlay_trees_) laid.set(name, std::move(tree));
      tree_.set("overlay_files", std::move(laid));
    }
    build_program(root_, known_, std::move(tree_), *program);
    auto written = std::make_shared<Program::Written>();
    written->calendars = std::move(calendars_);
    written->days = std::move(days_);
    written->years = years();
    written->remarks = std::move(gathered_.remarks);
    written->claims = std::move(gathered_.claims);
    written->texts = std::move(gathered_.texts);
    add_places(root_, "", written->places);
    add_asked(gathered_, *program);
    for (const Gathered& overlay : overlay_gathered_) add_asked(overlay, *program);
    for (Gathered& overlay : overlay_gathered_) {
      std::ranges::move(overlay.remarks, std::back_inserter(written->remarks));
      std::ranges::move(overlay.texts, std::back_inserter(written->texts));
    }
    written->known = std::move(known_);
    program->written = std::move(written);
    program->looks = looks_of(*program);
    return program;
  }
  static void add_asked(const Gathered& gathered, Program& program) {
    for (const FactUse& each : gathered.facts) program.facts_asked.push_back(each.fact);
    std::ranges::sort(program.facts_asked);
    const auto twice = std::ranges::unique(program.facts_asked);
    program.facts_asked.erase(twice.begin(), twice.end());
  }
  std::string hash() const {
    std::string all;
    for (const SourceFile* file : files_)
      all += fmt::format("{}:{}{}:{}", file->name.size(), file->name, file->content.size(), file->content);
    return to_text(VersionName{to_hex(sha256(all)), laid_});
  }

  std::vector<const SourceFile*> files_;
  std::vector<int> laid_;
  Report report_;
  Node root_;
  bool all_yaml_ = true;
  std::vector<std::pair<std::string, Node>> overlays_;
  Json tree_;
  Gathered gathered_;
  std::vector<std::pair<std::string, Json>> overlay_trees_;
  std::vector<Gathered> overlay_gathered_;
  KnownNames known_;
  static constexpr int deepest_set = 16;
  int depth_ = 0;
  std::map<std::string, Dates> ics_dates_;
  std::map<std::string, Dates, std::less<>> days_;
  std::map<std::string, Choice<CalendarSpec>, std::less<>> calendars_;
};

}  // namespace

Reading read_laid(std::span<const SourceFile> files, const std::vector<int>& overlays) {
  return FolderReader(files, overlays).read();
}

namespace {

// What goes wrong only when overlays are laid: each alone, and all of them together.
void add_errors_laid(std::span<const SourceFile> files, Reading& reading) {
  const auto& overlays = reading.program->overlays;
  std::vector<std::vector<int>> choices;
  std::vector<int> all;
  for (std::size_t i = 0; i < overlays.size(); ++i) {
    all.push_back(static_cast<int>(i) + 1);
    choices.push_back({all.back()});
  }
  if (all.size() > 1) choices.push_back(all);
  std::set<std::tuple<std::string, int, int, std::string>> said;
  for (const std::vector<int>& laid : choices) {
    const std::string with = laid.size() > 1 ? "all overlays" : overlays[static_cast<std::size_t>(laid[0] - 1)].lay;
    for (Finding& each : read_laid(files, laid).findings) {
      if (each.weight != Weight::error) continue;
      if (!said.insert({each.place.file, each.place.line, each.place.column, each.message}).second) continue;
      each.message += fmt::format(" (with {} laid)", with);
      reading.findings.push_back(std::move(each));
    }
  }
}

}  // namespace

Reading read(std::span<const SourceFile> files) {
  Reading reading = FolderReader(files).read();
  if (!reading.program || reading.program->overlays.empty()) return reading;
  add_errors_laid(files, reading);
  if (reading.has_errors()) {
    reading.program.reset();
    std::ranges::stable_sort(reading.findings, {}, [](const Finding& each) {
      return std::tuple(each.place.file, each.place.line, each.place.column);
    });
  }
  return reading;
}

Result<Predicate> parse_predicate(std::string_view yaml, const Program& program) {
  Report report;
  std::size_t nodes = 0;
  const Node node = read_yaml("predicate", yaml, nodes, report);
  static const KnownNames nothing;
  const KnownNames& known = program.written ? program.written->known : nothing;
  Gathered gathered;
  Sink sink = quiet_sink(known, program.zone, program.languages.empty() ? "en" : program.languages.front());
  sink.report = &report;
  sink.references = &gathered.references;
  sink.facts = &gathered.facts;
  Predicate predicate = read_predicate(node, "predicate", sink);
  check_names(gathered, known, report);
  if (report.has_errors()) {
    const Finding& first = report.findings.front();
    return fail(ErrorCode::invalid, first.key, first.message + "; expected " + first.expected);
  }
  return predicate;
}

}  // namespace yakusoku::program
