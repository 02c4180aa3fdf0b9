// Each program's public page, out of what runs: the version in force, older ones at an address that stays, any clause by
// the path that receipts and refusals cite, and the page as a PDF.

#include <algorithm>
#include <list>
#include <mutex>

#include "adapters/http/text.hpp"
#include "adapters/pages/site.hpp"
#include "adapters/publishing/html.hpp"
#include "base/zones.hpp"
#include "core/publishing/document.hpp"
#include "core/versions/versions.hpp"

namespace yakusoku::pages {
namespace {

// A version that customers may read, and the one that it replaced.
struct Published {
  ports::ProgramRow row;
  std::shared_ptr<const program::Program> program, before;
  Instant since = far_future;
  bool in_force = false;
};

// `hash` empty: the version in force. A draft is nobody's page, and neither is one that is only planned.
std::optional<Published> published(ports::Reader& reader, desk::Shelf& shelf, std::string_view key,
                                   std::string_view hash) {
  Published found;
  for (const ports::ProgramRow& each : reader.programs())
    if (each.key == key) found.row = each;
  if (!found.row.id || found.row.in_force.empty()) return std::nullopt;
  const std::string wanted(hash.empty() ? std::string_view(found.row.in_force) : hash);
  found.in_force = wanted == found.row.in_force;
  std::string before;
  bool was_in_force = found.in_force;
  std::string last;
  for (const ports::EnactmentRow& each : reader.enactments(found.row.id)) {
    if (each.state != ports::EnactmentState::in_force) continue;
    if (each.hash == wanted && each.hash != last) {
      was_in_force = true;
      found.since = each.starts_at;
      before = last;
    }
    last = each.hash;
  }
  if (!was_in_force) return std::nullopt;
  found.program = shelf.version(reader, wanted);
  if (!before.empty()) found.before = shelf.version(reader, before);
  if (!found.program) return std::nullopt;
  return found;
}

publishing::Document document_for(const Page& page, const Published& version) {
  publishing::Options options;
  options.language = page.language;
  options.zone = page.zone;
  const std::string asked(page.request.query_value("zone").value_or(""));
  if (!asked.empty() && zones::exists(asked)) options.zone = asked;
  options.from = zones::wall_time(options.zone, page.now).date;
  if (version.before) {
    for (const versions::Difference& each : versions::differences(*version.before, *version.program))
      options.changes.push_back(versions::words_of(each, *version.before, *version.program, page.language));
    options.changes_since = date_words(page, zones::wall_time(version.program->zone, version.since).date);
  }
  return publishing::document_of(*version.program, options);
}

// What was made lately, by all that it depends on. Few are asked for at a time: languages, zones, this day.
class Kept {
 public:
  explicit Kept(std::size_t most) : most_(most) {}
  template <class Make>
  std::string get(const std::string& key, Make&& make) {
    const std::lock_guard lock(mutex_);
    for (auto each = all_.begin(); each != all_.end(); ++each) {
      if (each->first != key) continue;
      all_.splice(all_.begin(), all_, each);
      return all_.front().second;
    }
    std::string made = make();
    if (made.empty()) return made;  // it could not be made now
    all_.emplace_front(key, std::move(made));
    if (all_.size() > most_) all_.pop_back();
    return all_.front().second;
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::list<std::pair<std::string, std::string>> all_;
};

std::string key_of(const Page& page, const Published& version) {
  return version.program->hash + "|" + (version.before ? version.before->hash : std::string()) + "|" + page.language +
         "|" + page.zone + "|" + std::string(page.request.query_value("zone").value_or("")) + "|" +
         std::to_string(zones::wall_time(page.zone, page.now).date);
}

Json zone_choices(const program::Program& program, const Page& page, const std::string& chosen) {
  std::vector<std::string> zones{chosen, page.zone, program.zone, "UTC", "Asia/Tokyo", "Europe/London",
                                 "America/New_York", "America/Los_Angeles", "Australia/Sydney"};
  Json list = Json::array();
  for (auto each = zones.begin(); each != zones.end(); ++each) {
    if (each->empty() || std::find(zones.begin(), each, *each) != each) continue;
    list.push(Json::object({{"zone", *each}, {"chosen", *each == chosen}}));
  }
  return list;
}

class ProgramPages {
 public:
  explicit ProgramPages(std::shared_ptr<Site> site) : site_(std::move(site)) {}

