#pragma once

// One desk as a process: the real binary on a data folder of its own with a clock that is pushed, spoken to over
// loopback. A program's folder with its people is prepared once a run and copied for each desk; the next desk is started
// ahead.

#include <map>
#include <memory>
#include <string>

#include "../http/raw_client.hpp"
#include "base/json.hpp"

namespace yakusoku::scenarios {

struct HttpAnswer {
  int status = 0;
  Json json;
  bool good() const { return status == 200 || status == 201; }
};

// Who is there from the beginning, by role: admin, lead, agent, customer; and what his customer is.
struct HttpPeople {
  std::map<std::string, std::string> tokens;
  std::map<std::string, std::int64_t> ids;
  std::int64_t organization = 0, brand = 0;
};

class HttpDesk {
 public:
  // A fresh desk that runs the program of that folder name. Fails as `unavailable` where the binary is not there.
  static Result<std::unique_ptr<HttpDesk>> open(const std::string& program);
  ~HttpDesk();  // kills it and removes its folder
  HttpDesk(const HttpDesk&) = delete;
  HttpDesk& operator=(const HttpDesk&) = delete;

  const HttpPeople& people() const { return people_; }
  // As somebody by his role; "" says nothing of who it is.
  HttpAnswer call(const std::string& role, std::string_view method, const std::string& path, const Json& body = {});
  // Killed at once, started again on the same folder.
  Outcome restart();
  // Ends it in order; what `yakusoku verify` then says of its folder.
  std::string verified();

 private:
  HttpDesk() = default;
  static Result<std::unique_ptr<HttpDesk>> started(const std::string& program);
  static Outcome prepare(const std::string& program, const std::string& folder, HttpPeople& people);
  Outcome start(const std::string& program_folder);
  Outcome wait_until_it_listens();
  void end(int signal);

  HttpPeople people_;
  std::string folder_;
  int process_ = 0, output_ = -1;
  std::unique_ptr<http_tests::RawClient> client_;
};

}  // namespace yakusoku::scenarios
