// What can't be put into bytes is said by name; types beyond those of today's schema.

#include <limits>

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/qmux.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/qmi/recorded/qmi_bytes.hpp"

namespace {

using namespace modembench::qmi;
using modembench::test::from_hex;

Message request(std::uint8_t service, std::uint16_t message) {
  return Message{{service, 7, MessageKind::request, 1, message}, {}};
}

std::string error_of(const Message& message) {
  const Expected<Bytes> bytes = encode(message);
  return bytes ? "encoded" : bytes.error().field + ": " + bytes.error().what;
}

std::string error_of(const TypeSpec& type, const Value& value) {
  const Expected<Bytes> bytes = encode_value(type, value, "it");
  return bytes ? to_hex(*bytes) : bytes.error().field + ": " + bytes.error().what;
}

constexpr TypeSpec integer(std::uint8_t width, bool is_signed = false, bool big_endian = false) {
  return TypeSpec{
      .shape = Shape::integer, .width = width, .is_signed = is_signed, .big_endian = big_endian, .members = {}};
}

constexpr TypeSpec kU8 = integer(1);
constexpr TypeSpec kU16 = integer(2);
constexpr MemberSpec kTailMembers[] = {{"status", &kU8, false}, {"reason", &kU16, true}, {"more", &kU8, true}};
constexpr TypeSpec kTail{.shape = Shape::structure, .members = kTailMembers};
constexpr TypeSpec kThreeBytes{
    .shape = Shape::array, .length = Length::fixed, .fixed_length = 3, .element = &kU8, .members = {}};
constexpr TypeSpec kRestList{.shape = Shape::array, .element = &kU16, .members = {}};

TEST_CASE("a request is laid out as QMUX, SDU and TLVs are") {
  const Message start = request(wds::service, wds::start_network::id).set(0x14, "net").set(0x19, 4U);
  CHECK(to_hex(*encode(start)) == "01 16 00 00 01 07 00 01 00 20 00 0a 00 14 03 00 6e 65 74 19 01 00 04");
}

TEST_CASE("a response repeats the request's ids, and has its Result first") {
  const Header asked{dms::service, 3, MessageKind::request, 0x1234, dms::get_model::id};
  CHECK(to_hex(*encode(response_to(asked, 71))) == "01 13 00 80 02 03 02 34 12 22 00 07 00 02 04 00 01 00 47 00");
  const Message success = response_to(asked).set(0x01, "MC8355");
  CHECK(
      to_hex(*encode(success)).starts_with("01 1c 00 80 02 03 02 34 12 22 00 10 00 02 04 00 00 00 00 00 01 06 00 4d"));
}

TEST_CASE("control messages have their own SDU header") {
  Message sync = indication(ctl::service, 0, ctl::sync::id);
  CHECK(to_hex(*encode(sync)) == "01 0b 00 80 00 00 02 00 27 00 00 00");
  sync.header.kind = MessageKind::response;
  sync.header.transaction = 256;
  CHECK(error_of(sync) == "transaction: 256 doesn't fit the 8 bits that CTL has for it");
}

TEST_CASE("numbers must fit their width") {
  CHECK(error_of(kU8, 255) == "ff");
  CHECK(error_of(kU8, 256) == "it: 256 doesn't fit 8 bits, should be 0..255");
  CHECK(error_of(kU8, -1) == "it: -1 doesn't fit 8 bits, should be 0..255");
  CHECK(error_of(integer(1, true), -128) == "80");
  CHECK(error_of(integer(1, true), -129) == "it: -129 doesn't fit 8 bits, should be -128..127");
  CHECK(error_of(integer(1, true), 128U) == "it: 128 doesn't fit 8 bits, should be -128..127");
  CHECK(error_of(integer(6), 0x0605'0403'0201U) == "01 02 03 04 05 06");
  CHECK(error_of(integer(6), std::uint64_t{1} << 48) ==
        "it: 281474976710656 doesn't fit 48 bits, should be 0..281474976710655");
  CHECK(error_of(integer(8), ~std::uint64_t{0}) == "ff ff ff ff ff ff ff ff");
  CHECK(error_of(integer(8), -1) == "it: -1 doesn't fit 64 bits, should be 0..18446744073709551615");
  CHECK(error_of(integer(8, true), std::numeric_limits<std::int64_t>::min()) == "00 00 00 00 00 00 00 80");
  CHECK(error_of(integer(8, true), ~std::uint64_t{0}) ==
        "it: 18446744073709551615 doesn't fit 64 bits, should be -9223372036854775808..9223372036854775807");
  CHECK(error_of(integer(2, false, true), 0x1234) == "12 34");
  CHECK(decode_value(integer(4, false, true), from_hex("01 02 03 04"), "it") == Value(0x01020304));
}

TEST_CASE("a value must be of the right kind") {
  CHECK(error_of(kU8, "1") == "it: should be a number, is a text");
  CHECK(error_of(TypeSpec{.shape = Shape::string, .members = {}}, 1) == "it: should be a text, is a number");
  CHECK(error_of(TypeSpec{.shape = Shape::bytes, .members = {}}, "a") == "it: should be bytes, is a text");
  CHECK(error_of(kRestList, Struct{}) == "it: should be a list, is a structure");
  CHECK(error_of(kTail, List{}) == "it: should be a structure, is a list");
  CHECK(error_of(request(1, 0x20).set(0x14, Bytes{1})) == "TLV 0x14 apn: should be a text, is bytes");
  CHECK(error_of(request(1, 0x20).set(0x42, 1)) ==
        "TLV 0x42: should be bytes, as the schema doesn't know it, is a number");
}

TEST_CASE("addresses must be addresses") {
  CHECK(error_of(TypeSpec{.shape = Shape::ipv4, .members = {}}, "10.0.0.2") == "02 00 00 0a");
  CHECK(error_of(TypeSpec{.shape = Shape::ipv4, .members = {}}, "10.0.0") == "it: \"10.0.0\" is no IPv4 address");
  CHECK(error_of(TypeSpec{.shape = Shape::ipv4, .members = {}}, 1) ==
        "it: should be an address such as 10.0.0.2, is a number");
  CHECK(error_of(TypeSpec{.shape = Shape::ipv6, .members = {}}, "1::2") ==
        "00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 02");
  CHECK(error_of(TypeSpec{.shape = Shape::ipv6, .members = {}}, "1:2") == "it: \"1:2\" is no IPv6 address");
}

TEST_CASE("a text must fit the length before it") {
  const TypeSpec prefixed{.shape = Shape::string, .length = Length::u8, .members = {}};
  CHECK(error_of(prefixed, "ab") == "02 61 62");
  CHECK(error_of(prefixed, std::string(256, 'a')) == "it: has 256 bytes, at most 255 can be said");
  const TypeSpec fixed{.shape = Shape::string, .length = Length::fixed, .fixed_length = 6, .members = {}};
  CHECK(error_of(fixed, "12345") == "it: has 5 bytes, should have 6");
  CHECK(error_of(request(2, 0x28).set(1, Struct{{"pin id", 1}, {"pin", std::string(300, '1')}})) ==
        "TLV 0x01 info.pin: has 300 bytes, at most 255 can be said");
}

TEST_CASE("a list must have as many elements as its type says") {
  CHECK(error_of(kThreeBytes, List{1, 2, 3}) == "01 02 03");
  CHECK(error_of(kThreeBytes, List{1, 2}) == "it: has 2 elements, should have 3");
  CHECK(error_of(kThreeBytes, List{1, 2, 3, 4}) == "it: has 4 elements, should have 3");
  CHECK(error_of(kThreeBytes, List{1, 2, 300}) == "it[2]: 300 doesn't fit 8 bits, should be 0..255");
  CHECK(error_of(kRestList, List{1, 2}) == "01 00 02 00");
  CHECK(decode_value(kRestList, from_hex("01 00 02 00"), "it") == Value(List{1, 2}));
  CHECK(decode_value(kRestList, from_hex("01 00 02"), "it", 40).error().to_string() ==
        "offset 42, it[1]: needs 2 bytes, only 1 is left in the TLV");
}

TEST_CASE("members that may be missing may be so from the end only") {
  CHECK(error_of(kTail, Struct{{"status", 1}}) == "01");
  CHECK(error_of(kTail, Struct{{"reason", 2}, {"Status", 1}}) == "01 02 00");
  CHECK(error_of(kTail, Struct{{"status", 1}, {"more", 3}}) == "it.more: can't be there without \"reason\" before it");
  CHECK(error_of(kTail, Struct{{"reason", 1}}) == "it.status: is missing");
  CHECK(decode_value(kTail, from_hex("01"), "it") == Value(Struct{{"status", 1}}));
  CHECK(decode_value(kTail, from_hex("01 02 00"), "it") == Value(Struct{{"status", 1}, {"reason", 2}}));
  CHECK(decode_value(kTail, from_hex("01 02"), "it").error().to_string() ==
        "offset 1, it.reason: needs 2 bytes, only 1 is left in the TLV");
  CHECK(decode_value(kTail, from_hex("01 02 00 03 04"), "it").error().to_string() ==
        "offset 4, it: has 1 byte after its end");
}

TEST_CASE("members must be known, and there once") {
  CHECK(error_of(request(2, 0x28).set(1, Struct{{"pin id", 1}, {"pn", "1234"}})) ==
        "TLV 0x01 info: has no member \"pn\", did you mean \"pin\"?");
  CHECK(error_of(request(2, 0x28).set(1, Struct{{"pin id", 1}})) == "TLV 0x01 info.pin: is missing");
  CHECK(error_of(kTail, Struct{{"status", 1}, {"STATUS", 2}}) == "it.STATUS: is there twice");
}

TEST_CASE("what is too long for a TLV or a frame is refused") {
  CHECK(error_of(request(1, 0x20).set(0x14, std::string(65536, 'a'))) ==
        "TLV 0x14 apn: has 65536 bytes, at most 65535 can be said");
  CHECK(error_of(request(1, 0x20).set(0x14, std::string(65535, 'a'))) ==
        "QMUX length: more than 65536 bytes can't be one frame");
  const Message largest = request(1, 0x20).set(0x14, std::string(kMaxFrame - 13 - 3, 'a'));
  REQUIRE(encode(largest).has_value());
  CHECK(encode(largest)->size() == kMaxFrame);
  CHECK(decode(*encode(largest)) == largest);
}

TEST_CASE("setting a TLV again replaces it where it stands") {
  Message message = request(1, 0x20).set(0x14, "one").set(0x19, 4U).set(0x14, "two");
  REQUIRE(message.tlvs.size() == 2);
  CHECK(message.tlvs[0].value.text() == "two");
}

}  // namespace
