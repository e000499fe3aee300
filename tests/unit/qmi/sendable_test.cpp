// What is ready to be sent is what the loose message would have been, also where bytes say less than a typed message.

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/sendable.hpp"
#include "emulator/qmi/typed.hpp"

namespace {

using namespace modembench::qmi;
using Settings = wds::get_current_settings::Response;

const Header kRequest{wds::service, 3, MessageKind::request, 7, wds::get_current_settings::id};

TEST_CASE("an address is told as whoever made the response wrote it") {
  Settings settings;
  settings.ipv6_address.emplace().address = "2001:DB8:0:0::1";
  const Sendable sent = Sendable::response(kRequest, settings);
  CHECK(*sent.message() == respond(kRequest, settings));
  CHECK(*sent.frame() == *encode(respond(kRequest, settings)));
}

TEST_CASE("what can't be put into bytes is refused in the encoder's words") {
  Settings settings;
  settings.domain_name_list = {std::string(70'000, 'x')};
  const Sendable sent = Sendable::response(kRequest, settings);
  REQUIRE_FALSE(sent.frame().has_value());
  CHECK(sent.frame().error() == encode(respond(kRequest, settings)).error());
}

TEST_CASE("a response that says a failure has its error and no mandatory TLVs, whatever its form") {
  const Sendable sent = Sendable::response(kRequest, ErrorCode::NoEntry);
  const Message loose = response_to(kRequest, static_cast<std::uint16_t>(ErrorCode::NoEntry));
  CHECK(sent.error() == static_cast<std::uint16_t>(ErrorCode::NoEntry));
  CHECK(*sent.message() == loose);
  CHECK(*sent.frame() == *encode(loose));
  CHECK(Sendable(loose).error() == sent.error());
  CHECK(*Sendable(loose).frame() == *sent.frame());
}

TEST_CASE("what a modem says can be taken as trees, in its order") {
  const Said said{Sendable::response(kRequest), indication(wds::service, 3, wds::set_event_report::id)};
  const std::vector<Message> messages = said;
  REQUIRE(messages.size() == 2);
  CHECK(messages[0] == response_to(kRequest));
  CHECK(messages[1].header.kind == MessageKind::indication);
}

}  // namespace
