#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <optional>

#include "adapters/http/connection.hpp"

namespace yakusoku::http {

bool Mailbox::post(std::move_only_function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (context_ == nullptr) return false;
  boost::asio::post(*context_, std::move(work));
  return true;
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  context_ = nullptr;
}

void Answer::deliver(Response response, std::string problem) {
  // A stream that nobody will ever read must tell its senders so.
  std::optional<EventStream> events = response.events;
  const bool posted = mailbox_->post(
      [connection = connection_, turn = turn_, response = std::move(response), problem = std::move(problem)]() mutable {
        if (const auto alive = connection.lock()) alive->answered(turn, std::move(response), std::move(problem));
        else if (response.events) response.events->detach();
      });
  if (!posted && events) events->detach();
}

void connection_gone(Shared& shared) {
  const std::lock_guard lock(shared.mutex);
  if (shared.connections.fetch_sub(1) == 1) shared.all_gone.notify_all();
}

}  // namespace yakusoku::http
