#include "client_under_test/reference/reference_client.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/probe.hpp"
#include "emulator/instant.hpp"
#include "emulator/qmi/service_numbers.hpp"

namespace modembench::client_under_test::reference {
namespace {

using Kind = Trouble::Kind;

/// A connection that ends sooner counts as none.
constexpr Duration kLasting = std::chrono::seconds(10);

}  // namespace

Task<int> ReferenceClient::live() {
  if (!options_.probe.empty()) {
    const int found = co_await probe();
    if (options_.qmi.empty() || desk().stopping()) co_return found;
  }
  for (;;) {
    began_at_ = desk().now();
    if (!open_) {
      const auto opened = co_await open_port();
      if (!opened) {
        desk().say(opened.error().why);
        co_return desk().stopping() && connected_at_ ? 0 : 1;
      }
    }
    Conversation talk(desk(), options_.requests_before);
    Session session{desk(), talk, options_, memory_};
    const auto end = co_await this->session(session);
    options_.requests_before = talk.count();
    if (!end) desk().say(end.error().why);
    co_await leave(session, end);
    if (end) co_return 0;
    if (const auto status = judge(end.error())) {
      close_port();
      co_return *status;
    }
    co_await rest();
  }
}

Task<int> ReferenceClient::probe() {
  bool found = false;
  for (const auto& port : options_.probe) {
    const auto voice = co_await probe_port(desk(), port, options_.limits.probe);
    if (!voice) co_return 1;
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
    for (const auto& path : paths_to_try()) {
      desk().put({.kind = Action::Kind::open, .port = path});
      auto event = co_await desk().next(kForEver);
      while (event.kind == Event::Kind::time) event = co_await desk().next(kForEver);
      if (event.kind == Event::Kind::opened) {
        open_ = true;
        path_ = path;
        desk().say(fmt::format("opened {}", path));
        co_return {};
      }
      if (event.kind == Event::Kind::told_to_stop) co_return tl::unexpected(Trouble{Kind::stopped, "told to stop"});
      if (path == options_.qmi && event.why != last) {
        last = event.why;
        desk().say(fmt::format("can't open {}: {}", path, last));
      }
    }
    if (desk().now() >= until) {
      const auto seconds = in_seconds(patience);
      co_return tl::unexpected(
          Trouble{Kind::gave_up, fmt::format("no port {} within {}s: {}", options_.qmi, seconds, last)});
    }
    const auto event = co_await desk().next(desk().now() + options_.limits.port_again);
    if (event.kind == Event::Kind::told_to_stop) co_return tl::unexpected(Trouble{Kind::stopped, "told to stop"});
  }
}

std::vector<std::string> ReferenceClient::paths_to_try() const {
  if (memory_.imei.empty()) return {options_.qmi};
  auto paths = possible_paths(options_.qmi);
  std::stable_partition(paths.begin(), paths.end(), [this](const std::string& path) { return path != stranger_; });
  return paths;
}

Task<Done> ReferenceClient::prepare(Session& session) {
  auto done = co_await greet(session);
  if (done) done = co_await agree_on_framing(session);
  if (done) done = co_await take_client_id(session, qmi::dms::service);
  if (done) done = co_await recognise(session);
  if (done) done = co_await give_back_what_was_left(session);
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
    if (!done) break;
    done = co_await read_settings(session);
    if (done) {
      connected_at_ = desk().now();
      if (options_.once) break;
      done = co_await watch(session);
    }
    if (done || done.error().kind != Kind::dropped) break;
    desk().say(done.error().why + "; reconnects");
    note_drop(session);
    done = co_await wait_for_registration(session);
  }
  co_return done;
}

Task<Done> ReferenceClient::leave(Session& session, Done end) {
  auto& left = memory_.left_behind;
  const bool ours = end || end.error().kind != Kind::stranger;
  const auto keep = [&left, ours](const ClientIds& ids) {
    if (ours) left.insert(left.end(), ids.begin(), ids.end());
  };
  if (!end && end.error().kind == Kind::ids_gone) {
    left.clear();
    co_return {};
  }
  if (!end && end.error().kind == Kind::id_unknown) {
    // Others may be held yet: they are given back when the modem has been greeted anew.
    keep(session.talk.take_client_ids());
    co_return {};
  }
  // A modem that has fallen silent isn't waited for again: the release has its own limit.
  if (end || end.error().kind != Kind::hung_up) end = co_await disconnect(session);
  if (end || end.error().kind != Kind::hung_up) {
    keep(co_await session.talk.release(session.talk.take_client_ids(), options_.limits.release));
    close_port();
  } else {
    keep(session.talk.take_client_ids());
    open_ = false;
  }
  co_return {};
}

void ReferenceClient::close_port() {
  if (open_) desk().put({.kind = Action::Kind::close});
  open_ = false;
}

std::optional<int> ReferenceClient::judge(const Trouble& trouble) {
  if (desk().stopping()) return connected_at_ ? 0 : 1;
  stranger_ = trouble.kind == Kind::stranger ? path_ : std::string();
  const bool anew = trouble.kind == Kind::ids_gone || trouble.kind == Kind::id_unknown ||
                    trouble.kind == Kind::stranger || (trouble.kind == Kind::hung_up && !options_.once) ||
                    (trouble.kind == Kind::silent && connected_at_ && !options_.once);
  if (!anew) return 1;
  if (connected_at_ && connected_at_ >= began_at_ && desk().now() >= *connected_at_ + kLasting) memory_.beginnings = 0;
  if (++memory_.beginnings > options_.limits.anew) {
    desk().say(fmt::format("gave up after {} beginnings that led to no lasting connection", options_.limits.anew));
    return 1;
  }
  desk().say("begins anew");
  return std::nullopt;
}

Task<Done> ReferenceClient::rest() {
  if (memory_.beginnings < 2) co_return {};
  const Instant until = desk().now() + pause_after(options_.limits, memory_.beginnings - 1);
  for (;;) {
    const auto event = co_await desk().next(until);
    if (event.kind == Event::Kind::hung_up) open_ = false;
    if (event.kind == Event::Kind::time || desk().stopping()) co_return {};
  }
}

}  // namespace modembench::client_under_test::reference
