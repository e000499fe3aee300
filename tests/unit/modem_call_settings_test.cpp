#include <catch2/catch.hpp>

#include "tests/unit/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using qmi::wds::IpFamily;

}  // namespace

TEST_CASE("settings: without a call they are 15") {
  ModemUnderTest modem;
  CHECK(modem.error("WDS Get Current Settings", modem.allocate("WDS")) == ErrorCode::OutOfCall);
}

TEST_CASE("settings: of an IPv4 call, all of them where no mask says otherwise") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(
      wds, {{"apn", "internet"}, {"username", "me"}, {"authentication preference", qmi::wds::Authentication::CHAP}});
  const Message response = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(response, "ipv4 address").text() == "192.0.2.10");
  CHECK(part(response, "ipv4 gateway address").text() == "192.0.2.1");
  CHECK(part(response, "ipv4 gateway subnet mask").text() == "255.255.255.0");
  CHECK(part(response, "primary ipv4 dns address").text() == "198.51.100.53");
  CHECK(part(response, "secondary ipv4 dns address").text() == "203.0.113.53");
  CHECK(part(response, "mtu").number() == 1500);
  CHECK(part(response, "ip family").number() == 4);
  CHECK(part(response, "pdp type").number() == 0);
  CHECK(part(response, "apn name").text() == "internet");
  CHECK(part(response, "username").text() == "me");
  CHECK(part(response, "authentication").number() == 2);
  CHECK(part(response, "profile id", "profile index").number() == 1);
  CHECK_FALSE(has(response, "ipv6 address"));
}

TEST_CASE("settings: of an IPv6 call") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds, {{"ip family preference", IpFamily::IPv6}});
  const Message response = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(response, "ipv6 address", "address").text() == "2001:db8:1::10");
  CHECK(part(response, "ipv6 address", "prefix length").number() == 64);
  CHECK(part(response, "ipv6 gateway address", "address").text() == "2001:db8:1::1");
  CHECK(part(response, "ipv6 primary dns address").text() == "2001:db8:53::1");
  CHECK(part(response, "ipv6 secondary dns address").text() == "2001:db8:53::2");
  CHECK(part(response, "ip family").number() == 6);
  CHECK(part(response, "pdp type").number() == 2);
  CHECK_FALSE(has(response, "ipv4 address"));
}

TEST_CASE("settings: the mask of uqmi gets no more than it asks for") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds, {{"apn", "internet"}});
  const Message response = modem.ask("WDS Get Current Settings", wds, {{"requested settings", 0x0000E334U}});
  CHECK(has(response, "ipv4 address"));
  CHECK(has(response, "primary ipv4 dns address"));
  CHECK(has(response, "ipv4 gateway subnet mask"));
  CHECK(has(response, "mtu"));
  CHECK(has(response, "pdp type"));
  CHECK(has(response, "ip family"));
  CHECK_FALSE(has(response, "apn name"));
  CHECK_FALSE(has(response, "profile id"));
  CHECK_FALSE(has(response, "username"));
}

TEST_CASE("settings: an address that isn't configured is left out") {
  Profile profile = quick();
  profile.call.ipv4_dns2.clear();
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  const Message response = modem.ask("WDS Get Current Settings", wds);
  CHECK(has(response, "primary ipv4 dns address"));
  CHECK_FALSE(has(response, "secondary ipv4 dns address"));
}

TEST_CASE("settings: a client without a call sees those of any call of its family") {
  ModemUnderTest modem(quick());
  modem.start_call(modem.allocate("WDS"), {{"apn", "theirs"}});
  const std::uint8_t fresh = modem.allocate("WDS");
  CHECK(part(modem.ask("WDS Get Current Settings", fresh), "apn name").text() == "theirs");
  modem.ask("WDS Set IP Family", fresh, {{"preference", IpFamily::IPv6}});
  CHECK(modem.error("WDS Get Current Settings", fresh) == ErrorCode::OutOfCall);
}

TEST_CASE("settings: a client with two calls gets those of the family it has set") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.start_call(wds, {{"ip family preference", IpFamily::IPv6}});
  CHECK(has(modem.ask("WDS Get Current Settings", wds), "ipv4 address"));
  modem.ask("WDS Set IP Family", wds, {{"preference", IpFamily::IPv6}});
  CHECK(has(modem.ask("WDS Get Current Settings", wds), "ipv6 address"));
}

}  // namespace modembench::modem::test
