#include <catch2/catch.hpp>

#include "client_under_test/placeholders.hpp"

using modembench::client_under_test::fill_placeholders;

namespace {
const std::map<std::string, std::string> kValues = {
    {"qmi", "/dev/cdc-wdm0"}, {"apn", "internet"},   {"command", "client --port {qmi}"},
    {"open_flag", ""},        {"circle", "{round}"}, {"round", "{circle}"}};
}

TEST_CASE("placeholders are replaced by their values, also within values") {
  CHECK(fill_placeholders("qmicli -d {qmi} {apn}", kValues) == "qmicli -d /dev/cdc-wdm0 internet");
  CHECK(fill_placeholders("{command}", kValues) == "client --port /dev/cdc-wdm0");
  CHECK(fill_placeholders("{open_flag}", kValues).value().empty());
}

TEST_CASE("what is the shell's or no name stays as it is") {
  CHECK(fill_placeholders("f() { echo ${HOME} {}; }", kValues) == "f() { echo ${HOME} {}; }");
  CHECK(fill_placeholders("f() { client -d {qmi}; }", kValues) == "f() { client -d /dev/cdc-wdm0; }");
  CHECK(fill_placeholders("awk '{{print}'", kValues) == "awk '{print}'");
  CHECK(fill_placeholders("{", kValues) == "{");
  CHECK(fill_placeholders("{qmi", kValues) == "{qmi");
}

TEST_CASE("a placeholder without a value is refused with the nearest that has one") {
  CHECK(fill_placeholders("{qmii}", kValues).error() == "no value for {qmii}; did you mean {qmi}?");
  CHECK(fill_placeholders("{xyzzyplugh}", {{"qmi", "x"}}).error() == "no value for {xyzzyplugh}; known are qmi");
}

TEST_CASE("values that name each other in a circle are refused") {
  CHECK_FALSE(fill_placeholders("{circle}", kValues).has_value());
}
