// Every message of the schema, with values made from its tables: into bytes, back, and into bytes again.

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/schema.hpp"

namespace {

using namespace modembench::qmi;

/// How big the values are that `sample` makes.
enum class Size : std::uint8_t {
  smallest,  ///< zeroes, the lowest of signed numbers, empty texts and lists, nothing optional
  typical,   ///< small values, two elements in a list, everything optional
  largest,   ///< the highest numbers, texts and lists as long as a length of 8 bits can say
};

std::size_t sample_length(const TypeSpec& type, Size size) {
  if (type.length == Length::fixed) return type.fixed_length;
  switch (size) {
    case Size::smallest:
      return 0;
    case Size::typical:
      return 2;
    case Size::largest:
      break;
  }
  // Lists in lists would soon outgrow a TLV.
  const bool small = type.shape != Shape::array || type.element->shape == Shape::integer;
  return small ? 255 : 3;
}

Value sample_integer(const TypeSpec& type, Size size) {
  const unsigned bits = 8U * type.width;
  const std::uint64_t most = ~std::uint64_t{0} >> (64U - bits) >> (type.is_signed ? 1 : 0);
  if (type.is_signed) {
    if (size == Size::smallest) return -static_cast<std::int64_t>(most) - 1;
    return size == Size::typical ? std::int64_t{-2} : static_cast<std::int64_t>(most);
  }
  if (size == Size::smallest) return std::uint64_t{0};
  return size == Size::typical ? std::uint64_t{type.width} : most;
}

Value sample(const TypeSpec& type, Size size) {
  switch (type.shape) {
    case Shape::integer:
      return sample_integer(type, size);
    case Shape::ipv4:
      return size == Size::smallest ? "0.0.0.0" : size == Size::typical ? "10.0.0.2" : "255.255.255.255";
    case Shape::ipv6:
      return size == Size::smallest ? "::" : size == Size::typical ? "2001:db8::1" : "ff02:1:2:3:4:5:6:7";
    case Shape::string:
      return std::string(sample_length(type, size), size == Size::largest ? '\xFF' : 'a');
    case Shape::bytes:
      return Bytes(sample_length(type, size), 0x5A);
    case Shape::array:
      return List(sample_length(type, size), sample(*type.element, size));
    case Shape::structure:
      break;
  }
  Struct members;
  for (const MemberSpec& member : type.members) {
    if (!member.optional || size != Size::smallest) members.push_back({member.name, sample(*member.type, size)});
  }
  return members;
}

struct Case {
  Header header;
  std::span<const TlvSpec> tlvs;
};

/// Every message of the schema, once for each kind it comes in.
std::vector<Case> every_message() {
  std::vector<Case> cases;
  for (const ServiceSpec& service : services()) {
    for (const MessageSpec& message : service.messages) {
      const auto add = [&](MessageKind kind, std::uint16_t transaction) {
        const std::uint8_t client = service.id == 0 ? 0 : 7;
        cases.push_back({{service.id, client, kind, transaction, message.id}, tlvs_of(message, kind)});
      };
      if (message.has_request) add(MessageKind::request, 0xFE);
      if (message.has_request) add(MessageKind::response, 0xFE);
      if (message.has_indication) add(MessageKind::indication, 0);
    }
  }
  return cases;
}

void check_round_trip(const Message& message) {
  const Expected<Bytes> bytes = encode(message);
  REQUIRE(bytes.has_value());
  const Expected<Message> decoded = decode(*bytes);
  if (!decoded) FAIL(decoded.error().to_string());
  CHECK(*decoded == message);
  for (const Tlv& tlv : decoded->tlvs) CHECK(tlv.spec != nullptr);
  CHECK(encode(*decoded) == bytes);
}

TEST_CASE("every message of the schema comes back from its bytes as it was") {
  const auto size = GENERATE(Size::smallest, Size::typical, Size::largest);
  const std::vector<Case> cases = every_message();
  REQUIRE(cases.size() > 250);
  for (const auto& [header, tlvs] : cases) {
    CAPTURE(message_name(header.service, header.message), header.kind, size);
    Message message = header.kind == MessageKind::response ? response_to(header) : Message{header, {}};
    for (const TlvSpec& tlv : tlvs) message.set(tlv.id, sample(*tlv.type, size));
    REQUIRE(message.tlvs.size() == tlvs.size() + (header.kind == MessageKind::response ? 1 : 0));
    check_round_trip(message);
  }
}

TEST_CASE("every TLV of the schema comes back from its bytes alone") {
  for (const auto& [header, tlvs] : every_message()) {
    for (const TlvSpec& tlv : tlvs) {
      CAPTURE(message_name(header.service, header.message), tlv.name);
      check_round_trip(Message{header, {}}.set(tlv.id, sample(*tlv.type, Size::typical)));
    }
  }
}

TEST_CASE("every error code comes back from a response") {
  for (const EnumValue& code : error_codes().values) {
    const Header request{2, 1, MessageKind::request, 9, 0x0025};
    const Expected<Bytes> bytes = encode(response_to(request, static_cast<std::uint16_t>(code.value)));
    REQUIRE(bytes.has_value());
    CHECK(decode(*bytes)->error() == static_cast<std::uint16_t>(code.value));
  }
}

TEST_CASE("the order of TLVs is kept") {
  Message message{{1, 7, MessageKind::request, 1, 0x0020}, {}};
  message.set(0x19, 8U).set(0x16, 3U).set(0x14, "internet");
  const Expected<Message> decoded = decode(*encode(message));
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->tlvs.size() == 3);
  CHECK(decoded->tlvs[0].id == 0x19);
  CHECK(decoded->tlvs[2].id == 0x14);
}

TEST_CASE("what the schema doesn't know is carried as bytes") {
  SECTION("a TLV") {
    const Message message = Message{{1, 7, MessageKind::request, 1, 0x0020}, {}}.set(0x42, Bytes{1, 2, 3});
    CHECK(message.tlvs[0].spec == nullptr);
    CHECK(*decode(*encode(message)) == message);
  }
  SECTION("a message") {
    const Message message = Message{{1, 7, MessageKind::request, 1, 0x4321}, {}}.set(0x01, Bytes{});
    CHECK(*decode(*encode(message)) == message);
  }
  SECTION("a service, whose responses have a Result all the same") {
    const Message message = response_to({0x99, 7, MessageKind::request, 1, 0x0001}, 71).set(0x10, Bytes{9});
    const Expected<Message> decoded = decode(*encode(message));
    REQUIRE(decoded.has_value());
    CHECK(*decoded == message);
    CHECK(decoded->error() == 71);
  }
}

TEST_CASE("an empty TLV is no missing one") {
  const Message message = Message{{1, 7, MessageKind::request, 1, 0x0020}, {}}.set(0x14, "");
  const Expected<Message> decoded = decode(*encode(message));
  REQUIRE(decoded.has_value());
  REQUIRE(decoded->find("apn") != nullptr);
  CHECK(decoded->find("apn")->text().empty());
  CHECK(decoded->find("username") == nullptr);
}

}  // namespace
