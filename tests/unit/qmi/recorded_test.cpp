// Frames of real clients.

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/enums/nas.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/qmux.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/qmi/recorded/qmi_bytes.hpp"
#include "tests/unit/qmi/recorded/qmi_frames.hpp"

namespace {

using namespace modembench::qmi;
using modembench::test::from_hex;
using modembench::test::kRecordedFrames;
using modembench::test::RecordedFrame;

Message recorded(std::string_view client, std::string_view name) {
  for (const RecordedFrame& frame : kRecordedFrames) {
    if (frame.client == client && frame.name == name) return decode(from_hex(frame.hex)).value();
  }
  FAIL("no frame " << name << " of " << client);
  return {};
}

std::string kind_name(MessageKind kind) {
  return kind == MessageKind::request ? " request" : kind == MessageKind::response ? " response" : " indication";
}

TEST_CASE("frames of real clients have a name for the message and for every TLV") {
  for (const RecordedFrame& frame : kRecordedFrames) {
    CAPTURE(frame.client, frame.name, frame.hex);
    const Expected<Message> message = decode(from_hex(frame.hex));
    if (!message) FAIL(message.error().to_string());
    const Header& header = message->header;
    CHECK(message_name(header.service, header.message) + kind_name(header.kind) == frame.name);
    for (const Tlv& tlv : message->tlvs) CHECK(tlv.spec != nullptr);
  }
}

TEST_CASE("frames of real clients are made again byte for byte") {
  for (const RecordedFrame& frame : kRecordedFrames) {
    CAPTURE(frame.client, frame.name);
    const Bytes bytes = from_hex(frame.hex);
    CHECK(encode(decode(bytes).value()) == bytes);
  }
}

TEST_CASE("a stream of all recorded frames is cut into them, whatever its pieces") {
  Bytes all;
  std::vector<Bytes> wanted;
  for (const RecordedFrame& frame : kRecordedFrames) {
    wanted.push_back(from_hex(frame.hex));
    all.insert(all.end(), wanted.back().begin(), wanted.back().end());
  }
  const std::size_t piece = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{2048}, std::size_t{100000});
  QmuxStream stream;
  std::vector<Bytes> cut;
  for (std::size_t at = 0; at < all.size(); at += piece) {
    stream.append(ByteView(all).subspan(at, std::min(piece, all.size() - at)));
    for (auto frame = stream.next(); frame && *frame; frame = stream.next()) cut.push_back(**frame);
  }
  CHECK(cut == wanted);
  CHECK(stream.pending() == 0);
}

TEST_CASE("qmicli's Start Network says apn, addresses and authentication by name") {
  const Message start = recorded("qmicli", "WDS Start Network request");
  CHECK(start.header == Header{wds::service, 7, MessageKind::request, 1, wds::start_network::id});
  CHECK(start.find(wds::start_network::request::apn)->text() == "internet");
  CHECK(start.find("APN")->text() == "internet");
  CHECK(*start.find("IP family preference") == Value(wds::IpFamily::IPv4));
  CHECK(*start.find("authentication preference") == Value(3U));
  CHECK(start.tlvs.front().id == wds::start_network::request::ip_family_preference);
}

TEST_CASE("ModemManager's serving system is read to the last member") {
  const Message answer = recorded("ModemManager", "NAS Get Serving System response");
  CHECK(answer.error() == 0);
  const Value& system = *answer.find("serving system");
  CHECK(*system.member("registration state") == Value(nas::RegistrationState::Registered));
  REQUIRE(system.member("radio interfaces")->list().size() == 1);
  CHECK(system.member("radio interfaces")->list()[0] == Value(nas::RadioInterface::UMTS));
  CHECK(answer.find("current plmn")->member("description")->text() == "Vodafone");
  CHECK(answer.find("current plmn")->member("mcc")->number() == 262);
}

TEST_CASE("addresses of Get Current Settings are read in their byte order") {
  const Message settings = recorded("qmicli", "WDS Get Current Settings response");
  CHECK(settings.find("ipv4 address")->text() == "10.0.0.2");
  CHECK(settings.find("ipv4 gateway subnet mask")->text() == "255.255.255.252");
  CHECK(settings.find("ipv6 address")->member("address")->text() == "2001:db8::1");
  CHECK(settings.find("mtu")->number() == 1500);
}

}  // namespace
