// Typed messages: every one of the schema goes through bytes and back, and what is wrong with its bytes is told as the
// decoder of loose messages tells it.

#include <random>
#include <set>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/qmi/frame_support.hpp"
#include "tests/unit/qmi/typed_messages.hpp"

namespace {

using namespace modembench::qmi;
using modembench::test::mend_lengths;
using modembench::test::set_u16;
using test::Passage;
using test::typed_messages;
using test::TypedMessage;

/// Values drawn by a seed: the same on every machine.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : numbers_(seed) {}

  std::uint64_t below(std::uint64_t limit) { return numbers_() % limit; }

  Value value(const TypeSpec& type) {
    switch (type.shape) {
      case Shape::integer:
        return integer(type);
      case Shape::ipv4:
        return "10." + std::to_string(below(256)) + ".0." + std::to_string(below(256));
      case Shape::ipv6:
        return "2001:db8::" + std::to_string(1 + below(9));
      case Shape::string:
        return std::string(length(type), static_cast<char>(below(256)));
      case Shape::bytes:
        return Bytes(length(type), static_cast<std::uint8_t>(below(256)));
      case Shape::array: {
        List list;
        for (std::size_t left = length(type); left > 0; --left) list.push_back(value(*type.element));
        return list;
      }
      case Shape::structure:
        break;
    }
    Struct members;
    for (const MemberSpec& member : type.members) {
      if (member.optional && below(2) == 0) break;
      members.push_back({member.name, value(*member.type)});
    }
    return members;
  }

 private:
  Value integer(const TypeSpec& type) {
    const std::uint64_t bits = numbers_() & (~std::uint64_t{0} >> (64U - 8U * type.width));
    if (!type.is_signed) return bits;
    const unsigned unused = 64U - 8U * type.width;
    return static_cast<std::int64_t>(bits << unused) >> unused;
  }
  std::size_t length(const TypeSpec& type) {
    return type.length == Length::fixed ? type.fixed_length : static_cast<std::size_t>(below(4));
  }

  std::mt19937_64 numbers_;
};

std::span<const TlvSpec> tlvs_of(const MessageLayout& layout) {
  return tlvs_of(*find_message(layout.service, layout.message), layout.kind);
}

Message empty(const MessageLayout& layout) {
  const std::uint8_t client = layout.service == 0 ? 0 : 7;
  const Header header{layout.service, client, layout.kind, 0, layout.message};
  return layout.kind == MessageKind::response ? response_to(header) : Message{header, {}};
}

/// All mandatory TLVs, and of the others some, or `all`.
Message drawn(const MessageLayout& layout, std::uint32_t seed, bool all) {
  Draw draw(seed);
  Message message = empty(layout);
  for (const TlvSpec& tlv : tlvs_of(layout)) {
    if (tlv.mandatory || all || draw.below(2) == 0) message.set(tlv.id, draw.value(*tlv.type));
  }
  return message;
}

Bytes bytes_of(const Message& message) {
  const Expected<Bytes> bytes = encode(message);
  if (!bytes) FAIL(bytes.error().to_string());
  return *bytes;
}

/// Where the frame's TLVs stand, if its lengths are right.
std::vector<std::size_t> tlvs_in(const Bytes& frame) {
  std::vector<std::size_t> offsets;
  for (std::size_t at = header_size(frame[4]); at < frame.size(); at += kTlvHeader + read_u16(frame, at + 1)) {
    offsets.push_back(at);
  }
  return offsets;
}

/// Whether a mandatory TLV of this message, which doesn't say a failure, isn't there.
bool lacks(const MessageLayout& layout, const Message& message) {
  if (message.error().value_or(0) != 0) return false;
  return std::any_of(layout.tlvs.begin(), layout.tlvs.end(),
                     [&](const TlvPlace& tlv) { return tlv.mandatory && message.find(tlv.id) == nullptr; });
}

/// The typed parser refuses what `decode` refuses, with the same words, and takes what it takes; what it took says the
/// same. How many frames of both sorts there were is counted, so that no test is about one sort only.
struct Likeness {
  std::size_t taken = 0;
  std::size_t refused = 0;

  void check(const TypedMessage& typed, const Bytes& frame) {
    const Expected<Message> loose = decode(frame);
    if (!loose) {
      const Passage passage = typed.pass(frame, empty(*typed.layout));
      REQUIRE_FALSE(passage.parsed.has_value());
      REQUIRE(passage.parsed.error() == loose.error());
      ++refused;
      return;
    }
    const Passage passage = typed.pass(frame, *loose);
    if (lacks(*typed.layout, *loose)) {
      REQUIRE_FALSE(passage.parsed.has_value());
      REQUIRE(passage.parsed.error().what == "is missing");
      ++refused;
      return;
    }
    REQUIRE(passage.parsed.has_value());
    REQUIRE(passage.same);
    for (const Tlv& tlv : passage.parsed->tlvs) {
      // Of the Result, which is no member, a typed message keeps the error alone.
      if (tlv.spec != &result_tlv()) REQUIRE(*loose->find(tlv.id) == tlv.value);
    }
    check_sent(passage);
    ++taken;
  }