  http::Response show(const http::Request& request) {
    Page page = begin_page(*site_, request);
    const auto version = find(request, request.path_value("hash"));
    if (!version) return error_page(page, {ErrorCode::not_found, "", "", ""});
    const std::string asked(request.query_value("zone").value_or(""));
    const std::string zone = !asked.empty() && zones::exists(asked) ? asked : page.zone;
    page.set("title", in(version->program->title, page.language, version->program->id));
    page.set("key", version->row.key);
    page.set("vendor", std::string(version->program->vendor_in(page.language)));
    const auto effective = zones::date_of(version->program->effective);
    page.set("effective", effective ? date_words(page, *effective) : version->program->effective);
    page.set("version", version->program->hash.substr(0, 12));
    page.set("superseded", !version->in_force);
    page.set("version_link", "/program/" + version->row.key + "/versions/" + version->program->hash);
    page.set("pdf_link", site_->services.pdf ? "/program/" + version->row.key + "/versions/" + version->program->hash +
                                                   "/pdf?language=" + page.language
                                             : std::string());
    page.set("zones", zone_choices(*version->program, page, zone));
    page.set_html("document_html", Html{blocks_.get(key_of(page, *version), [&] {
                    return publishing::blocks_html(document_for(page, *version));
                  })});
    return page.render("program");
  }

  // The nearest place at which the cited clause stands.
  http::Response clause(const http::Request& request) {
    Page page = begin_page(*site_, request);
    const auto version = find(request, request.query_value("version").value_or(""));
    if (!version) return error_page(page, {ErrorCode::not_found, "", "", ""});
    const auto document = document_for(page, *version);
    const std::string anchor = publishing::anchor_of(document, request.query_value("path").value_or(""));
    std::string address = "/program/" + version->row.key;
    if (!version->in_force) address += "/versions/" + version->program->hash;
    if (!anchor.empty()) address += "#" + http::percent_encode(anchor);
    return http::Response::redirect(address);
  }

  http::Response pdf(const http::Request& request) {
    Page page = begin_page(*site_, request);
    const auto version = find(request, request.path_value("hash"));
    if (!version || !site_->services.pdf) return error_page(page, {ErrorCode::not_found, "", "", ""});
    std::vector<program::SourceFile> files;
    (void)site_->services.store.read([&](ports::Reader& reader) { files = stored_files(reader, version->program->hash); });
    const std::string key = version->program->hash + "|" + page.language + "|" +
                            std::to_string(zones::wall_time(version->program->zone, page.now).date);
    const std::string bytes =
        pdfs_.get(key, [&] { return site_->services.pdf(files, page.language, page.now).value_or(""); });
    if (bytes.empty()) return error_page(page, {ErrorCode::unavailable, "", "", ""});
    http::Response response = http::Response::text(200, bytes);
    response.headers.set("Content-Type", "application/pdf");
    response.headers.set("Content-Disposition", "inline; filename=\"" + version->row.key + "-" +
                                                    version->program->hash.substr(0, 12) + ".pdf\"");
    return response;
  }

 private:
  std::optional<Published> find(const http::Request& request, std::string_view hash) {
    std::optional<Published> found;
    (void)site_->services.store.read([&](ports::Reader& reader) {
      found = published(reader, site_->services.shelf, request.path_value("key"), hash);
    });
    return found;
  }
  static std::vector<program::SourceFile> stored_files(ports::Reader& reader, std::string_view hash) {
    std::vector<program::SourceFile> files;
    const auto row = reader.program_version(hash);
    const auto json = row ? parse_json(row->files) : fail(ErrorCode::not_found);
    if (!json || !json->is_array()) return files;
    for (const Json& each : json->items())
      files.push_back({each.get_string("name").value_or(""), each.get_string("content").value_or("")});
    return files;
  }

  std::shared_ptr<Site> site_;
  Kept blocks_{64}, pdfs_{8};
};

}  // namespace

void add_program(http::Router& router, const std::shared_ptr<Site>& site) {
  const auto pages = std::make_shared<ProgramPages>(site);
  const auto show = [pages](const http::Request& request, const http::Responder& respond) {
    respond(pages->show(request));
  };
  router.add("GET", "/program/{key}", show);
  router.add("GET", "/program/{key}/versions/{hash}", show);
  router.add("GET", "/program/{key}/clause", [pages](const http::Request& request, const http::Responder& respond) {
    respond(pages->clause(request));
  });
  router.add("GET", "/program/{key}/versions/{hash}/pdf",
             [pages](const http::Request& request, const http::Responder& respond) { respond(pages->pdf(request)); });
}

}  // namespace yakusoku::pages
