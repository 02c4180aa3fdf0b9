#include "apps/simulate_staffing.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "apps/desk_parts.hpp"
#include "base/zones.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "core/check/report.hpp"
#include "sim/backtest/trace.hpp"
#include "sim/staffing/staffing.hpp"

namespace yakusoku::apps {
namespace {

namespace staffing = sim::staffing;

std::atomic<bool> staffing_stopped{false};

// Whether it is time for a word: the first after a second, then one every five.
class Telling {
 public:
  bool due() {
    const auto now = std::chrono::steady_clock::now();
    if (now - begun_ < next_) return false;
    next_ = now - begun_ + std::chrono::seconds(5);
    return true;
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::duration next_ = std::chrono::seconds(1);
};

Result<std::string> whole_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) return fail(ErrorCode::not_found, name, "it can't be opened");
  std::string content{std::istreambuf_iterator<char>(file), {}};
  return content;
}

template <class Number>
Result<Number> number_given(const Words& words, std::string_view option, Number otherwise, Number most) {
  const std::string text = words.get(option);
  if (text.empty()) return otherwise;
  Number value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value > most || value < Number{0})
    return fail(ErrorCode::invalid, std::string(option), fmt::format("a number up to {} is expected", most));
  return value;
}

Result<std::shared_ptr<const program::Program>> program_of(const std::string& folder) {
  const program::Reading reading = program::read(TRY(read_folder(folder)));
  if (reading.program) return reading.program;
  fmt::print(stderr, "{}", check::findings_text(reading.findings));
  return fail(ErrorCode::invalid, folder, "it can't be read");
}

Result<staffing::Plan> plan_of(const std::string& file, const program::Program& program) {
  const staffing::PlanReading reading = staffing::read_plan(file, TRY(whole_file(file)), program);
  fmt::print(stderr, "{}", check::findings_text(reading.findings));
  if (!reading.plan) return fail(ErrorCode::invalid, file, "it can't be read");
  return *reading.plan;
}

// When a past request came in, and what of it the program's work goes by.
staffing::Sample sample_of(const sim::backtest::PastEvent& opening) {
  static constexpr std::string_view told[] = {"kind", "asked_severity", "product", "language", "environment"};
  staffing::Sample sample;
  sample.at = opening.at;
  sample.door = opening.act.door;
  for (const tickets::Value& each : opening.act.values)
    if (std::ranges::find(told, each.name) != std::end(told)) sample.values.push_back(each);
  return sample;
}

// Whole days of the plan's zone from the first request of the trace to the last.
Result<std::vector<staffing::Arrivals>> arrivals_of(const std::string& file, const staffing::Plan& plan) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorCode::not_found, file, "it can't be opened");
  const auto lines = [&](std::string& line) -> Result<bool> { return static_cast<bool>(std::getline(stream, line)); };
  const auto source =
      file.ends_with(".csv") ? sim::backtest::csv_trace(lines) : sim::backtest::json_trace(lines);
  std::vector<staffing::Sample> samples;
  while (const std::size_t pieces = TRY(source->next_round(1)))
    for (std::size_t piece = 0; piece < pieces; ++piece)
      for (const auto& past : TRY(source->piece(piece)))
        for (const auto& event : past.events)
          if (event.act.verb == lifecycle::Verb::open && !event.only_known) samples.push_back(sample_of(event));
  if (samples.empty()) return fail(ErrorCode::required, file, "it holds no requests");
  Instant first = samples.front().at, last = first;
  for (const auto& each : samples) first = std::min(first, each.at), last = std::max(last, each.at);
  first = zones::instant_of(plan.zone, zones::wall_time(plan.zone, first).date, 0);
  last = zones::instant_of(plan.zone, zones::wall_time(plan.zone, last).date + 1, 0);
  return staffing::fitted(samples, plan.zone, first, last);
}

Result<int> run_staffing(const Words& words) {
  const auto program = TRY(program_of(words.rest.front()));
  staffing::Plan plan = TRY(plan_of(words.get("--staffing"), *program));
  if (!words.get("--history").empty()) {
    for (auto& each : TRY(arrivals_of(words.get("--history"), plan))) plan.arrivals.push_back(std::move(each));
  }
  staffing::SearchOptions options;
  options.simulation.seed = TRY(number_given<std::uint64_t>(words, "--seed", 1, std::uint64_t{1} << 53U));
  options.simulation.runs = TRY(number_given<std::int64_t>(words, "--runs", 10, staffing::Limits::runs));
  options.reach = TRY(number_given<std::int64_t>(words, "--reach", 3, 12));
  options.heads = TRY(number_given<std::int64_t>(words, "--heads", 3, 50));
  std::optional<staffing::Goal> goal;
  if (!words.get("--goal").empty()) goal = TRY(staffing::parse_goal(words.get("--goal"), *program));
  Telling telling;
  options.simulation.progress = [&](const staffing::Simulated& so_far, std::int64_t requests) {
    if (telling.due())
      fmt::print(stderr, "run {} of {}: {} requests so far\n", so_far.runs + 1, options.simulation.runs, requests);
    return !staffing_stopped.load();
  };
  options.progress = [&](const staffing::Tried& tried) {
    fmt::print(stderr, "{}\n", staffing::line_of(tried, plan));
    return !staffing_stopped.load();
  };
  clocks::CompiledCalendars calendars(plan.begins() - days(400), plan.until() + days(800));
  const auto result = TRY(staffing::simulate(*program, plan, calendars, options.simulation));
  if (!words.has("--json")) fmt::print("{}", staffing::to_text(result, plan));
  Json json = staffing::to_json(result, plan);
  int status = result.cancelled ? 1 : 0;
  if (goal && !result.cancelled) {
    const auto found = TRY(staffing::search(*program, plan, calendars, *goal, options));
    if (!words.has("--json")) fmt::print("{}", staffing::to_text(found, plan));
    json.set("search", staffing::to_json(found, plan));
    status = found.best ? 0 : 1;
  }
  if (words.has("--json")) fmt::print("{}\n", to_pretty_text(json));
  return status;
}

}  // namespace

int simulate_staffing(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--staffing", "--history", "--seed", "--runs",
                                                "--goal",     "--reach",   "--heads"};
  static constexpr std::string_view plain[] = {"--json"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("simulate", words.error());
  if (words->rest.size() != 1)
    return usage_error("simulate", {ErrorCode::required, "DIR", "the folder of a program is expected", ""});
  std::signal(SIGINT, [](int) { staffing_stopped = true; });
  const auto status = run_staffing(*words);
  return status ? *status : failed(status.error());
}

}  // namespace yakusoku::apps
