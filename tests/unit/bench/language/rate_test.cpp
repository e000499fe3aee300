#include <catch2/catch.hpp>

#include "bench/language/rate.hpp"

namespace modembench::bench {

TEST_CASE("rate: a number and its unit, with decimals and with or without a space") {
  CHECK(parse_rate("125 kB/s").value() == 1'000'000);
  CHECK(parse_rate("14.4 Mbit/s").value() == 14'400'000);
  CHECK(parse_rate("5.76Mbit/s").value() == 5'760'000);
  CHECK(parse_rate("1 B/s").value() == 8);
  CHECK(parse_rate("2 MB/s").value() == 16'000'000);
  CHECK(parse_rate("300 bit/s").value() == 300);
  CHECK(parse_rate("0").value() == 0);
  CHECK(parse_rate("0 kbit/s").value() == 0);
  CHECK(parse_rate("1000 Mbit/s").value() == kHighestRate);
}

TEST_CASE("rate: what is wrong is said, with what would be right") {
  CHECK(parse_rate("125").error() == "a data rate needs a unit: 125 kB/s, 125 kbit/s");
  CHECK(parse_rate("125 kb").error() ==
        "\"kb\" is no unit of data rate; there are bit/s, kbit/s, Mbit/s, B/s, kB/s and MB/s");
  CHECK(parse_rate("fast").error() == "should be a data rate such as 125 kB/s or 14.4 Mbit/s, is \"fast\"");
  CHECK(parse_rate("").error() == "should be a data rate such as 125 kB/s or 14.4 Mbit/s, is \"\"");
  CHECK(parse_rate("1. kB/s").error() == "should be a data rate such as 125 kB/s or 14.4 Mbit/s, is \"1. kB/s\"");
  CHECK(parse_rate("-1 kB/s").error() == "a data rate can't be negative: -1 kB/s");
  CHECK(parse_rate("1001 Mbit/s").error() == "1001 Mbit/s is more than 1000 Mbit/s");
  CHECK(parse_rate("12345678901 bit/s").error() == "12345678901 bit/s has more digits than any data rate here needs");
  CHECK_FALSE(parse_rate("1.2.3 kB/s").has_value());
  CHECK_FALSE(parse_rate("1  kB/s").has_value());
}

}  // namespace modembench::bench
