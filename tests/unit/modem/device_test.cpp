#include <catch2/catch.hpp>

#include "emulator/qmi/error_code.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

/// What the modem keeps in its own flash.
namespace modembench::modem::test {

namespace {

Value lock_state(bool enabled, const char* code) { return Struct{{"enabled", enabled ? 1U : 0U}, {"lock code", code}}; }

std::uint64_t user_lock(ModemUnderTest& modem, std::uint8_t dms) {
  return part(modem.ask("DMS Get User Lock State", dms), "enabled").number();
}

std::uint64_t time_count(ModemUnderTest& modem, std::uint8_t dms) {
  return part(modem.ask("DMS Get Time", dms), "device time", "time count").number();
}

std::uint8_t after_power_cycle(ModemUnderTest& modem) {
  modem.modem().power_on(modem.now());
  return modem.allocate("DMS");
}

}  // namespace

TEST_CASE("device: the user lock goes on and off with its code only, and outlives a power cycle") {
  ModemUnderTest modem;
  std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS Set User Lock State", dms, {{"info", lock_state(true, "1111")}}) ==
        ErrorCode::AuthenticationFailed);
  CHECK(user_lock(modem, dms) == 0);
  CHECK(modem.error("DMS Set User Lock State", dms, {{"info", lock_state(true, "0000")}}) == ErrorCode::None);
  dms = after_power_cycle(modem);
  CHECK(user_lock(modem, dms) == 1);
}

TEST_CASE("device: the code of the user lock is changed by who knows it") {
  ModemUnderTest modem;
  std::uint8_t dms = modem.allocate("DMS");
  const auto change = [&](const char* old_code, const char* new_code) {
    return modem.error("DMS Set User Lock Code", dms,
                       {{"info", Struct{{"old code", old_code}, {"new code", new_code}}}});
  };
  CHECK(change("9999", "1234") == ErrorCode::AuthenticationFailed);
  CHECK(change("0000", "12x4") == ErrorCode::InvalidArgument);
  CHECK(change("0000", "1234") == ErrorCode::None);
  dms = after_power_cycle(modem);
  CHECK(modem.error("DMS Set User Lock State", dms, {{"info", lock_state(true, "0000")}}) ==
        ErrorCode::AuthenticationFailed);
  CHECK(modem.error("DMS Set User Lock State", dms, {{"info", lock_state(true, "1234")}}) == ErrorCode::None);
}

TEST_CASE("device: user data is read as it was written, and no more of it than fits") {
  ModemUnderTest modem;
  std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS Read User Data", dms) == ErrorCode::NotProvisioned);
  CHECK(modem.error("DMS Write User Data", dms, {{"user data", qmi::Bytes(512, 7)}}) == ErrorCode::None);
  CHECK(modem.error("DMS Write User Data", dms, {{"user data", qmi::Bytes(513, 8)}}) == ErrorCode::ArgumentTooLong);
  dms = after_power_cycle(modem);
  CHECK(part(modem.ask("DMS Read User Data", dms), "user data") == Value(qmi::Bytes(512, 7)));
}

TEST_CASE("device: the clock counts 1.25 ms from the date of the settings on, over power cycles") {
  Profile profile = healthy();
  profile.settings.device.time_at_start = 1'000'000;
  ModemUnderTest modem(profile);
  std::uint8_t dms = modem.allocate("DMS");
  CHECK(time_count(modem, dms) == 800'000);
  modem.pass(10s);
  CHECK(time_count(modem, dms) == 808'000);
  dms = after_power_cycle(modem);
  modem.pass(10s);
  CHECK(time_count(modem, dms) == 816'000);
  CHECK(part(modem.ask("DMS Get Time", dms), "device time", "time source").number() == 0);
}

TEST_CASE("device: the clock can be set, but to no time that it couldn't tell") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  modem.pass(5s);
  CHECK(modem.error("DMS Set Time", dms, {{"time value", 2'000'000U}}) == ErrorCode::None);
  CHECK(time_count(modem, dms) == 1'600'000);
  const std::uint64_t latest = ((std::uint64_t{1} << 48) - 1) / 4 * 5;
  CHECK(modem.error("DMS Set Time", dms, {{"time value", ~std::uint64_t{0}}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("DMS Set Time", dms, {{"time value", 5U}, {"time reference type", 1U}}) ==
        ErrorCode::InvalidArgument);
  CHECK(modem.error("DMS Set Time", dms, {{"time value", latest}}) == ErrorCode::None);
  modem.pass(1min);
  CHECK(time_count(modem, dms) < std::uint64_t{1} << 48);
}

TEST_CASE("device: factory defaults need the service programming code") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS Validate Service Programming Code", dms, {{"service programming code", "000001"}}) ==
        ErrorCode::AuthenticationFailed);
  CHECK(modem.error("DMS Validate Service Programming Code", dms, {{"service programming code", "000000"}}) ==
        ErrorCode::None);
  modem.ask("DMS Write User Data", dms, {{"user data", qmi::Bytes{1}}});
  CHECK(modem.error("DMS Restore Factory Defaults", dms, {{"service programming code", "000001"}}) ==
        ErrorCode::AuthenticationFailed);
  CHECK(modem.error("DMS Read User Data", dms) == ErrorCode::None);
}

TEST_CASE("device: factory defaults put back what was stored in the modem, and leave the SIM alone") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t nas = modem.allocate("NAS");
  const Value profile = Struct{{"profile type", 0U}, {"profile index", 1U}};
  modem.ask("WDS Modify Profile", wds, {{"profile identifier", profile}, {"apn name", "internet"}});
  modem.ask("NAS Set System Selection Preference", nas, {{"mode preference", 8U}});
  modem.ask("DMS Write User Data", dms, {{"user data", qmi::Bytes{1}}});
  modem.ask("DMS Set User Lock State", dms, {{"info", lock_state(true, "0000")}});
  modem.ask("DMS Set Boot Image Download Mode", dms, {{"mode", 1U}});
  modem.ask("DMS Set Alt Net Config", dms, {{"config", 1U}});
  modem.ask("DMS UIM Change PIN", dms, {{"info", Struct{{"pin id", 2U}, {"old pin", "1234"}, {"new pin", "9876"}}}});

  CHECK(modem.error("DMS Restore Factory Defaults", dms, {{"service programming code", "000000"}}) == ErrorCode::None);
  CHECK(modem.error("DMS Read User Data", dms) == ErrorCode::NotProvisioned);
  CHECK(user_lock(modem, dms) == 0);
  CHECK(part(modem.ask("DMS Get Boot Image Download Mode", dms), "mode").number() == 0);
  CHECK(part(modem.ask("DMS Get Alt Net Config", dms), "config").number() == 0);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile}});
  CHECK((!has(settings, "apn name") || part(settings, "apn name").text().empty()));
  CHECK(part(modem.ask("NAS Get System Selection Preference", nas), "mode preference").number() == 0x0F);
  CHECK(modem.error("DMS UIM Verify PIN", dms, {{"info", Struct{{"pin id", 2U}, {"pin", "1234"}}}}) ==
        ErrorCode::NoEffect);
}

