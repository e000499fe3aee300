#include <catch2/catch.hpp>

#include "emulator/qmi/enums/wds.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

/// What a data plane is told of the modem.
namespace modembench::modem::test {

TEST_CASE("data link: there is none without a call, and one with it says what Get Current Settings does") {
  ModemUnderTest modem(quick());
  CHECK_FALSE(modem.modem().data_link().up());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  const DataLink link = modem.modem().data_link();
  const Message settings = modem.ask("WDS Get Current Settings", wds);
  CHECK(link.handle == handle);
  CHECK(link.address == part(settings, "ipv4 address").text());
  CHECK(link.gateway == part(settings, "ipv4 gateway address").text());
  CHECK(link.netmask == part(settings, "ipv4 gateway subnet mask").text());
  CHECK(link.dns1 == part(settings, "primary ipv4 dns address").text());
  CHECK(link.dns2 == part(settings, "secondary ipv4 dns address").text());
  CHECK(link.mtu == 1500);
  CHECK_FALSE(link.raw_ip);
  static_cast<void>(modem.send("WDS Stop Network", wds, {{"packet data handle", handle}}));
  CHECK_FALSE(modem.modem().data_link().up());
}

TEST_CASE("data link: name servers that the host has set, and another address of the same call, are its own") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  CHECK(modem.error("WDS Set DNS Settings", wds, {{"primary ipv4 dns address", "192.0.2.99"}}) == ErrorCode::None);
  CHECK(modem.modem().data_link().dns1 == "192.0.2.99");
  CallSettings call = modem.modem().call_settings();
  call.ipv4_address = "10.99.0.7";
  static_cast<void>(modem.modem().apply({.call = replaced_by(call)}, modem.now()));
  CHECK(modem.modem().data_link().address == "10.99.0.7");
}

TEST_CASE("data link: a call of IPv6 carries no IPv4") {
  ModemUnderTest modem(quick());
  modem.start_call(modem.allocate("WDS"), {{"ip family preference", qmi::wds::IpFamily::IPv6}});
  CHECK_FALSE(modem.modem().data_link().up());
}

TEST_CASE("data link: it goes with the modem's power and with the network") {
  ModemUnderTest modem(quick());
  modem.start_call(modem.allocate("WDS"));
  REQUIRE(modem.modem().data_link().up());
  static_cast<void>(modem.modem().drop_calls(2, modem.now()));
  CHECK_FALSE(modem.modem().data_link().up());
  modem.start_call(modem.allocate("WDS"));
  modem.modem().power_off(modem.now());
  CHECK_FALSE(modem.modem().data_link().up());
}

TEST_CASE("data link: raw IP is what was agreed last, survives a Sync, and is gone after a restart") {
  Profile profile = quick();
  profile.settings.control.raw_ip = true;
  ModemUnderTest modem(profile);
  const auto agree = [&](unsigned protocol) {
    static_cast<void>(modem.ask("CTL Set Data Format", 0, {{"format", 0U}, {"protocol", protocol}}));
    return modem.modem().data_link().raw_ip;
  };
  CHECK(agree(2));
  CHECK(agree(3));
  CHECK(modem.error("CTL Sync", 0) == ErrorCode::None);
  CHECK(modem.modem().data_link().raw_ip);
  CHECK_FALSE(agree(1));
  CHECK(agree(2));
  modem.modem().power_on(modem.now());
  CHECK_FALSE(modem.modem().data_link().raw_ip);
}

TEST_CASE("data link: a Gobi that is asked for raw IP refuses, and stays with Ethernet") {
  ModemUnderTest modem(quick());
  CHECK(modem.error("CTL Set Data Format", 0, {{"format", 0U}, {"protocol", 2U}}) == ErrorCode::InvalidDataFormat);
  CHECK_FALSE(modem.modem().data_link().raw_ip);
}

}  // namespace modembench::modem::test
