// Filing a request, in steps that need no script: program, kind, then the form that the program describes, with what will
// be promised at this hour beside each choice.

#include <map>

#include <fmt/format.h>

#include "adapters/http/text.hpp"
#include "adapters/pages/form_files.hpp"
#include "adapters/pages/site.hpp"
#include "base/sha256.hpp"
#include "base/zones.hpp"
#include "core/lifecycle/decide.hpp"
#include "core/tickets/ticket.hpp"
#include "desk/customers.hpp"
#include "desk/outlook.hpp"

namespace yakusoku::pages {
namespace {

using How = program::SeverityRule::How;

// The form's answers so far: what was sent, else what is known of the environment that it is about, else nothing.
struct Answers : program::Facts {
  const http::Form* form = nullptr;
  std::map<std::string, std::string, std::less<>> known;
  std::string kind;
  program::FactValue value_of(std::string_view fact) const override {
    if (fact == "kind") return kind;
    if (!form) {
      const auto found = known.find(fact);
      return found == known.end() || found->second.empty() ? program::FactValue() : found->second;
    }
    const auto sent = form->find(fact);
    if (!sent || sent->empty()) return {};
    return std::string(*sent);
  }
  bool is_open(std::string_view, Instant) const override { return false; }
};

std::optional<desk::ProgramView> program_of(ports::Reader& reader, const Site& site, std::string_view key) {
  for (desk::ProgramView& each : desk::programs(reader, site.services.shelf))
    if (each.row.key == key) return std::move(each);
  return std::nullopt;
}

desk::Caller portal(const Page& page) {
  desk::Caller caller = page.access->caller;
  caller.door = "portal";
  return caller;
}

Result<desk::Outlook> outlook(const Page& page, ports::Reader& reader, const desk::OpenTicket& input) {
  return desk::outlook(reader, page.site.services.shelf, portal(page), input, page.now);
}

std::string first_promise(const Page& page, const Result<desk::Outlook>& seen) {
  if (!seen) return {};
  for (const desk::ClockView& each : seen->clocks) {
    const Json words = clock_words(page, each);
    const std::string title = *words.get_string("title");
    if (each.due != far_future && each.state == "running") {
      return page.text("pages.form.by", {{"title", title},
                                         {"at", wall_time(page, each.due)},
                                         {"length", length_words(page, (each.due - page.now).seconds)}});
    }
    return page.text("pages.form.foresee", {{"title", title}, {"line", *words.get_string("line")}});
  }
  return {};
}

Json field_json(const Page& page, const program::Program& program, const program::FormField& field,
                const Answers& answers) {
  const program::FactRule* rule = program.fact(field.fact);
  if (!rule) return {};
  const std::string value = program::to_text(answers.value_of(field.fact));
  Json json = Json::object({{"name", field.fact},
                            {"label", in(rule->title, page.language, field.fact)},
                            {"means", in(rule->means, page.language)},
                            {"optional", field.optional},
                            {"required", !field.optional},
                            {"value", value}});
  using Type = program::FactRule::Type;
  if (rule->type == Type::choice || rule->type == Type::flag) {
    Json options = Json::array();
    if (rule->type == Type::flag) {
      for (const char* word : {"yes", "no"}) {
        options.push(Json::object(
            {{"id", word},
             {"title", page.text(std::string("pages.form.") + (word[0] == 'y' ? "answer_yes" : "answer_no"))},
             {"selected", value == word}}));
      }
    }
    for (const std::string& each : rule->values) {
      const auto title = std::ranges::find(rule->value_titles, each, [](const auto& pair) { return pair.first; });
      options.push(
          Json::object({{"id", each},
                        {"title", title == rule->value_titles.end() ? each : in(title->second, page.language, each)},
                        {"selected", value == each}}));
    }
    json.set("options", std::move(options)).set("is_choice", true);
  } else {
    json.set("is_text", rule->type != Type::instant && rule->type != Type::date);
    json.set("is_instant", rule->type == Type::instant);
    json.set("is_date", rule->type == Type::date);
  }
  return json;
}

void set_severity(Page& page, ports::Reader& reader, const program::Program& program, const desk::OpenTicket& input,
                  const Answers& answers) {
  const auto chosen = program::choose(program.severity.is, answers);
  if (!chosen.value || program.severity.levels.empty() || chosen.value->how != How::asked) {
    const bool vendor = chosen.value && chosen.value->how == How::vendor;
    const program::Level* until = vendor ? program.severity.level(chosen.value->until_set) : nullptr;
    page.set("vendor_sets", vendor);
    if (until)
      page.set("until_set",
               page.text("pages.form.until_set", {{"level", in(until->title, page.language, until->id)}}));
    const std::string foreseen = first_promise(page, outlook(page, reader, input));
    page.set("foresee", foreseen);
    page.set("no_promise", foreseen.empty());
    return;
  }
  Json levels = Json::array();
  for (const program::Level& each : program.severity.levels) {
    if (each.never || !program::holds(each.when, answers)) continue;
    desk::OpenTicket asked = input;
    asked.severity = each.id;
    levels.push(Json::object({{"id", each.id},
                              {"title", in(each.title, page.language, each.id)},
                              {"means", in(each.means, page.language)},
                              {"promise", first_promise(page, outlook(page, reader, asked))},
                              {"selected", input.severity == each.id}}));
  }
  page.set("asks_severity", true);
  page.set("levels", std::move(levels));
}

const std::vector<program::FormField>& fields_of(const program::Kind& kind) { return kind.form; }

bool built_in(std::string_view fact) { return fact == "subject" || fact == "description"; }

// A field that another answer calls for (the reason, where it is urgent) stands in an empty form too, and is required only
// where that answer was given.
bool may_apply(const program::FormField& field, const Answers& answers) {
  return !field.when.always() && !answers.form;
}

// What the customer runs under this program, to choose from; the chosen one fills the form.
void set_assets(Page& page, ports::Reader& reader, const desk::ProgramView& view, const program::Kind& kind,
                Answers& answers) {
  Json assets = Json::array();
  for (const ports::AssetRow& each : desk::own_assets(reader, page.access->caller)) {
    if (each.program && each.program != view.row.id) continue;
    const bool chosen = std::to_string(each.id) == page.request.query_value("asset").value_or("");
    if (chosen) {
      answers.known = {{"product", each.product}, {"environment", each.environment}, {"version", each.version}};
      for (const auto& [name, value] : each.details.members())
        if (value.is_string()) answers.known[name] = value.string();
      page.set("asset_details", details_words(each.details));
    }
    assets.push(Json::object(
        {{"name", each.name},
         {"chosen", chosen},
         {"link", fmt::format("/requests/new?brand={}&kind={}&asset={}", view.row.key, kind.id, each.id)}}));
  }
  page.set("has_assets", !assets.items().empty());
  page.set("assets", std::move(assets));
}

// The form itself, empty or with what was sent and what is wrong with it.
http::Response form_page(Page& page, ports::Reader& reader, const desk::ProgramView& view, const program::Kind& kind,
                         const http::Form* sent, const FormFiles& kept, const Error* problem, int status) {
  const program::Program& program = *view.program;
  Answers answers;
  answers.form = sent;
  answers.kind = kind.id;
  set_assets(page, reader, view, kind, answers);
  desk::OpenTicket input;
  input.program = view.row.id;
  input.kind = kind.id;
  input.language = page.language;
  input.severity = sent ? std::string(sent->find("severity").value_or("")) : std::string();
  page.set("title", in(kind.title, page.language, kind.id));
  page.set("brand", in(program.title, page.language, program.id));
  page.set("brand_key", program.id);
  page.set("kind", kind.id);
  page.set("means", in(kind.means, page.language));
  Json fields = Json::array();
  for (const program::FormField& each : fields_of(kind)) {
    const bool applies = program::holds(each.when, answers);
    if (built_in(each.fact) || (!applies && !may_apply(each, answers))) continue;
    if (each.fact == "product") continue;
    if (each.fact == "environment") {
      page.set("has_environments", !program.environments.empty());
      page.set("environments", choices_json(page, program.environments, program.environment_titles,
                                            program::to_text(answers.value_of("environment"))));
      continue;
    }
    Json field = field_json(page, program, each, answers);
    if (!field.is_object()) continue;
    if (!applies) field.set("required", false).set("if_so", true);
    const bool wrong = problem && problem->field == each.fact;
    if (const program::FactRule* rule = program.fact(each.fact); rule->type == program::FactRule::Type::file) {
      const std::string names = kept_names(page, reader, kept, file_input(each.fact));
      field.set("name", file_input(each.fact)).set("is_file", true).set("is_text", false).set("kept", names);
      field.set("required", !each.optional && names.empty());
    }
    field.set("wrong", wrong ? page.data.get_string("problem").value_or("") : std::string());
    fields.push(std::move(field));
  }
  page.set("fields", std::move(fields));
  page.set("kept", kept_json(kept));
  page.set("kept_names", kept_names(page, reader, kept, std::string(words_files)));
  page.set("has_products", !program.products.empty());
  page.set("products", choices_json(page, program.products, program.product_titles,
                                    program::to_text(answers.value_of("product"))));
  page.set("subject", sent ? std::string(sent->find("subject").value_or("")) : std::string());
  page.set("description", sent ? std::string(sent->find("description").value_or("")) : std::string());
  const program::Admission* door = lifecycle::admission(program, answers);
  if (door) page.set("right_door", in(door->title.empty() ? door->refuse : door->title, page.language));
  page.set("refused", door && !door->refuse.empty());
  for (const char* fact : {"product", "environment"})
    if (const auto value = answers.value_of(fact); program::known(value))
      input.values.push_back(tickets::Value::of(fact, value));
  set_severity(page, reader, program, input, answers);
  if (const auto seen = outlook(page, reader, input)) set_outlook(page, *seen, program.id);
  const std::string key = access::random_word(page.site.services.dice);
  page.set("key", sent ? std::string(sent->find("key").value_or(key)) : key);
  return page.render("request_form", status);
}

http::Response choose_page(Page& page, ports::Reader& reader, std::string_view brand) {
  const auto view = program_of(reader, page.site, brand);
  Json cards = Json::array();
  if (!view) {
    for (const desk::ProgramView& each : desk::programs(reader, page.site.services.shelf)) {
      cards.push(Json::object({{"title", in(each.program->title, page.language, each.row.key)},
                               {"vendor", std::string(each.program->vendor_in(page.language))},
                               {"link", "/requests/new?brand=" + each.row.key}}));
    }
    page.set("title", page.text("pages.form.which_program"));
  } else {
    for (const program::Kind& each : view->program->kinds) {
      Answers nothing;
      if (!program::holds(each.when, nothing)) continue;
      cards.push(Json::object({{"title", in(each.title, page.language, each.id)},
                               {"means", in(each.means, page.language)},
                               {"link", "/requests/new?brand=" + view->row.key + "&kind=" + each.id}}));
    }
    page.set("title", page.text("pages.form.which_kind"));
    page.set("brand", in(view->program->title, page.language, view->row.key));
  }
  page.set("cards", std::move(cards));
  return page.render("choose");
}

Result<desk::OpenTicket> read_form(const Page& page, const desk::ProgramView& view, const program::Kind& kind,
                                   const http::Form& sent, const FormFiles& files) {
  Answers answers;
  answers.form = &sent;
  answers.kind = kind.id;
  desk::OpenTicket input;
  input.program = view.row.id;
  input.kind = kind.id;
  input.subject = std::string(sent.find("subject").value_or(""));
  input.description = std::string(sent.find("description").value_or(""));
  if (input.subject.empty()) return fail(ErrorCode::required, "subject");
  if (input.description.empty()) return fail(ErrorCode::required, "description");
  input.severity = std::string(sent.find("severity").value_or(""));
  input.language = page.language;
  if (const std::string token = files.token_of(std::string(words_files)); !token.empty())
    input.with.uploads.push_back(to_hex(sha256(token)));
  for (const program::FormField& each : fields_of(kind)) {
    if (built_in(each.fact) || !program::holds(each.when, answers)) continue;
    const program::FactRule* rule = view.program->fact(each.fact);
    const bool is_file = rule && rule->type == program::FactRule::Type::file;
    const std::string value =
        is_file ? files.token_of(file_input(each.fact)) : std::string(sent.find(each.fact).value_or(""));
    if (value.empty()) {
      if (rule && !each.optional) return fail(ErrorCode::required, each.fact);
      continue;
    }
    if (rule && rule->type == program::FactRule::Type::instant) {
      const auto at = instant_in(page, value);
      if (!at) return fail(ErrorCode::invalid, each.fact);
      input.values.push_back(tickets::Value::of(each.fact, at->seconds));
    } else {
      input.values.push_back(tickets::Value::of(each.fact, value));
    }
  }
  if (const auto product = sent.find("product"); product && !product->empty()) {
    const bool there = std::ranges::any_of(input.values, [](const auto& each) { return each.name == "product"; });
    if (!there) input.values.push_back(tickets::Value::of("product", std::string(*product)));
  }
  return input;
}

void set_problem(Page& page, const Error& error) {
  const ErrorEntry& entry = entry_of(error.code);
  page.set("problem", std::string(page.language == "ja" ? entry.japanese : entry.english));
  page.set("problem_clause", error.clause);
  const Json words(*page.data.get_string("problem"));
  if (error.field == "subject") page.set("subject_wrong", words);
  if (error.field == "description") page.set("description_wrong", words);
  if (error.field == "severity") page.set("severity_wrong", words);
  if (error.field == "uploads" || error.field == words_files) page.set("files_wrong", words);
}

http::Response again(Page& page, const http::Form& sent, const FormFiles& kept, const Error& error) {
  std::optional<http::Response> response;
  set_problem(page, error);
  (void)page.site.services.store.read([&](ports::Reader& reader) {
    const auto view = program_of(reader, page.site, sent.find("brand").value_or(""));
    const program::Kind* kind = view ? view->program->kind(sent.find("kind").value_or("")) : nullptr;
    if (view) {
      page.set("clause_address", "/program/" + view->row.key + "/clause?path=" + http::percent_encode(error.clause));
    }
    response = kind ? form_page(page, reader, *view, *kind, &sent, kept, &error, entry_of(error.code).http)
                    : error_page(page, error);
  });
  return response ? *std::move(response) : error_page(page, {ErrorCode::storage, "", "", ""});
}

void ask_again(const std::shared_ptr<Site>& site, const http::Request& request, const http::Responder& respond,
               const http::Form& sent, FormFiles files, const Error& error) {
  const Page page = begin_page(*site, request);
  if (!page.access) return respond(log_in_first(request));
  keep_files(*site, page.access->caller, std::move(files), [site, request, respond, sent, error](FormFiles kept) {
    Page second = begin_page(*site, request);
    if (!second.access) return respond(log_in_first(request));
    respond(again(second, sent, kept, error));
  });
}

void file_request(const std::shared_ptr<Site>& site, http::Request request, const http::Responder& respond) {
  Page page = begin_page(*site, request);
  if (!page.access) return respond(log_in_first(request));
  auto sent = read_post(request);
  if (!sent || from_elsewhere(request) || !access::csrf_matches(*page.access, sent->find("csrf").value_or("")))
    return respond(error_page(page, {ErrorCode::csrf, "", "", ""}));
  auto files = take_files(*site, request, *sent);
  if (!files) return ask_again(site, request, respond, *sent, {}, files.error());
  request.body = files->told_with(*sent);
  Result<desk::OpenTicket> input = fail(ErrorCode::not_found, "kind");
  (void)site->services.store.read([&](ports::Reader& reader) {
    const auto view = program_of(reader, *site, sent->find("brand").value_or(""));
    const program::Kind* kind = view ? view->program->kind(sent->find("kind").value_or("")) : nullptr;
    if (kind) input = read_form(page, *view, *kind, *sent, *files);
  });
  if (!input) return ask_again(site, request, respond, *sent, *files, input.error());
  auto run = [&shelf = site->services.shelf, caller = portal(page), filed = *input,
              stored = *files](ports::Transaction& transaction) -> Result<ports::Answer> {
    TRY_OUTCOME(store_uploads(transaction, caller, stored));
    return desk::open_ticket(transaction, shelf, caller, filed);
  };
  site->services.submit(access::command(request, *page.access, run, sent->find("key").value_or("")),
                        [site, request, respond, form = *sent, stored = *files](const ports::Done& done) {
                          if (!done.answer)
                            return ask_again(site, request, respond, form, stored, done.answer.error());
                          const auto json = parse_json(done.answer->body);
                          respond(http::Response::redirect(
                              fmt::format("/requests/{}", json ? json->get_integer("ticket").value_or(0) : 0)));
                        });
}

}  // namespace

void add_request_form(http::Router& router, const std::shared_ptr<Site>& site) {
  router.add("GET", "/requests/new", [site](const http::Request& request, const http::Responder& respond) {
    Page page = begin_page(*site, request);
    if (!page.access) return respond(log_in_first(request));
    std::optional<http::Response> response;
    (void)site->services.store.read([&](ports::Reader& reader) {
      page.now = std::max(page.now, reader.clock_at());
      const std::string_view brand = request.query_value("brand").value_or("");
      const auto view = program_of(reader, *site, brand);
      const program::Kind* kind = view ? view->program->kind(request.query_value("kind").value_or("")) : nullptr;
      response =
          kind ? form_page(page, reader, *view, *kind, nullptr, {}, nullptr, 200) : choose_page(page, reader, brand);
    });
    respond(response ? *std::move(response) : error_page(page, {ErrorCode::storage, "", "", ""}));
  });
  http::RouteOptions with_files;
  with_files.body_limit = post_bytes;
  router.add(
      "POST", "/requests/new",
      [site](const http::Request& request, const http::Responder& respond) { file_request(site, request, respond); },
      with_files);
}

}  // namespace yakusoku::pages
