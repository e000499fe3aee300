#include "client_under_test/reference/naive_client.hpp"

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace ctl = qmi::ctl;
namespace dms = qmi::dms;
namespace wds = qmi::wds;

constexpr Duration kSoon = std::chrono::seconds(1);

}  // namespace

Task<qmi::Message> NaiveClient::ask(qmi::Message request) {
  request.header.transaction = ++transaction_;
  if (auto bytes = qmi::encode(request)) desk().put({.kind = Action::Kind::send, .bytes = std::move(*bytes)});
  while (!stopped_) {
    if (auto frame = stream_.next(); frame && *frame) {
      auto message = qmi::decode(**frame);
      if (!message || message->header.kind != qmi::MessageKind::response) continue;
      // Whatever it answers: it is taken for the answer to this request.
      message->header.service = request.header.service;
      message->header.message = request.header.message;
      co_return std::move(*message);
    }
    const Event event = co_await desk().next(kForEver);
    if (event.kind == Event::Kind::told_to_stop) stopped_ = true;
    stream_.append(event.bytes);
  }
  co_return qmi::Message{};
}

Task<std::uint8_t> NaiveClient::allocate(std::uint8_t service) {
  auto request = qmi::to_message(0, ctl::allocate_cid::Request{service});
  const auto answer = co_await ask(std::move(request));
  const auto info = qmi::tlv_in(answer, &ctl::allocate_cid::Response::allocation_info);
  co_return info ? info->cid : std::uint8_t{0};
}

Task<bool> NaiveClient::start_network(std::uint8_t client) {
  wds::start_network::Request start;
  start.apn = options_.apn;
  auto request = qmi::to_message(client, start);
  const auto answer = co_await ask(std::move(request));
  if (stopped_) co_return false;
  if (answer.error().value_or(0) != 0) {
    desk().say("Unable to connect");
    co_return false;
  }
  desk().say("connected");
  co_return true;
}

Task<bool> NaiveClient::sleep(Instant until) {
  while (!stopped_) {
    const Event event = co_await desk().next(until);
    if (event.kind == Event::Kind::told_to_stop) stopped_ = true;
    if (event.kind == Event::Kind::time) break;
  }
  co_return !stopped_;
}

Task<int> NaiveClient::live() {
  desk().put({.kind = Action::Kind::open, .port = options_.qmi});
  const Event event = co_await desk().next(kForEver);
  if (event.kind != Event::Kind::opened) {
    desk().say(fmt::format("can't open {}: {}", options_.qmi, event.why));
    co_return 1;
  }
  if (!options_.pin.empty()) {
    const auto device = co_await allocate(dms::service);
    auto verify = qmi::to_message(device, dms::uim_verify_pin::Request{{dms::UimPinId::PIN, options_.pin}});
    static_cast<void>(co_await ask(std::move(verify)));
  }
  const auto client = co_await allocate(wds::service);
  bool up = co_await start_network(client);
  while (!up && !stopped_) {
    if (co_await sleep(desk().now() + kSoon)) up = co_await start_network(client);
  }
  if (up) {
    auto request = qmi::to_message(client, wds::get_current_settings::Request{});
    const auto settings = co_await ask(std::move(request));
    // By the TLV's id alone: what isn't an address is said to be one, an empty one.
    if (const auto* address = settings.find(wds::get_current_settings::response::ipv4_address)) {
      desk().say(fmt::format("IPv4 address: {}", address->text()));
    }
  }
  if (up && options_.once) co_return 0;
  static_cast<void>(co_await sleep(kForEver));
  co_return 0;
}

}  // namespace modembench::client_under_test::reference
