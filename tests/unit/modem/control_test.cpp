#include <catch2/catch.hpp>

#include "emulator/qmi/enums/ctl.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

TEST_CASE("modem: Get Version Info lists the services of the profile with their versions") {
  ModemUnderTest modem;
  const Message response = modem.ask("CTL Get Version Info", 0);
  const qmi::List list = part(response, "service list").list();
  REQUIRE(list.size() == healthy().identity.services.size());
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

TEST_CASE("modem: a change of power save mode is told to whom asked for it, after the answer") {
  using State = qmi::ctl::PowerSaveState;
  ModemUnderTest modem;
  CHECK(modem.send("CTL Set Power Save Mode", 0, {{"mode", State::Suspend}}).size() == 1);
  CHECK(modem.error("CTL Set Event Report", 0, {{"reporting", 1U}}) == ErrorCode::None);
  const Messages said = modem.send("CTL Set Power Save Mode", 0, {{"mode", State::Normal}});
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(part(said[1], "report", "current") == Value(State::Normal));
  CHECK(part(said[1], "report", "previous") == Value(State::Suspend));
  CHECK(modem.send("CTL Set Power Save Mode", 0, {{"mode", State::Normal}}).size() == 1);
  CHECK(modem.error("CTL Set Power Save Mode", 0, {{"mode", 3U}}) == ErrorCode::InvalidArgument);
}

TEST_CASE("modem: while it saves power only those indications of a service pass that were permitted") {
  using State = qmi::ctl::PowerSaveState;
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  modem.ask("DMS Set Event Report", dms, {{"operating mode reporting", 1U}});
  const auto config = [&](std::uint8_t service, qmi::List messages) {
    return modem.error("CTL Set Power Save Config", 0,
                       {{"descriptor", Struct{{"state", State::Suspend}, {"service", service}}},
                        {"permitted indications", std::move(messages)}});
  };
  const auto heard = [&](OperatingMode mode) {
    Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", mode}});
    for (Message& message : modem.pass(1s)) said.push_back(std::move(message));
    return std::pair{indications(said, "DMS Set Event Report").size(),
                     indications(said, "NAS Get Serving System").size()};
  };
  CHECK(config(qmi::nas::service, {std::uint16_t{0x24}}) == ErrorCode::None);
  CHECK(config(qmi::dms::service, {}) == ErrorCode::None);
  CHECK(heard(OperatingMode::LowPower) == std::pair<std::size_t, std::size_t>{1, 1});
  modem.ask("CTL Set Power Save Mode", 0, {{"mode", State::Suspend}});
  CHECK(heard(OperatingMode::Online).first == 0);
  CHECK(heard(OperatingMode::LowPower) == std::pair<std::size_t, std::size_t>{0, 1});
  CHECK(config(qmi::nas::service, {std::uint16_t{0x02}}) == ErrorCode::None);
  CHECK(heard(OperatingMode::Online).second == 0);
  modem.ask("CTL Set Power Save Mode", 0, {{"mode", State::Normal}});
  CHECK(heard(OperatingMode::LowPower) == std::pair<std::size_t, std::size_t>{1, 1});
  CHECK(modem.registration_state(nas) == 0);
}

TEST_CASE("modem: what can't be configured for power save is refused") {
  ModemUnderTest modem;
  const auto config = [&](unsigned state, std::uint8_t service, std::size_t messages) {
    return modem.error("CTL Set Power Save Config", 0,
                       {{"descriptor", Struct{{"state", state}, {"service", service}}},
                        {"permitted indications", qmi::List(messages, Value(std::uint16_t{1}))}});
  };
  CHECK(config(3, qmi::nas::service, 0) == ErrorCode::InvalidArgument);
  CHECK(config(1, qmi::wda::service, 0) == ErrorCode::InvalidServiceType);
  CHECK(config(1, qmi::nas::service, 65) == ErrorCode::ArgumentTooLong);
  CHECK(config(1, qmi::nas::service, 64) == ErrorCode::None);
}

TEST_CASE("modem: without instance ids, Set Instance ID is 71") {
  Profile profile = healthy();
  profile.settings.control.instance_id = false;
  ModemUnderTest modem(profile);
  CHECK(modem.error("CTL Set Instance ID", 0, {{"id", 3U}}) == ErrorCode::InvalidQmiCommand);
}

TEST_CASE("modem: one that has raw-ip takes it, and a protocol that nobody has is refused all the same") {
  Profile profile = healthy();
  profile.settings.control.raw_ip = true;
  ModemUnderTest modem(profile);
  const auto ask = [&](unsigned protocol) {
    return modem.ask("CTL Set Data Format", 0, {{"format", 0U}, {"protocol", protocol}});
  };
  CHECK(part(ask(2), "protocol").number() == 2);
  CHECK(part(ask(1), "protocol").number() == 1);
  CHECK(error_of(ask(3)) == ErrorCode::InvalidDataFormat);
  CHECK(modem.error("CTL Set Data Format", 0, {{"format", 2U}}) == ErrorCode::InvalidDataFormat);
}

TEST_CASE("modem: the version addendum is there where the profile has a label for it") {
  ModemUnderTest plain;
  CHECK_FALSE(has(plain.ask("CTL Get Version Info", 0), "addendum"));
  Profile profile = healthy();
  profile.settings.control.version_addendum = "Gobi";
  ModemUnderTest modem(profile);
  const Message response = modem.ask("CTL Get Version Info", 0);
  CHECK(part(response, "addendum", "version").text() == "Gobi");
  CHECK(part(response, "addendum", "services").list().size() == profile.identity.services.size());
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
