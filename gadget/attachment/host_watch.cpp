#include "gadget/attachment/host_watch.hpp"

#include <utility>

namespace modembench::gadget {

namespace asio = boost::asio;
using ports::OpenWatch;

ports::Result<std::unique_ptr<HostWatch>> HostWatch::start(asio::io_context& io, HostSide host, Hooks hooks) {
  auto uevents = Uevents::listen();
  if (!uevents) return tl::unexpected(uevents.error());
  auto opens = OpenWatch::create();
  if (!opens) return tl::unexpected(opens.error());
  return std::make_unique<HostWatch>(io, std::move(host), std::move(*uevents), std::move(*opens), std::move(hooks));
}

HostWatch::HostWatch(asio::io_context& io, HostSide host, Uevents uevents, OpenWatch opens, Hooks hooks)
    : host_(std::move(host)),
      hooks_(std::move(hooks)),
      uevents_(std::move(uevents)),
      ports_(host_.event_path()),
      opens_(std::move(opens)),
      uevents_ready_(io, uevents_.descriptor()),
      opens_ready_(io, opens_.descriptor()) {
  wait_for_nodes();
  wait_for_opens();
}

HostWatch::~HostWatch() {
  (void)uevents_ready_.release();
  (void)opens_ready_.release();
}

void HostWatch::take_in_nodes() {
  bool lost = false;
  const auto events = uevents_.take(lost);
  for (const auto& event : events) {
    if (const auto change = ports_.take(event)) hooks_.node(change->interface, change->node);
  }
  if (lost) hooks_.nodes_lost();
  hooks_.nodes_told();
}

void HostWatch::take_in_opens() {
  for (const auto& event : opens_.take()) hooks_.opened_or_closed(event);
}

void HostWatch::wait_for_nodes() {
  uevents_ready_.async_wait(asio::posix::stream_descriptor::wait_read,
                            [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                              if (error || alive.expired()) return;
                              take_in_nodes();
                              wait_for_nodes();
                            });
}

void HostWatch::wait_for_opens() {
  opens_ready_.async_wait(asio::posix::stream_descriptor::wait_read,
                          [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                            if (error || alive.expired()) return;
                            take_in_opens();
                            wait_for_opens();
                          });
}

}  // namespace modembench::gadget
