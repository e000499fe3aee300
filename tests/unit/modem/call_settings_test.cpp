#include <catch2/catch.hpp>

#include "emulator/qmi/enums/nas.hpp"
#include "emulator/qmi/enums/wds.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

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
  profile.settings.call.ipv4_dns2.clear();
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

TEST_CASE("settings: quality of service, P-CSCF and the rest are there for who asks for everything") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  const Message response = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(response, "umts granted qos", "traffic class").number() == 0);
  CHECK_FALSE(has(response, "gprs granted qos"));
  CHECK(part(response, "pcscf address using pco").number() == 0);
  CHECK(part(response, "pcscf server address list").list().empty());
  CHECK(part(response, "pcscf domain name list").list().empty());
  CHECK(part(response, "domain name list").list().empty());
  CHECK(part(response, "imcn flag").number() == 0);
  CHECK(part(response, "extended technology preference").number() == 0x8004);
  CHECK_FALSE(has(response, "operator reserved pco"));
}

TEST_CASE("settings: the quality of service is what the profile requested, of the kind the bearer has") {
  Profile profile = quick();
  profile.settings.registration.data_capabilities = {qmi::nas::DataCapability::EDGE};
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  const Value qos = Struct{{"precedence class", 1U},
                           {"delay class", 2U},
                           {"reliability class", 3U},
                           {"peak throughput class", 4U},
                           {"mean throughput class", 5U}};
  modem.ask("WDS Modify Profile", wds,
            {{"profile identifier", Struct{{"profile type", 0U}, {"profile index", 1U}}}, {"gprs requested qos", qos}});
  modem.start_call(wds);
  const Message response = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(response, "gprs granted qos") == qos);
  CHECK_FALSE(has(response, "umts granted qos"));
}

TEST_CASE("settings: an empty mask asks for nothing, one of a single bit for that alone") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  CHECK(modem.ask("WDS Get Current Settings", wds, {{"requested settings", 0U}}).tlvs.size() == 1);
  for (std::uint32_t bit = 0; bit < 19; ++bit) {
    const Message response = modem.ask("WDS Get Current Settings", wds, {{"requested settings", 1U << bit}});
    INFO("bit " << bit);
    CHECK(response.tlvs.size() <= 3);
    CHECK((response.tlvs.size() > 1) == (bit < 18));
  }
}

TEST_CASE("settings: DNS servers that the host sets are told instead of the network's, until it takes them back") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.ask("WDS Get DNS Settings", wds).tlvs.size() == 1);
  CHECK(modem.error("WDS Set DNS Settings", wds) == ErrorCode::MissingArgument);
  CHECK(modem.error("WDS Set DNS Settings", wds,
                    {{"primary ipv4 dns address", "9.9.9.9"}, {"primary ipv6 dns address", "2620:fe::fe"}}) ==
        ErrorCode::None);
  const Message set = modem.ask("WDS Get DNS Settings", wds);
  CHECK(part(set, "primary ipv4 dns address").text() == "9.9.9.9");
  CHECK(part(set, "primary ipv6 dns address").text() == "2620:fe::fe");
  CHECK_FALSE(has(set, "secondary ipv4 dns address"));
  modem.start_call(wds);
  modem.start_call(wds, {{"ip family preference", IpFamily::IPv6}});
  const Message four = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(four, "primary ipv4 dns address").text() == "9.9.9.9");
  CHECK(part(four, "secondary ipv4 dns address").text() == "203.0.113.53");
  modem.ask("WDS Set IP Family", wds, {{"preference", IpFamily::IPv6}});
  CHECK(part(modem.ask("WDS Get Current Settings", wds), "ipv6 primary dns address").text() == "2620:fe::fe");
  modem.ask("WDS Set DNS Settings", wds, {{"primary ipv4 dns address", "0.0.0.0"}, {"primary ipv6 dns address", "::"}});
  CHECK(modem.ask("WDS Get DNS Settings", wds).tlvs.size() == 1);
  CHECK(part(modem.ask("WDS Get Current Settings", wds), "ipv6 primary dns address").text() == "2001:db8:53::1");
}

TEST_CASE("settings: DNS servers of the start go before those of the profile, and both before the host's") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask("WDS Set DNS Settings", wds, {{"primary ipv4 dns address", "9.9.9.9"}});
  modem.ask("WDS Modify Profile", wds,
            {{"profile identifier", Struct{{"profile type", 0U}, {"profile index", 1U}}},
             {"primary ipv4 dns address", "198.51.100.1"},
             {"secondary ipv4 dns address", "198.51.100.2"}});
  modem.start_call(wds, {{"secondary dns address preference", "198.51.100.3"}});
  const Message settings = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(settings, "primary ipv4 dns address").text() == "198.51.100.1");
  CHECK(part(settings, "secondary ipv4 dns address").text() == "198.51.100.3");
}

}  // namespace modembench::modem::test
