#include "client_under_test/reference/reference_client.hpp"

#include <fmt/format.h>

#include "client_under_test/reference/probe.hpp"

namespace modembench::client_under_test::reference {
namespace {

using What = Trouble::What;

}  // namespace

Task<int> ReferenceClient::live() {
  if (!options_.probe.empty()) {
    const int found = co_await probe();
    if (options_.qmi.empty() || found == kStopped) co_return found;
  }
  for (;;) {
    if (!open_) {
      const auto opened = co_await open_port();
      if (!opened) {
        desk().say(opened.error().why);
        co_return opened.error().what == What::stopped&& connected_ ? 0 : 1;
      }
    }
    Conversation talk(desk(), options_.requests_before);
    Session session{desk(), talk, options_, memory_};
    const auto end = co_await this->session(session);
    options_.requests_before = talk.count();
    const bool over = !end && (end.error().what == What::hung_up || end.error().what == What::ids_gone);
    if (!end) desk().say(end.error().why);
    if (!end && end.error().what == What::hung_up) open_ = false;
    if (!over) {
      const auto cleaned = co_await clean_up(session);
      if (!cleaned && cleaned.error().what == What::hung_up) open_ = false;
      close_port();
    }
    if (end) co_return 0;
    if (const auto status = judge(end.error())) {
      close_port();
      co_return *status;
    }
  }
}

Task<int> ReferenceClient::probe() {
  bool found = false;
  for (const auto& port : options_.probe) {
    const auto voice = co_await probe_port(desk(), port, options_.limits.probe);
    if (!voice) co_return kStopped;
    desk().say(fmt::format("{}: {}", port, in_words(*voice)));
    found = found || *voice == PortVoice::at;
  }
  if (!found) desk().say("no port answers AT");
  co_return found ? 0 : 1;
}

Task<Done> ReferenceClient::open_port() {
  // Who wants one connection only doesn't wait for a modem that may come back.
  const Duration patience = options_.once ? options_.limits.request : options_.limits.port;
  const Instant until = desk().now() + patience;
  std::string last;
  for (;;) {
    for (const auto& path : possible_paths(options_.qmi)) {
      desk().put({.what = Action::What::open, .port = path});
      auto event = co_await desk().next(kForEver);
      while (event.what == Event::What::time) event = co_await desk().next(kForEver);
      if (event.what == Event::What::opened) {
        open_ = true;
        desk().say(fmt::format("opened {}", path));
        co_return {};
      }
      if (event.what == Event::What::told_to_stop) co_return tl::unexpected(Trouble{What::stopped, "told to stop"});
      if (path == options_.qmi && event.why != last) {
        last = event.why;
        desk().say(fmt::format("can't open {}: {}", path, last));
      }
    }
    if (desk().now() >= until) {
      const auto seconds = std::chrono::duration<double>(patience).count();
      co_return tl::unexpected(
          Trouble{What::gave_up, fmt::format("no port {} within {}s: {}", options_.qmi, seconds, last)});
    }
    const auto event = co_await desk().next(desk().now() + options_.limits.port_again);
    if (event.what == Event::What::told_to_stop) co_return tl::unexpected(Trouble{What::stopped, "told to stop"});
  }
}

Task<Done> ReferenceClient::prepare(Session& session) {
  auto done = co_await greet(session);
  if (done) done = co_await agree_on_framing(session);
  if (done) done = co_await take_client_id(session, qmi::dms::service);
  if (done) done = co_await power_up(session);
  if (done) done = co_await wait_for_sim(session);
  if (done) done = co_await take_client_id(session, qmi::nas::service);
  if (done) done = co_await wait_for_registration(session);
  if (done) done = co_await take_client_id(session, qmi::wds::service);
  if (done) done = co_await switch_autoconnect_off(session);
  co_return done;
}

Task<Done> ReferenceClient::session(Session& session) {
  auto done = co_await prepare(session);
  while (done) {
    done = co_await connect(session);
    if (done) done = co_await read_settings(session);
    if (!done) break;
    connected_ = true;
    memory_.beginnings = 0;
    if (options_.once) co_return done;
    done = co_await watch(session);
    if (done || done.error().what != What::dropped) break;
    desk().say(done.error().why + "; reconnects");
    done = co_await wait_for_registration(session);
  }
  co_return done;
}

Task<Done> ReferenceClient::clean_up(Session& session) {
  // A modem that has fallen silent isn't waited for again: the release has its own limit.
  auto stopped = co_await disconnect(session);
  if (stopped || stopped.error().what != What::hung_up) {
    static_cast<void>(co_await session.talk.release_all(options_.limits.release));
  }
  co_return stopped;
}

void ReferenceClient::close_port() {
  if (open_) desk().put({.what = Action::What::close});
  open_ = false;
}

std::optional<int> ReferenceClient::judge(const Trouble& trouble) {
  if (trouble.what == What::stopped) return connected_ ? 0 : 1;
  const bool anew = trouble.what == What::ids_gone || (trouble.what == What::hung_up && !options_.once) ||
                    (trouble.what == What::silent && connected_ && !options_.once);
  if (!anew) return 1;
  if (++memory_.beginnings > options_.limits.anew) {
    desk().say(fmt::format("gave up after {} beginnings that led to no connection", options_.limits.anew));
    return 1;
  }
  desk().say("begins anew");
  return std::nullopt;
}

}  // namespace modembench::client_under_test::reference
