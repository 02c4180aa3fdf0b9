// rooms: adapters/mime adapters/mail_text adapters/shelf adapters/store adapters/engine_sqlite adapters/system adapters/blobs desk core/lifecycle core/program core/notices ports base
// Mails a second from their bytes to a request on the disk: source kept as a blob and a row, read, judged, opened, all
// synced, as the mail room does it in batches; against the same number of bare blob puts on the same disk.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/blobs/folder_blobs.hpp"
#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/mime/mime.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/system_time.hpp"
#include "desk/mail.hpp"

namespace {

using namespace yakusoku;

constexpr int batch = 64;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string source(int number) {
  const std::string n = std::to_string(number);
  return "From: Customer " + n + " <customer" + n + "@example.com>\r\nTo: support@vendor.example\r\nSubject: Port " + n +
         " is down\r\nMessage-ID: <" + n + "@example.com>\r\nDate: Wed, 25 Nov 2026 01:00:00 +0000\r\n"
         "Content-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\nsince this morning nothing reaches us.\r\n" +
         std::string(600, 'x') + "\r\n";
}

double seconds_of(const std::function<void()>& body) {
  const auto begin = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main() {
  const int mails = std::getenv("YAKUSOKU_BENCH_SMOKE") ? 64 : 2048;
  const auto folder = std::filesystem::temp_directory_path() / "yakusoku-bench-mail";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  system::SystemTime time;
  system::SystemDice dice;
  engine_sqlite::Options options;
  options.path = (folder / "desk.sqlite").string();
  auto database = std::move(*engine_sqlite::open_database(options));
  auto store = std::move(*store::open_store(*database, time, dice));
  auto blobs = std::move(*blobs::FolderBlobs::open(folder / "blobs", time));
  shelf::LockedShelf shelf;
  std::vector<program::SourceFile> files;
  for (const auto& each : std::filesystem::directory_iterator(YAKUSOKU_SOURCE_DIR "/programs/megaport"))
    if (each.path().extension() == ".yaml" || each.path().extension() == ".ics")
      files.push_back({each.path().filename().string(), content_of(each.path())});
  const auto run = [&](std::vector<ports::Command> commands) {
    for (const ports::Done& done : store->run(commands))
      if (!done.answer) std::printf("FAILED %s\n", done.answer.error().detail.c_str());
  };
  const auto one = [&](std::function<Result<ports::Answer>(ports::Transaction&)> body) {
    std::vector<ports::Command> commands(1);
    commands[0].run = std::move(body);
    run(std::move(commands));
  };
  one([&](ports::Transaction& t) { return desk::enact_program(t, shelf, desk::Caller::desk(), {files}); });
  ports::MailSettings settings;
  settings.mailboxes.push_back({"support", "support@vendor.example", {}, "megaport", "incident", {}, {}, {}});
  const desk::MailOffice office{&settings, "a key"};

  const double bare = seconds_of([&] {
    for (int i = 0; i < mails; ++i) (void)blobs->put("bare " + source(i));
  });
  double kept = 0, taken = 0;
  for (int from = 0; from < mails; from += batch) {
    kept += seconds_of([&] {
      std::vector<ports::Command> commands;
      for (int i = from; i < from + batch && i < mails; ++i) {
        ports::MailSourceRow row;
        row.arrival = "bench/" + std::to_string(i);
        row.mailbox = "support";
        row.envelope = "{}";
        row.blob = *blobs->put(source(i));
        row.arrived_at = time.now();
        commands.push_back({{}, {}, [row](ports::Transaction& t) { return desk::keep_mail(t, row); }});
      }
      run(std::move(commands));
    });
    taken += seconds_of([&] {
      std::vector<ports::MailSourceRow> rows;
      (void)store->read([&](ports::Reader& reader) { rows = reader.mail_sources(ports::MailOutcome::waiting, 0, batch); });
      std::vector<ports::Command> commands;
      for (const ports::MailSourceRow& row : rows) {
        auto mail = std::make_shared<desk::TakenMail>();
        mail->source = row.id;
        mail->mail = mime::read_mail(*blobs->get(row.blob));
        commands.push_back({{}, {}, [&, mail](ports::Transaction& t) { return desk::take_mail(t, shelf, office, *mail); }});
      }
      run(std::move(commands));
    });
  }
  std::printf("%-44s %12.0f a second\n", "mail: bare synced blobs", mails / bare);
  std::printf("%-44s %12.0f a second   %.2f of bare\n", "mail: kept (blob and row, synced)", mails / kept, bare / kept);
  std::printf("%-44s %12.0f a second\n", "mail: read, judged, opened (64 a commit)", mails / taken);
  std::printf("%-44s %12.0f a second\n", "mail: from bytes to a request", mails / (kept + taken));
  std::filesystem::remove_all(folder);
  return 0;
}
