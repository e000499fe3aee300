// What has come in is the same message whether it is asked for typed or as a tree, as bytes or loose.

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/received.hpp"
#include "emulator/qmi/typed.hpp"

namespace {

using namespace modembench::qmi;
using Start = wds::start_network::Request;

Start start() {
  Start request;
  request.apn = "internet";
  request.ip_family_preference = wds::IpFamily::IPv4;
  return request;
}

TEST_CASE("a frame is taken as typed message and as tree, and tells which TLVs it has") {
  const Message loose = to_message(3, start(), 7);
  const Bytes frame = encode(loose).value();
  const auto received = Received::check(frame);
  REQUIRE(received);
  for (const Received& one : {*received, Received(loose)}) {
    CHECK(one.header() == loose.header);
    CHECK(*one.message() == loose);
    CHECK(one.message() == one.message());
    const auto typed = one.as<Start>();
    REQUIRE(typed);
    CHECK(to_message(3, *typed, 7) == loose);
    CHECK(one.has(wds::start_network::request::apn));
    CHECK_FALSE(one.has(wds::start_network::request::username));
  }
}

TEST_CASE("a frame that the decoder refuses isn't taken, in the decoder's words") {
  Bytes frame = encode(to_message(3, start(), 7)).value();
  for (std::size_t at = 0; at < frame.size(); ++at) {
    Bytes broken = frame;
    broken[at] ^= 0x41;
    const auto decoded = decode(broken);
    const auto received = Received::check(broken);
    REQUIRE(received.has_value() == decoded.has_value());
    if (decoded) {
      CHECK(*received->message() == *decoded);
    } else {
      CHECK(received.error() == decoded.error());
    }
  }
}

TEST_CASE("a frame isn't read as another message, whatever the shapes of its TLVs") {
  const Bytes frame = encode(to_message(3, start(), 7)).value();
  const auto received = Received::check(frame);
  REQUIRE(received);
  CHECK_FALSE(received->as<wds::get_current_settings::Response>());
  CHECK_FALSE(received->as<wds::stop_network::Request>());
}

}  // namespace