TEST_CASE("device: manual activation needs the code, and brings the number") {
  Profile profile = healthy();
  profile.settings.device.activation_state = qmi::dms::ActivationState::NotActivated;
  ModemUnderTest modem(profile);
  std::uint8_t dms = modem.allocate("DMS");
  const auto activate = [&](const char* code, std::string number) {
    return modem.error("DMS Activate Manual", dms,
                       {{"info", Struct{{"service programming code", code},
                                        {"system identification number", 42U},
                                        {"mobile directory number", std::move(number)},
                                        {"mobile identification number", "2620200001"}}}});
  };
  CHECK(modem.error("DMS Get MSISDN", dms) == ErrorCode::NotProvisioned);
  CHECK(activate("111111", "4915112345") == ErrorCode::AuthenticationFailed);
  CHECK(activate("000000", std::string(16, '1')) == ErrorCode::ArgumentTooLong);
  CHECK(activate("000000", "4915112345") == ErrorCode::None);
  dms = after_power_cycle(modem);
  CHECK(part(modem.ask("DMS Get Activation State", dms), "info").number() == 1);
  const Message number = modem.ask("DMS Get MSISDN", dms);
  CHECK(part(number, "msisdn").text() == "4915112345");
  CHECK(part(number, "min").text() == "2620200001");
  CHECK(part(number, "imsi").text() == "262020000000001");
}

TEST_CASE("device: an activation without a code is refused") {
  Profile profile = healthy();
  profile.settings.device.activation_state = qmi::dms::ActivationState::NotActivated;
  ModemUnderTest modem(profile);
  CHECK(modem.error("DMS Activate Automatic", modem.allocate("DMS"), {{"activation code", ""}}) ==
        ErrorCode::InvalidArgument);
}

TEST_CASE("device: the number of the SIM is told once it can be read") {
  Profile profile = healthy();
  profile.settings.sim.number = "+4915112345";
  profile.settings.sim.ready_after = 1s;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS Get MSISDN", dms) == ErrorCode::UimUninitialized);
  CHECK(modem.error("DMS UIM Get ICCID", dms) == ErrorCode::UimUninitialized);
  modem.pass(1s);
  CHECK(part(modem.ask("DMS Get MSISDN", dms), "msisdn").text() == "+4915112345");
  CHECK(part(modem.ask("DMS UIM Get ICCID", dms), "iccid").text() == "8949020000000000006");
}

TEST_CASE("device: a roaming list has a version where there is one") {
  ModemUnderTest without;
  CHECK(without.error("DMS Get PRL Version", without.allocate("DMS")) == ErrorCode::NotProvisioned);
  Profile profile = healthy();
  profile.settings.device.prl = 60800;
  ModemUnderTest modem(profile);
  CHECK(part(modem.ask("DMS Get PRL Version", modem.allocate("DMS")), "version").number() == 60800);
}

TEST_CASE("device: the boot image download mode is the one that was set, if it exists") {
  ModemUnderTest modem;
  std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.error("DMS Set Boot Image Download Mode", dms, {{"mode", 2U}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("DMS Set Boot Image Download Mode", dms, {{"mode", 1U}}) == ErrorCode::None);
  dms = after_power_cycle(modem);
  CHECK(part(modem.ask("DMS Get Boot Image Download Mode", dms), "mode").number() == 1);
}

}  // namespace modembench::modem::test
