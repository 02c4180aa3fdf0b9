// rooms: sim/faults adapters/engine_sqlite adapters/store adapters/shelf desk core/notices core/program
// The fault simulator by hand: sim_lives [--seed N] [--events N] [--lives N] [--program NAME]. `./dev sim` runs it.

#include <cstdio>
#include <cstdlib>
#include <random>

#include "fault_house.hpp"

using namespace yakusoku::sim;

int main(int count, char** words) {
  std::uint64_t seed = std::random_device{}();
  int events = 400, lives = 5;
  std::string name = "golden";
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string word = words[i];
    if (word == "--seed") seed = std::strtoull(words[i + 1], nullptr, 10);
    if (word == "--events") events = std::atoi(words[i + 1]);
    if (word == "--lives") lives = std::atoi(words[i + 1]);
    if (word == "--program") name = words[i + 1];
  }
  for (int life = 0; life < lives; ++life, ++seed) {
    FaultOptions options = options_for(name, seed);
    options.events = events;
    const FaultReport report = live_with_faults(options);
    if (report.failure) {
      std::printf("%s", told(report, seed).c_str());
      return 1;
    }
    std::printf("seed %llu: %d events, %d faults, %d commands, %d wakes, %d mails, %d letters, %lld records: nothing lost\n",
                static_cast<unsigned long long>(seed), report.events, report.faults, report.commands, report.wakes,
                report.mails, report.letters, static_cast<long long>(report.records));
  }
}
