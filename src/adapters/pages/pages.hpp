#pragma once

// CUSTOMERS' PAGES, rendered on the server: they work without script, under a strict content security policy, in Japanese
// and English, in the reader's zone. Also the shell in which the workspace runs. They decide nothing: they read views
// and name use cases. Templates and texts lie in web/, carried in the binary or read from `web_dir`.

#include <string>

#include "adapters/access/access.hpp"
#include "adapters/http/http.hpp"

namespace yakusoku::pages {

struct PageOptions {
  std::string web_dir;  // empty: what the binary carries
};

// `services` and `gate` must outlive the router. Missing templates or texts are our own bug.
void add_pages(http::Router& router, access::Services& services, access::Gate& gate, const PageOptions& options);

// What the server refuses by itself, in plain words of both languages.
http::Response refusal_page(const http::Refusal& refusal);

}  // namespace yakusoku::pages
