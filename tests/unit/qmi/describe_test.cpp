// Messages in words, to the letter.

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/enums/dms.hpp"
#include "emulator/qmi/enums/wds.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/qmi/recorded/qmi_bytes.hpp"

namespace {

using namespace modembench::qmi;
using modembench::test::from_hex;

TEST_CASE("a request in words") {
  const Message start = Message{{1, 4, MessageKind::request, 1, 0x0020}, {}}.set(0x14, "internet").set(0x19, 4U);
  CHECK(describe(start) ==
        "WDS Start Network request, client id 4, transaction 1: apn \"internet\", ip family preference IPv4");
  CHECK(describe_tlvs(start) == "apn \"internet\", ip family preference IPv4");
  CHECK(describe_result(start).empty());
  CHECK(describe(Message{{1, 4, MessageKind::request, 2, 0x0022}, {}}) ==
        "WDS Get Packet Service Status request, client id 4, transaction 2");
}

TEST_CASE("a response in words") {
  const Header asked{2, 1, MessageKind::request, 7, 0x002B};
  const Struct pin{{"current status", dms::UimPinStatus::EnabledNotVerified},
                   {"verify retries left", 3},
                   {"unblock retries left", 10}};
  CHECK(describe(response_to(asked).set(0x11, pin)) ==
        "DMS UIM Get PIN Status response, client id 1, transaction 7: success, pin1 status {current status "
        "EnabledNotVerified, verify retries left 3, unblock retries left 10}");
  CHECK(describe(response_to(asked)) == "DMS UIM Get PIN Status response, client id 1, transaction 7: success");
  CHECK(describe(response_to(asked, 14)) ==
        "DMS UIM Get PIN Status response, client id 1, transaction 7: failed: CallFailed (14)");
  CHECK(describe_result(response_to(asked, 999)) == "failed: 999");
  CHECK(describe_tlvs(response_to(asked, 14)).empty());
}

TEST_CASE("an indication in words") {
  Message status = indication(1, 4, 0x0022);
  status.set(0x01, Struct{{"status", wds::ConnectionStatus::Disconnected}, {"reconfiguration required", 0}});
  status.set(0x10, wds::CallEndReason::GsmWcdmaNetworkEnd);
  CHECK(describe(status) ==
        "WDS Get Packet Service Status indication, client id 4: connection status {status Disconnected, "
        "reconfiguration required 0}, call end reason GsmWcdmaNetworkEnd");
  status.header.client = 0xFF;
  status.tlvs.clear();
  CHECK(describe(status) == "WDS Get Packet Service Status indication, every client");
}

TEST_CASE("control messages in words have no client id") {
  CHECK(describe_frame(from_hex("01 0f 00 00 00 00 00 01 22 00 04 00 01 01 00 01")) ==
        "CTL Allocate CID request, transaction 1: service WDS");
  CHECK(describe_frame(from_hex("01 0b 00 80 00 00 02 00 27 00 00 00")) == "CTL Sync indication");
  CHECK(describe_frame(from_hex("01 0b 00 00 00 09 00 01 27 00 00 00")) ==
        "CTL Sync request, client id 9, transaction 1");
}

TEST_CASE("lists, flags, addresses and bytes in words") {
  const TypeSpec& settings = *find_tlv(find_message(1, 0x002D)->request, "requested settings")->type;
  CHECK(describe_value(&settings, 0x0008'0330U) == "DnsAddress|GrantedQos|IpAddress|GatewayInfo|0x80000");
  CHECK(describe_value(&settings, 0U) == "None");
  CHECK(describe_value(&settings, 0x8000'0000U) == "0x80000000");
  const TypeSpec& address = *find_tlv(find_message(1, 0x002D)->response, "ipv4 address")->type;
  CHECK(describe_value(&address, "10.0.0.2") == "10.0.0.2");
  const TypeSpec& capabilities = *find_tlv(find_message(3, 0x0024)->response, "data service capability")->type;
  CHECK(describe_value(&capabilities, List{3, 4, 200}) == "[HSDPA, HSUPA, 200]");
  CHECK(describe_value(nullptr, Bytes{1, 0xAB}) == "[01 ab]");
  CHECK(describe_value(nullptr, -3) == "-3");
}

TEST_CASE("signed enums are named below zero too") {
  const TypeSpec& technology = *find_tlv(find_message(1, 0x0037)->response, "current")->type;
  CHECK(describe_value(&technology, wds::DataBearerTechnology::Unknown) == "Unknown");
  CHECK(describe_value(&technology, -7) == "-7");
}

TEST_CASE("control characters, quotes and backslashes of texts are escaped") {
  CHECK(describe_value(nullptr, std::string_view("a\"b\\c\n\x7f\0d", 9)) == "\"a\\\"b\\\\c\\x0a\\x7f\\x00d\"");
  CHECK(describe_value(nullptr, "Küche") == "\"Küche\"");
}

TEST_CASE("what the schema can't name is shown by number") {
  CHECK(describe(Message{{1, 4, MessageKind::request, 1, 0x4321}, {}}.set(0x42, Bytes{1, 2})) ==
        "WDS 0x4321 request, client id 4, transaction 1: TLV 0x42 [01 02]");
  CHECK(describe(Message{{0x42, 4, MessageKind::request, 1, 0x4321}, {}}) ==
        "service 0x42 message 0x4321 request, client id 4, transaction 1");
}

TEST_CASE("a frame that can't be decoded is shown with the error and its bytes") {
  CHECK(describe_frame(from_hex("01 15 00 00 01 07 00 01 00 20 00 09 00 14 14 00 61 62 63 64 65 66")) ==
        "offset 13, TLV 0x14 apn: says 20 bytes, only 6 are left in the frame "
        "[01 15 00 00 01 07 00 01 00 20 00 09 00 14 14 00 61 62 63 64 65 66]");
  CHECK(describe_frame({}) == "offset 0, QMUX header: needs 6 bytes, only 0 are here []");
}

}  // namespace
