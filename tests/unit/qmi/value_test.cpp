// Values, addresses and bytes.

#include <catch2/catch.hpp>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/value.hpp"

namespace {

using namespace modembench::qmi;

enum class Signed : std::int8_t { Unknown = -1, Some = 5 };

TEST_CASE("numbers are equal if they mean the same") {
  CHECK(Value(5) == Value(5U));
  CHECK(Value(Signed::Some) == Value(5U));
  CHECK(Value(Signed::Unknown) == Value(-1));
  CHECK_FALSE(Value(-1) == Value(~std::uint64_t{0}));
  CHECK_FALSE(Value(1) == Value("1"));
  CHECK(Value(true) == Value(1));
}

TEST_CASE("a value that is something else is empty") {
  const Value text("a");
  CHECK(text.number() == 0);
  CHECK(text.list().empty());
  CHECK(text.members().empty());
  CHECK(text.member("a") == nullptr);
  CHECK(Value(7).text().empty());
  CHECK(Value(-1).number() == ~std::uint64_t{0});
}

TEST_CASE("members are found by name") {
  const Value value(Struct{{"verify retries left", 3}});
  REQUIRE(value.member("Verify_Retries_Left") != nullptr);
  CHECK(value.member("verify retries left")->number() == 3);
  CHECK(value.member("retries") == nullptr);
}

TEST_CASE("bytes are shown in pairs of digits") {
  CHECK(to_hex(Bytes{0x01, 0x0C, 0xFF}) == "01 0c ff");
  CHECK(to_hex(Bytes{}).empty());
}

TEST_CASE("IPv4 addresses are read and written") {
  CHECK(format_ipv4({10, 0, 0, 2}) == "10.0.0.2");
  CHECK(parse_ipv4("255.255.255.252") == Ipv4Bytes{255, 255, 255, 252});
  for (const char* wrong : {"", "10", "10.0.0", "10.0.0.0.0", "10.0.0.256", "10.0.0.", ".0.0.1", "10.0.0.-1",
                            "10.0.0.2 ", " 10.0.0.2", "1000.0.0.1", "a.b.c.d"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_ipv4(wrong).has_value());
  }
}

TEST_CASE("IPv6 addresses are written as RFC 5952 has it") {
  const auto again = [](std::string_view text) { return format_ipv6(parse_ipv6(text).value()); };
  CHECK(again("2001:0DB8:0:0:0:0:0:1") == "2001:db8::1");
  CHECK(again("::") == "::");
  CHECK(again("::1") == "::1");
  CHECK(again("1::") == "1::");
  CHECK(again("1:0:2:3:4:5:6:7") == "1:0:2:3:4:5:6:7");
  CHECK(again("1:0:0:2:0:0:0:3") == "1:0:0:2::3");
  CHECK(again("1:0:0:2:3:0:0:4") == "1::2:3:0:0:4");
  CHECK(again("fe80::1:2:3:4") == "fe80::1:2:3:4");
}

TEST_CASE("what is no IPv6 address isn't read") {
  for (const char* wrong : {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::",
                            "1:2:3:4:5:6:7:8::", "g::", "1:", ":1", "::1:", "1::2:3:4:5:6:7:8", "2001:db8::1/64"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_ipv6(wrong).has_value());
  }
}

}  // namespace