  /// A typed response is sent as its loose message would be, and is told as that would be.
  static void check_sent(const Passage& passage) {
    if (!passage.sent) return;
    const Expected<Bytes> loose = encode(*passage.parsed);
    const Expected<Bytes> sent = passage.sent->frame();
    REQUIRE(sent.has_value() == loose.has_value());
    if (sent) REQUIRE(*sent == *loose);
    if (!sent) REQUIRE(sent.error() == loose.error());
    REQUIRE(*passage.sent->message() == *passage.parsed);
    REQUIRE(passage.sent->error() == passage.parsed->error());
  }
};

TEST_CASE("there is a typed message for each that the schema describes") {
  std::set<std::tuple<std::uint8_t, std::uint16_t, MessageKind>> typed;
  for (const TypedMessage& message : typed_messages()) {
    const MessageLayout& layout = *message.layout;
    CHECK(typed.insert({layout.service, layout.message, layout.kind}).second);
    CHECK(layout.tlvs.size() == tlvs_of(layout).size());
  }
  std::size_t described = 0;
  for (const ServiceSpec& service : services()) {
    for (const MessageSpec& message : service.messages) {
      if (message.name_only) continue;
      described += (message.has_request ? 2U : 0U) + (message.has_indication || !message.has_request ? 1U : 0U);
    }
  }
  CHECK(typed.size() == described);
}

TEST_CASE("every typed message comes back from bytes as it was") {
  std::size_t tlvs = 0;
  for (const TypedMessage& typed : typed_messages()) {
    CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind);
    for (std::uint32_t seed = 0; seed < 8; ++seed) {
      const Message message = drawn(*typed.layout, seed, seed == 0);
      const Bytes frame = bytes_of(message);
      const Passage passage = typed.pass(frame, message);
      if (!passage.parsed) FAIL(passage.parsed.error().to_string());
      if (!passage.read) FAIL(passage.read.error().to_string());
      REQUIRE(passage.same);
      REQUIRE(*passage.parsed == message);
      REQUIRE(bytes_of(*passage.parsed) == frame);
      REQUIRE(bytes_of(*passage.read) == frame);
      if (passage.sent) REQUIRE(*passage.sent->frame() == frame);
      tlvs += message.tlvs.size();
    }
  }
  CHECK(tlvs > 5000);
}

TEST_CASE("a typed message that ends early is refused as a loose one is, wherever it ends") {
  Likeness likeness;
  for (const TypedMessage& typed : typed_messages()) {
    CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind);
    const Bytes whole = bytes_of(drawn(*typed.layout, 1, true));
    const std::size_t step = 1 + whole.size() / 64;
    for (std::size_t size = header_size(whole[4]); size < whole.size(); size += step) {
      Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      mend_lengths(cut);
      likeness.check(typed, cut);
    }
  }
  CHECK(likeness.taken > 500);
  CHECK(likeness.refused > 5000);
}

TEST_CASE("a TLV that lies about its length is refused as in a loose message") {
  Likeness likeness;
  for (const TypedMessage& typed : typed_messages()) {
    const Bytes whole = bytes_of(drawn(*typed.layout, 2, true));
    for (const std::size_t at : tlvs_in(whole)) {
      CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind, at);
      const std::size_t length = read_u16(whole, at + 1);
      for (const std::size_t lie : {length + 1, length - 1, std::size_t{0}, std::size_t{0xFFFF}}) {
        if ((lie & 0xFFFFU) == length) continue;
        Bytes lying = whole;
        set_u16(lying, at + 1, lie & 0xFFFFU);
        likeness.check(typed, lying);
      }
    }
  }
  CHECK(likeness.refused > 3000);
}

TEST_CASE("a TLV with a byte too many is refused where its end is known") {
  Likeness likeness;
  for (const TypedMessage& typed : typed_messages()) {
    const Bytes whole = bytes_of(drawn(*typed.layout, 3, true));
    for (const std::size_t at : tlvs_in(whole)) {
      CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind, at);
      const std::size_t length = read_u16(whole, at + 1);
      Bytes longer = whole;
      longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at + kTlvHeader + length), 0x2A);
      set_u16(longer, at + 1, length + 1);
      mend_lengths(longer);
      likeness.check(typed, longer);
    }
  }
  CHECK(likeness.taken > 50);
  CHECK(likeness.refused > 1000);
}

