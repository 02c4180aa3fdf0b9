// yakusoku simulate: past requests lived again under a version that is tried, beside today's (docs/howto/backtest.md).

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

#include <fmt/format.h>

#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "apps/simulate_staffing.hpp"
#include "sim/backtest/desk_log.hpp"
#include "sim/backtest/trace.hpp"

namespace yakusoku::apps {
namespace {

namespace backtest = sim::backtest;

constexpr std::size_t longest_line = std::size_t{1} << 20;
constexpr std::size_t most_threads = 64;

std::atomic<bool> stop_asked{false};

// Lines of a stream; one that is too long is cut there, and whoever reads it says so.
backtest::Lines trace_lines(std::istream& stream) {
  return [&stream](std::string& line) -> Result<bool> {
    line.clear();
    std::streambuf& buffer = *stream.rdbuf();
    for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
      if (c == '\n') return true;
      line.push_back(static_cast<char>(c));
      if (line.size() > longest_line) return true;
    }
    return !line.empty();
  };
}

// Each piece on a thread of its own; a round has as many pieces as there are threads.
void side_by_side(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
  if (count > 0) work(0);
}

// The first word after a second, then one every five.
class Teller {
 public:
  bool operator()(const backtest::Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - begun_ >= next_) {
      fmt::print(stderr, "{}{}\n", first_ ? "a first sample: " : "", backtest::progress_line(progress));
      first_ = false;
      next_ = now - begun_ + std::chrono::seconds(5);
    }
    return !stop_asked.load();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::duration next_ = std::chrono::seconds(1);
  bool first_ = true;
};

Result<std::shared_ptr<const program::Program>> program_to_try(const std::string& folder) {
  const program::Reading reading = program::read(TRY(read_folder(folder)));
  if (reading.program) return reading.program;
  const auto first = std::ranges::find(reading.findings, program::Weight::error, &program::Finding::weight);
  return fail(ErrorCode::invalid, folder,
              "it can't be read; `yakusoku check` says more" +
                  (first == reading.findings.end() ? std::string() : ": " + first->key + ": " + first->message));
}

Result<std::size_t> number_said(const Words& words, std::string_view option, std::size_t otherwise,
                                std::size_t most) {
  const std::string text = words.get(option);
  if (text.empty()) return otherwise;
  std::size_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value > most)
    return fail(ErrorCode::invalid, std::string(option), fmt::format("a number up to {} is expected", most));
  return value;
}

Result<Instant> backtest_until(const Words& words, Instant otherwise) {
  const std::string text = words.get("--until");
  if (text.empty()) return otherwise;
  const auto at = from_iso(text);
  if (!at) return fail(ErrorCode::invalid, "--until", "a time with its zone such as 2026-04-01T00:00:00+09:00");
  return *at;
}

Result<backtest::Backtest> backtest_of_trace(const Words& words, backtest::Options& options) {
  const std::string file = words.get("--requests");
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) return fail(ErrorCode::not_found, file, "it can't be opened");
  }
  std::istream& stream = file == "-" ? std::cin : opened;
  options.until = TRY(backtest_until(words, system::SystemTime().now()));
  const auto source =
      file.ends_with(".csv") ? backtest::csv_trace(trace_lines(stream)) : backtest::json_trace(trace_lines(stream));
  return backtest::backtest(*source, options);
}

// The desk's own tickets: of the tried program's, where the desk has that program, else of all.
Result<backtest::Backtest> backtest_of_desk(const Words& words, backtest::Options& options) {
  const DeskParts parts = TRY(open_desk(place_of(words), false, false));
  backtest::DeskLogOptions wanted;
  Instant now;
  TRY_OUTCOME(parts.store->read([&](ports::Reader& reader) {
    now = std::max(reader.clock_at(), parts.time->now());
    for (const ports::ProgramRow& each : reader.programs())
      if (each.key == options.tried->id) wanted.program = each.key;
  }));
  options.until = TRY(backtest_until(words, now));
  options.version = [&](std::string_view hash) {
    std::shared_ptr<const program::Program> found;
    (void)parts.store->read([&](ports::Reader& reader) { found = parts.shelf->version(reader, hash); });
    return found;
  };
  const auto source = TRY(backtest::desk_log([&](const auto& body) { return parts.store->read(body); }, wanted));
  auto result = TRY(backtest::backtest(*source, options));
  TRY_OUTCOME(parts.store->read([&](ports::Reader& reader) { backtest::name_customers(result, reader); }));
  return result;
}

Result<backtest::Backtest> run_backtest(const Words& words) {
  backtest::Options options;
  options.tried = TRY(program_to_try(words.rest.front()));
  if (!words.get("--against").empty()) options.against = TRY(program_to_try(words.get("--against")));
  options.keep = TRY(number_said(words, "--keep", 20, backtest::most_kept));
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, most_threads);
  options.workers = std::max<std::size_t>(1, TRY(number_said(words, "--threads", cores, most_threads)));
  options.run = side_by_side;
  options.progress = [teller = Teller()](const backtest::Progress& progress) mutable { return teller(progress); };
  return words.get("--data").empty() ? backtest_of_trace(words, options) : backtest_of_desk(words, options);
}

}  // namespace

int simulate(std::span<const std::string> arguments) {
  if (std::ranges::find(arguments, "--staffing") != arguments.end()) return simulate_staffing(arguments);
  static constexpr std::string_view valued[] = {"--requests", "--data", "--database", "--against",
                                                "--until",    "--keep", "--threads"};
  static constexpr std::string_view plain[] = {"--json"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("simulate", words.error());
  if (words->rest.size() != 1)
    return usage_error("simulate", {ErrorCode::required, "DIR", "the folder of the program to try is expected", ""});
  if (words->get("--requests").empty() == words->get("--data").empty())
    return usage_error("simulate",
                       {ErrorCode::required, "--requests", "a trace, or a desk's folder by --data, is expected", ""});
  std::signal(SIGINT, [](int) { stop_asked = true; });
  const auto result = run_backtest(*words);
  if (!result) return failed(result.error());
  if (words->has("--json")) {
    fmt::print("{}\n", to_pretty_text(backtest::to_json(*result)));
  } else {
    fmt::print("{}", backtest::to_text(*result));
  }
  return result->cancelled ? 1 : 0;
}

}  // namespace yakusoku::apps
