// rooms: adapters/mime adapters/mail_text ports base
// Mails parsed a second, over the corpus of tests/mail as it lies there, and the most memory that a mail of 50 MB takes
// beside its own source.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "adapters/mime/mime.hpp"

using namespace yakusoku;

namespace {

std::vector<std::string> corpus() {
  std::vector<std::string> sources;
  for (const auto& each : std::filesystem::directory_iterator(YAKUSOKU_SOURCE_DIR "/tests/mail")) {
    if (each.path().extension() != ".eml") continue;
    std::ifstream file(each.path(), std::ios::binary);
    sources.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return sources;
}

void mixed(const std::vector<std::string>& sources, int rounds) {
  std::size_t read = 0, bytes = 0, letters = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    for (const std::string& each : sources) {
      letters += mime::read_mail(each).text.size();
      bytes += each.size();
      ++read;
    }
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  std::printf("%-44s %12.0f a second %8.1f MB/s   (%zu mails, %zu bytes of text)\n",
              "mail: parsed, mixed corpus, one thread", static_cast<double>(read) / spent.count(),
              static_cast<double>(bytes) / spent.count() / 1e6, sources.size(),
              letters / static_cast<std::size_t>(rounds));
}

std::string large(std::size_t size) {
  std::string source =
      "From: Taro <taro@customer.example>\r\nSubject: Large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\n\r\nSee file.\r\n--b\r\nContent-Type: application/pdf; name=scan.pdf\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n";
  source.reserve(size + 200);
  while (source.size() < size)
    source += "JVBERi0xLjcKJYGBgYEKCjUgMCBvYmoKPDwKL0ZpbHRlciAvRmxhdGVEZWNvZGUKL0xlbmd0aCA0MTQK\r\n";
  source += "--b--\r\n";
  return source;
}

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// In a process of its own: a peak is for good.
void memory(std::size_t size) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    const std::string source = large(size);
    const long before = peak_kilobytes();
    const auto begin = std::chrono::steady_clock::now();
    const ports::ReadMail mail = mime::read_mail(source);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    std::printf("%-44s %12.1f MB beside its source of %.1f MB, %.0f ms, %zu bytes of attachment\n",
                "mail: peak memory of a large mail", static_cast<double>(peak_kilobytes() - before) / 1024,
                static_cast<double>(source.size()) / 1e6, spent.count() * 1000, mail.attachments.at(0).bytes.size());
    std::fflush(stdout);
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) std::printf("mail: the large mail FAILED\n");
}

}  // namespace

int main() {
  const bool smoke = std::getenv("YAKUSOKU_BENCH_SMOKE") != nullptr;
  memory(smoke ? 1'000'000 : 50'000'000);
  const std::vector<std::string> sources = corpus();
  if (sources.empty()) return 1;
  mixed(sources, smoke ? 1 : 20);
  return 0;
}