TEST_CASE("bytes that change on their way are read as in a loose message") {
  Likeness likeness;
  Draw draw(4);
  for (const TypedMessage& typed : typed_messages()) {
    CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind);
    const Bytes whole = bytes_of(drawn(*typed.layout, 5, true));
    const std::size_t begin = header_size(whole[4]);
    for (int i = 0; begin < whole.size() && i < 16; ++i) {
      Bytes changed = whole;
      changed[begin + draw.below(whole.size() - begin)] = static_cast<std::uint8_t>(draw.below(256));
      likeness.check(typed, changed);
    }
  }
  CHECK(likeness.taken > 500);
  CHECK(likeness.refused > 500);
}

TEST_CASE("what isn't known of a message leaves the rest as it is") {
  for (const TypedMessage& typed : typed_messages()) {
    CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind);
    const Message message = drawn(*typed.layout, 6, false);
    Message with_more = message;
    with_more.tlvs.insert(with_more.tlvs.begin(), Tlv{0xFE, Bytes{1, 2, 3}, nullptr});
    const Passage passage = typed.pass(bytes_of(with_more), with_more);
    REQUIRE(passage.same);
    REQUIRE(*passage.parsed == message);
  }
}

TEST_CASE("a mandatory TLV that isn't there is named") {
  std::size_t tried = 0;
  for (const TypedMessage& typed : typed_messages()) {
    for (const TlvPlace& tlv : typed.layout->tlvs) {
      if (!tlv.mandatory) continue;
      CAPTURE(message_name(typed.layout->service, typed.layout->message), typed.layout->kind, int{tlv.id});
      Message message = drawn(*typed.layout, 7, true);
      std::erase_if(message.tlvs, [&](const Tlv& other) { return other.id == tlv.id; });
      const Bytes frame = bytes_of(message);
      const Passage passage = typed.pass(frame, message);
      REQUIRE_FALSE(passage.parsed.has_value());
      REQUIRE_FALSE(passage.read.has_value());
      const std::string field = fmt::format("TLV 0x{:02x} {}", tlv.id, find_tlv(tlvs_of(*typed.layout), tlv.id)->name);
      CHECK(passage.parsed.error() == Error{frame.size(), field, "is missing"});
      CHECK(passage.read.error().field == passage.parsed.error().field);
      ++tried;
    }
  }
  CHECK(tried > 150);
}

TEST_CASE("a response that says a failure needs no TLV, and is written without the mandatory ones") {
  const Header request{1, 7, MessageKind::request, 9, 0x0020};
  const Message refusal =
      respond(request, wds::start_network::Response{.call_end_reason = wds::CallEndReason{3}}, ErrorCode::CallFailed);
  CHECK(refusal.find("packet data handle") == nullptr);
  REQUIRE(refusal.find("call end reason") != nullptr);
  const auto parsed = parse<wds::start_network::Response>(bytes_of(refusal));
  REQUIRE(parsed.has_value());
  CHECK(parsed->call_end_reason == wds::CallEndReason{3});
  CHECK(read<wds::start_network::Response>(refusal) == parsed);
}

TEST_CASE("of a TLV that comes twice the first counts") {
  Message message{{1, 7, MessageKind::request, 9, 0x0020}, {}};
  message.tlvs = {{0x14, "first", nullptr}, {0x14, "second", nullptr}};
  for (Tlv& tlv : message.tlvs) tlv.spec = find_tlv(find_message(1, 0x0020)->request, 0x14);
  CHECK(parse<wds::start_network::Request>(bytes_of(message))->apn == "first");
  CHECK(read<wds::start_network::Request>(message)->apn == "first");
}

TEST_CASE("another message is refused") {
  const Message message = to_message(7, dms::reset::Request{});
  const auto parsed = parse<wds::reset::Request>(bytes_of(message));
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().to_string() == "offset 0, header: is of DMS Reset, should be of WDS Reset");
  CHECK_FALSE(read<wds::reset::Request>(message).has_value());
}

TEST_CASE("a loose message whose values have another shape is refused") {
  Message message{{2, 7, MessageKind::request, 9, dms::uim_verify_pin::id}, {}};
  message.set(0x01, Struct{{"pin id", "one"}, {"pin", "1234"}});
  const auto read_wrong = read<dms::uim_verify_pin::Request>(message);
  REQUIRE_FALSE(read_wrong.has_value());
  CHECK(read_wrong.error().to_string() == "offset 0, TLV 0x01 info.pin id: should be a number");
  message.set(0x01, Struct{{"pin", "1234"}});
  CHECK(read<dms::uim_verify_pin::Request>(message).error().field == "TLV 0x01 info.pin id");
  // Members have names, not places.
  message.set(0x01, Struct{{"pin", "1234"}, {"pin-id", 2U}});
  const auto in_another_order = read<dms::uim_verify_pin::Request>(message);
  REQUIRE(in_another_order.has_value());
  CHECK(in_another_order->info.pin_id == dms::UimPinId::PIN2);
  CHECK(in_another_order->info.pin == "1234");
}

}  // namespace
