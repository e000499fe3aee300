#include <catch2/catch.hpp>

#include "tests/unit/modem_under_test.hpp"

namespace modembench::modem::test {

TEST_CASE("modem: Get Version Info lists the services of the profile with their versions") {
  ModemUnderTest modem;
  const Message response = modem.ask("CTL Get Version Info", 0);
  const qmi::List list = part(response, "service list").list();
  REQUIRE(list.size() == healthy().services.size());
  CHECK(list[1].member("service")->number() == qmi::wds::service);
  CHECK(list[1].member("major version")->number() == 1);
  CHECK(list[1].member("minor version")->number() == 11);
}

TEST_CASE("modem: Set Instance ID answers a link id") {
  ModemUnderTest modem;
  CHECK(part(modem.ask("CTL Set Instance ID", 0, {{"id", 3U}}), "link id").number() == 3);
}

TEST_CASE("modem: the data format is 802.3, asked for or not") {
  ModemUnderTest modem;
  const Message asked =
      modem.ask("CTL Set Data Format", 0,
                {{"format", qmi::ctl::DataFormat::QosHeaderAbsent}, {"protocol", qmi::ctl::LinkProtocol::_802_3}});
  CHECK(error_of(asked) == ErrorCode::None);
  CHECK(part(asked, "protocol").number() == 1);
  const Message unasked = modem.ask("CTL Set Data Format", 0, {{"format", qmi::ctl::DataFormat::QosHeaderAbsent}});
  CHECK(part(unasked, "protocol").number() == 1);
}

TEST_CASE("modem: raw-ip is refused") {
  ModemUnderTest modem;
  CHECK(modem.error("CTL Set Data Format", 0,
                    {{"format", qmi::ctl::DataFormat::QosHeaderAbsent}, {"protocol", qmi::ctl::LinkProtocol::RawIp}}) ==
        ErrorCode::InvalidDataFormat);
}

TEST_CASE("modem: the power save mode that was set is the one that is got, until Sync") {
  ModemUnderTest modem;
  CHECK(modem.error("CTL Set Power Save Mode", 0, {{"mode", 1U}}) == ErrorCode::None);
  CHECK(part(modem.ask("CTL Get Power Save Mode", 0), "mode").number() == 1);
  modem.ask("CTL Sync", 0);
  CHECK(part(modem.ask("CTL Get Power Save Mode", 0), "mode").number() == 0);
}

TEST_CASE("modem: the rest of the control service says yes") {
  ModemUnderTest modem;
  CHECK(modem.error("CTL Set Event Report", 0, {{"reporting", 1U}}) == ErrorCode::None);
  CHECK(modem.error("CTL Set Power Save Config", 0, {{"service", qmi::Bytes{1}}}) == ErrorCode::None);
}

TEST_CASE("modem: what belongs to qmi-proxy never reaches a modem and is unknown to it") {
  ModemUnderTest modem;
  CHECK(modem.error("CTL Internal Proxy Open", 0, {{"device path", "/dev/cdc-wdm0"}}) == ErrorCode::InvalidQmiCommand);
}

TEST_CASE("modem: a control request with a client id is refused") {
  ModemUnderTest modem;
  CHECK(modem.error("CTL Get Version Info", 5) == ErrorCode::InvalidClientId);
}

}  // namespace modembench::modem::test
