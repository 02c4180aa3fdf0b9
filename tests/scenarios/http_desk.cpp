#include "http_desk.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "base/result.hpp"

namespace yakusoku::scenarios {
namespace {

namespace fs = std::filesystem;

// The binary that was built beside this test.
std::string binary() { return (fs::read_symlink("/proc/self/exe").parent_path() / "yakusoku").string(); }

// Where this run keeps its folders; gone when it ends.
const fs::path& run_folder() {
  static const struct Folder {
    fs::path path;
    Folder() {
      // In memory where there is such a place: a kill loses no page of it either, and no disk holds up two hundred desks.
      const fs::path top = fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
      std::string name = (top / "yakusoku-scenarios-XXXXXX").string();
      path = ::mkdtemp(name.data());
    }
    ~Folder() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  } folder;
  return folder.path;
}

std::string fresh_folder() {
  static int number = 0;
  return (run_folder() / std::to_string(++number)).string();
}

// What a subcommand prints, without its line's end.
std::string output_of(const std::string& words) {
  std::string said;
  std::FILE* pipe = ::popen((binary() + " " + words).c_str(), "r");
  std::array<char, 4096> bytes{};
  while (pipe && std::fgets(bytes.data(), bytes.size(), pipe)) said += bytes.data();
  if (pipe) ::pclose(pipe);
  while (said.ends_with('\n')) said.pop_back();
  return said;
}

Result<std::string> folder_of(const std::string& program) {
  for (const char* where : {"programs/", "tests/programs/", "tests/scenarios/programs/"}) {
    const std::string path = std::string(YAKUSOKU_SOURCE_DIR) + "/" + where + program;
    if (fs::is_directory(path)) return path;
  }
  return fail(ErrorCode::not_found, program);
}

struct Prepared {
  std::string folder;
  HttpPeople people;
};

std::int64_t id_in(const HttpAnswer& answer, std::string_view what) {
  const Json* found = answer.json.find(what);
  return found ? found->get_integer("id").value_or(0) : 0;
}

}  // namespace

Outcome HttpDesk::prepare(const std::string& program, const std::string& folder, HttpPeople& people) {
  HttpDesk desk;
  desk.folder_ = folder;
  TRY_OUTCOME(desk.start(TRY(folder_of(program))));
  TRY_OUTCOME(desk.wait_until_it_listens());
  const std::string of_desk = " --data " + folder + " --email ";
  output_of("user add" + of_desk + "admin@desk.example --name admin --role admin");
  const auto token = [&](const std::string& role) {
    people.tokens[role] = output_of("token create" + of_desk + role + "@desk.example");
  };
  token("admin");
  desk.people_ = people;
  people.organization = id_in(desk.call("admin", "POST", "organizations",
                                        Json::object({{"organization", Json::object({{"name", "the customer's"}})}})),
                              "organization");
  for (const std::string role : {"lead", "agent", "customer"}) {
    Json user = Json::object({{"name", role}, {"email", role + "@desk.example"}, {"desk_role", role}});
    if (role == "customer") user.set("organization_id", people.organization);
    people.ids[role] = id_in(desk.call("admin", "POST", "users", Json::object({{"user", std::move(user)}})), "user");
    token(role);
  }
  const HttpAnswer programs = desk.call("admin", "GET", "desk/programs");
  if (const Json* list = programs.json.find("programs"); list && list->is_array() && !list->items().empty())
    people.brand = list->items().front().get_integer("id").value_or(0);
  desk.end(SIGTERM);
  desk.folder_.clear();  // it stays, to be copied
  const bool all =
      people.organization && people.brand && people.ids["customer"] && !people.tokens["customer"].empty();
  return all ? Outcome() : fail(ErrorCode::unavailable, program, "its desk could not be prepared");
}

Result<std::unique_ptr<HttpDesk>> HttpDesk::started(const std::string& program) {
  static std::map<std::string, Prepared> prepared;
  auto found = prepared.find(program);
  if (found == prepared.end()) {
    Prepared fresh;
    fresh.folder = fresh_folder();
    TRY_OUTCOME(prepare(program, fresh.folder, fresh.people));
    found = prepared.emplace(program, std::move(fresh)).first;
  }
  std::unique_ptr<HttpDesk> desk(new HttpDesk);
  desk->people_ = found->second.people;
  desk->folder_ = fresh_folder();
  fs::copy(found->second.folder, desk->folder_, fs::copy_options::recursive);
  TRY_OUTCOME(desk->start(""));
  return desk;
}

Result<std::unique_ptr<HttpDesk>> HttpDesk::open(const std::string& program) {
  run_folder();  // outlives the desks below
  static std::map<std::string, std::unique_ptr<HttpDesk>> ahead;
  std::unique_ptr<HttpDesk> desk = std::move(ahead[program]);
  if (!desk) desk = TRY(started(program));
  TRY_OUTCOME(desk->wait_until_it_listens());
  ahead[program] = TRY(started(program));
  return desk;
}

HttpDesk::~HttpDesk() {
  if (process_ > 0) end(SIGKILL);
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

Outcome HttpDesk::start(const std::string& program_folder) {
  const std::string path = binary();
  if (!fs::exists(path)) return fail(ErrorCode::unavailable, path, "it is not built");
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(ErrorCode::unavailable, "pipe");
  std::vector<const char*> words{path.c_str(), "serve",       "--data",  folder_.c_str(),
                                 "--listen",   "127.0.0.1:0", "--quiet", "--test-clock"};
  if (!program_folder.empty()) words.insert(words.end(), {"--program", program_folder.c_str()});
  words.push_back(nullptr);
  process_ = ::vfork();  // a copy of all these pages would cost more than the desk itself
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(path.c_str(), const_cast<char* const*>(words.data()));
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
  return process_ > 0 ? Outcome() : fail(ErrorCode::unavailable, "fork");
}

Outcome HttpDesk::wait_until_it_listens() {
  constexpr std::string_view before = "listening on http://127.0.0.1:";
  std::string said;
  std::size_t at = std::string::npos;
  while (at == std::string::npos || said.find('\n', at) == std::string::npos) {
    std::array<char, 512> bytes{};
    const ssize_t count = ::read(output_, bytes.data(), bytes.size());
    if (count <= 0) return fail(ErrorCode::unavailable, "serve", "it ended: " + said);
    said.append(bytes.data(), static_cast<std::size_t>(count));
    at = said.find(before);
  }
  const int port = std::atoi(said.c_str() + at + before.size());
  client_ = std::make_unique<http_tests::RawClient>(static_cast<std::uint16_t>(port));
  return client_->connected() ? Outcome() : fail(ErrorCode::unavailable, "serve", "nobody listens");
}

void HttpDesk::end(int signal) {
  client_.reset();
  ::kill(process_, signal);
  ::waitpid(process_, nullptr, 0);
  ::close(output_);
  process_ = 0;
}

Outcome HttpDesk::restart() {
  end(SIGKILL);
  TRY_OUTCOME(start(""));
  return wait_until_it_listens();
}

std::string HttpDesk::verified() {
  end(SIGTERM);
  return output_of("verify --data " + folder_);
}

HttpAnswer HttpDesk::call(const std::string& role, std::string_view method, const std::string& path,
                          const Json& body) {
  const std::string text = body.is_null() ? std::string() : to_text(body);
  std::string request = std::string(method) + " /api/v2/" + path + " HTTP/1.1\r\nHost: desk.example\r\n";
  if (const auto token = people_.tokens.find(role); token != people_.tokens.end())
    request += "Authorization: Bearer " + token->second + "\r\n";
  if (!text.empty()) request += "Content-Type: application/json\r\n";
  if (method != "GET") request += "Content-Length: " + std::to_string(text.size()) + "\r\n";
  const http_tests::RawAnswer raw = client_->ask(request + "\r\n" + text);
  return {raw.status, parse_json(raw.body).value_or(Json())};
}

}  // namespace yakusoku::scenarios
