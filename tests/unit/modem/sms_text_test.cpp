#include <catch2/catch.hpp>

#include "emulator/modem/sms_text.hpp"

namespace modembench::modem::test {

TEST_CASE("SMS text: the GSM alphabet, its extension, and back", "[sms]") {
  const std::string text = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà";
  const auto septets = to_gsm(text);
  REQUIRE(septets.has_value());
  CHECK(from_gsm(*septets) == text);
  CHECK(to_gsm("@ A")->front() == 0x00);
  CHECK(*to_gsm("{€}") == qmi::Bytes{0x1B, 0x28, 0x1B, 0x65, 0x1B, 0x29});
  CHECK(from_gsm(*to_gsm("^{}\\[~]|€\f")) == "^{}\\[~]|€\f");
}

TEST_CASE("SMS text: what the GSM alphabet lacks isn't put into it", "[sms]") {
  CHECK_FALSE(to_gsm("Привет").has_value());
  CHECK_FALSE(to_gsm("ç").has_value());
  CHECK_FALSE(to_gsm("`").has_value());
  CHECK_FALSE(to_gsm(std::string(1, '\0')).has_value());
  CHECK_FALSE(to_gsm("\x1b").has_value());
  CHECK(to_gsm("")->empty());
}

TEST_CASE("SMS text: an escape at the end says nothing, an unknown one a space", "[sms]") {
  CHECK(from_gsm(qmi::Bytes{0x41, 0x1B}) == "A");
  CHECK(from_gsm(qmi::Bytes{0x1B, 0x41, 0x42}) == " B");
}

TEST_CASE("SMS text: what is no UTF-8 is no text", "[sms]") {
  for (const char* bad : {"\xff", "\xc3", "\xc3(", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                          "\xf8\x88\x80\x80\x80", "\xf0\x80\x80\x80", "a\xe2\x82"}) {
    INFO(bad);
    CHECK_FALSE(to_ucs2(bad).has_value());
    CHECK_FALSE(to_gsm(bad).has_value());
  }
}

TEST_CASE("SMS text: UCS-2 and beyond, and back", "[sms]") {
  CHECK(*to_ucs2("Aß€") == qmi::Bytes{0x00, 0x41, 0x00, 0xDF, 0x20, 0xAC});
  CHECK(*to_ucs2("😀") == qmi::Bytes{0xD8, 0x3D, 0xDE, 0x00});
  CHECK(from_ucs2(*to_ucs2("Привет, 世界 😀")) == "Привет, 世界 😀");
  CHECK(from_ucs2(qmi::Bytes{0x00, 0x41, 0x42}) == "A\xEF\xBF\xBD");
  CHECK(from_ucs2(qmi::Bytes{0xDE, 0x00, 0x00, 0x41}) ==
        "\xEF\xBF\xBD"
        "A");
  CHECK(from_ucs2(qmi::Bytes{0xD8, 0x3D}) == "\xEF\xBF\xBD");
  CHECK(from_ucs2(qmi::Bytes{0xD8, 0x3D, 0x00, 0x41}) ==
        "\xEF\xBF\xBD"
        "A");
}

TEST_CASE("SMS text: septets are packed as the standard has it", "[sms]") {
  // "hellohello", as in every introduction to SMS.
  const qmi::Bytes packed = {0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37};
  CHECK(pack_septets(*to_gsm("hellohello")) == packed);
  CHECK(from_gsm(unpack_septets(packed, 10)) == "hellohello");
  CHECK(unpack_septets(packed, 99).size() == 10);
  CHECK(unpack_septets({}, 3).empty());
  for (unsigned fill = 0; fill < 7; ++fill) {
    const qmi::Bytes septets = {0x7F, 0x00, 0x55, 0x2A, 0x01, 0x40, 0x7F, 0x33, 0x11};
    CHECK(unpack_septets(pack_septets(septets, fill), septets.size(), fill) == septets);
  }
}

}  // namespace modembench::modem::test
