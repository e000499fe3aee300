#include <catch2/catch.hpp>
#include <random>

#include "emulator/modem/sms_pdu.hpp"

namespace modembench::modem::test {

namespace {

using namespace std::chrono_literals;

qmi::Bytes bytes(std::string_view hex) {
  qmi::Bytes found;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    found.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return found;
}

constexpr std::chrono::sys_seconds kSent = std::chrono::sys_days(std::chrono::year(2002) / 8 / 26) + 19h + 37min + 41s;

// From public introductions to SMS.
const qmi::Bytes kDeliver = bytes("07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07");
const qmi::Bytes kSubmit = bytes("0011000B916407281553F80000AA0AE8329BFD4697D9EC37");

}  // namespace

TEST_CASE("SMS PDU: a known SMS-DELIVER is read", "[sms]") {
  const auto sms = read_sms(kDeliver);
  REQUIRE(sms.has_value());
  CHECK_FALSE(sms->is_submit);
  CHECK(sms->smsc == "+31624000000");
  CHECK(sms->number == "+31641600986");
  CHECK(sms->text() == "How are you?");
  CHECK_FALSE(sms->message_class().has_value());
  CHECK(sms->tpdu.size() == kDeliver.size() - 8);
}

TEST_CASE("SMS PDU: a message in words becomes the bytes of the known one", "[sms]") {
  // The time zone is ours: UTC instead of UTC+2.
  qmi::Bytes expected = kDeliver;
  expected[25] = 0x00;
  const auto pdu = encode_deliver({"+31641600986", "How are you?", {}}, "+31624000000", kSent);
  REQUIRE(pdu.has_value());
  CHECK(*pdu == expected);
}

TEST_CASE("SMS PDU: a known SMS-SUBMIT is read", "[sms]") {
  const auto sms = read_sms(kSubmit);
  REQUIRE(sms.has_value());
  CHECK(sms->is_submit);
  CHECK(sms->smsc.empty());
  CHECK(sms->number == "+46708251358");
  CHECK(sms->text() == "hellohello");
}

TEST_CASE("SMS PDU: what is written is read again, whatever the alphabet, sender and class", "[sms]") {
  for (const char* text : {"", "hello", "{€}", "Привет, 世界 😀"}) {
    for (const char* from : {"+491701234567", "22000", "12345", "Vodafone", "A", "Mein Netz 1"}) {
      for (const int message_class : {-1, 0, 1, 2, 3}) {
        SmsText sms{from, text, {}};
        if (message_class >= 0) sms.message_class = static_cast<std::uint8_t>(message_class);
        INFO(from << ": " << text << ", class " << message_class);
        const auto pdu = encode_deliver(sms, "+491713920000", kSent);
        REQUIRE(pdu.has_value());
        const auto again = read_sms(*pdu);
        REQUIRE(again.has_value());
        CHECK(again->number == from);
        CHECK(again->text() == text);
        CHECK(again->smsc == "+491713920000");
        CHECK(again->message_class() == sms.message_class);
      }
    }
  }
}

TEST_CASE("SMS PDU: one message takes 160 characters, 70 of other alphabets, and not one more", "[sms]") {
  const auto encode = [](const std::string& text) { return encode_deliver({"1", text, {}}, "", kSent); };
  const auto repeat = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  CHECK(encode(std::string(160, 'x')).has_value());
  CHECK(encode(std::string(161, 'x')).error() == "the text is 161 characters long, and one message takes 160");
  CHECK(encode(repeat("€", 80)).has_value());
  CHECK_FALSE(encode(repeat("€", 81)).has_value());
  CHECK(encode(repeat("я", 70)).has_value());
  CHECK(
      encode(repeat("я", 71)).error() ==
      "the text is 71 characters long; it has some that the GSM alphabet lacks, and one message takes 70 of such text");
  CHECK(encode(repeat("😀", 35)).has_value());
  CHECK_FALSE(encode(repeat("😀", 36)).has_value());
  CHECK(encode("\xff").error() == "the text is no UTF-8");
}

TEST_CASE("SMS PDU: a sender is a number or a short name", "[sms]") {
  for (const char* from : {"", "+", "+49170x", "123456789012345678901", "A longer name", "Привет"}) {
    INFO(from);
    CHECK_FALSE(encode_deliver({from, "x", {}}, "", kSent).has_value());
  }
  CHECK(encode_deliver({"12345678901234567890", "x", {}}, "", kSent).has_value());
}

TEST_CASE("SMS PDU: broken ones are refused for what they are", "[sms]") {
  const auto fault = [](const qmi::Bytes& pdu) { return read_sms(pdu).error(); };
  CHECK(fault({}) == SmsFault::malformed);
  CHECK(fault({0x00}) == SmsFault::malformed);
  CHECK(fault(bytes("0791132604")) == SmsFault::malformed);
  CHECK(fault(bytes("0002")) == SmsFault::not_deliver_or_submit);
  CHECK(fault(bytes("0003")) == SmsFault::not_deliver_or_submit);
  CHECK(fault(qmi::Bytes(kMaxSmsPdu + 1, 0)) == SmsFault::too_long);
  // 22 digits, and 141 bytes of data.
  CHECK(fault(bytes("001100169164072815530000000000000000AA00")) == SmsFault::malformed);
  qmi::Bytes long_one = bytes("0011000B916407281553F80004AA8D");
  long_one.resize(long_one.size() + 141);
  CHECK(fault(long_one) == SmsFault::malformed);
  for (std::size_t size = 0; size < kSubmit.size(); ++size) {
    INFO(size);
    CHECK_FALSE(read_sms(qmi::ByteView(kSubmit).first(size)).has_value());
  }
}

TEST_CASE("SMS PDU: the text of a part stands after its header", "[sms]") {
  // Part 2 of 2, reference 7: a header of 6 bytes and a bit of filling before the text.
  const auto sms = read_sms(bytes("0051000B916407281553F80000AA0C050003070202D06536FB0D"));
  REQUIRE(sms.has_value());
  CHECK(sms->has_header);
  CHECK(sms->text() == "hello");
  // One whose header is longer than the message has no text, and none of data or of compressed text.
  CHECK_FALSE(read_sms(bytes("0051000B916407281553F80000AA020A01"))->text().has_value());
  CHECK_FALSE(read_sms(bytes("0011000B916407281553F80004AA0101"))->text().has_value());
  CHECK_FALSE(read_sms(bytes("0011000B916407281553F80020AA0101"))->text().has_value());
}

TEST_CASE("SMS PDU: what the receiver gets says the same", "[sms]") {
  const auto submit = read_sms(kSubmit);
  const auto got = read_sms(deliver_of(*submit, "+491713920001", "+491713920000", kSent));
  REQUIRE(got.has_value());
  CHECK_FALSE(got->is_submit);
  CHECK(got->number == "+491713920001");
  CHECK(got->text() == "hellohello");
}

TEST_CASE("SMS PDU: bytes at random are read or refused, and nothing else happens", "[sms]") {
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    qmi::Bytes pdu = i % 2 == 0 ? kSubmit : kDeliver;
    for (unsigned change = 0; change <= random() % 4; ++change) {
      pdu[random() % pdu.size()] = static_cast<std::uint8_t>(random());
    }
    pdu.resize(random() % (pdu.size() + 3));
    const auto sms = read_sms(pdu);
    if (!sms) continue;
    static_cast<void>(sms->text());
    static_cast<void>(deliver_of(*sms, "1", "", kSent));
  }
}

}  // namespace modembench::modem::test
