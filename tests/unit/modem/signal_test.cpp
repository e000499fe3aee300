#include <catch2/catch.hpp>

#include "emulator/qmi/error_code.hpp"
#include "tests/unit/modem/nas_support.hpp"

namespace modembench::modem::test {

namespace {

using qmi::nas::RadioInterface;

/// Every measurement: RSSI, ECIO, IO, SINR and error rate.
constexpr std::uint16_t kAllOfASignal = 0x1F;

SignalSettings at(std::int8_t dbm) {
  SignalSettings signal;
  signal.dbm = dbm;
  signal.ecio = 12;
  return signal;
}

Value thresholds(const std::vector<int>& all, unsigned report = 1) {
  qmi::List list;
  for (const int one : all) list.emplace_back(one);
  return Struct{{"report", report}, {"thresholds", std::move(list)}};
}

Value delta(const char* name, unsigned of, unsigned report = 1) { return Struct{{"report", report}, {name, of}}; }

/// The Event Reports among what the modem says when its signal changes.
Messages hear(ModemUnderTest& modem, const SignalSettings& signal) {
  const Messages said = modem.modem().apply({.signal = replaced_by(signal)}, modem.now());
  const Messages events = indications(said, "NAS Set Event Report");
  CHECK(events.size() == said.size());
  return events;
}

struct Listener {
  ModemUnderTest modem;
  std::uint8_t nas = 0;
  explicit Listener(Named wanted, Profile profile = among_networks()) : modem(std::move(profile)) {
    nas = modem.allocate("NAS");
    static_cast<void>(modem.modem().apply({.signal = replaced_by(at(-71))}, modem.now()));
    REQUIRE(modem.error("NAS Set Event Report", nas, std::move(wanted)) == ErrorCode::None);
  }
};

}  // namespace

TEST_CASE("signal: what is measured is told by the request's mask") {
  Profile profile = among_networks();
  profile.settings.signal = at(-80);
  profile.settings.signal.error_rate = 7;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  const Message all = modem.ask("NAS Get Signal Strength", nas, {{"request mask", kAllOfASignal}});
  CHECK(part(all, "signal strength", "strength") == Value(-80));
  CHECK(part(all, "rssi list").list().front().member("rssi")->number() == 80);
  CHECK(part(all, "ecio list").list().front().member("ecio")->number() == 12);
  CHECK(part(all, "error rate list").list().front().member("rate")->number() == 7);
  for (const char* missing : {"io", "sinr", "strength list"}) CHECK_FALSE(has(all, missing));
  const Message ecio = modem.ask("NAS Get Signal Strength", nas, {{"request mask", 2U}});
  CHECK(has(ecio, "ecio list"));
  for (const char* missing : {"rssi list", "error rate list"}) CHECK_FALSE(has(ecio, missing));
}

TEST_CASE("signal: of several radio interfaces each has its own, and a CDMA receiver tells IO and SINR") {
  Profile profile = among_networks();
  profile.settings.registration.radio_interfaces = {RadioInterface::Cdma1x, RadioInterface::Evdo};
  profile.settings.signal = at(-80);
  profile.settings.signal.others = {{{-90, 5, 1}, RadioInterface::Evdo}};
  profile.settings.signal.io = -106;
  profile.settings.signal.sinr = 5;
  ModemUnderTest modem(profile);
  const Message all = modem.ask("NAS Get Signal Strength", modem.allocate("NAS"), {{"request mask", kAllOfASignal}});
  CHECK(part(all, "signal strength", "radio interface").number() == 1);
  REQUIRE(part(all, "strength list").list().size() == 1);
  CHECK(*part(all, "strength list").list().front().member("strength") == Value(-90));
  REQUIRE(part(all, "rssi list").list().size() == 2);
  CHECK(part(all, "rssi list").list()[1].member("rssi")->number() == 90);
  CHECK(part(all, "io") == Value(-106));
  CHECK(part(all, "sinr").number() == 5);
}

TEST_CASE("signal: without radio or network nothing is heard") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS Set Operating Mode", dms, {{"mode", OperatingMode::LowPower}});
  CHECK(modem.error("NAS Get Signal Strength", nas) == ErrorCode::InformationUnavailable);
  CHECK(part(modem.ask("NAS Get RF Band Information", nas), "list").list().empty());
  modem.ask("DMS Set Operating Mode", dms, {{"mode", OperatingMode::Online}});
  CHECK(modem.error("NAS Get Signal Strength", nas) == ErrorCode::None);
  RegistrationSettings nothing = modem.modem().registration();
  nothing.outcome = RegistrationSettings::Outcome::searching;
  static_cast<void>(modem.modem().apply({.registration = replaced_by(nothing)}, modem.now()));
  CHECK(modem.error("NAS Get Signal Strength", nas) == ErrorCode::InformationUnavailable);
}

TEST_CASE("signal: a threshold is told of when it is crossed, up or down, and only then") {
  Listener one({{"signal strength indicator", thresholds({-100, -85, -70})}});
  CHECK(hear(one.modem, at(-84)).empty());
  const Messages down = hear(one.modem, at(-86));
  REQUIRE(down.size() == 1);
  CHECK(down[0].header.client == one.nas);
  CHECK(part(down[0], "signal strength", "strength") == Value(-86));
  CHECK(part(down[0], "signal strength", "radio interface").number() == 5);
  CHECK(down[0].tlvs.size() == 1);
  CHECK(hear(one.modem, at(-99)).empty());
  CHECK(hear(one.modem, at(-60)).size() == 1);
  CHECK(hear(one.modem, at(-60)).empty());
  CHECK(hear(one.modem, at(-70)).empty());
  CHECK(part(one.modem.ask("NAS Get Signal Strength", one.nas), "signal strength", "strength") == Value(-70));
}

TEST_CASE("signal: up to five thresholds, and at least one to be told of") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const auto set = [&](const Value& value) {
    return modem.error("NAS Set Event Report", nas,
                       {{"signal strength indicator", value}, {"rf band information", 1U}});
  };
  CHECK(set(thresholds({-105, -95, -85, -75, -65})) == ErrorCode::None);
  CHECK(set(thresholds({-105, -95, -85, -75, -65, -55})) == ErrorCode::InvalidArgument);
  CHECK(set(thresholds({})) == ErrorCode::NoThresholdsProvided);
  CHECK(hear(modem, at(-120)).size() == 1);
  CHECK(set(thresholds({}, 0)) == ErrorCode::None);
  CHECK(hear(modem, at(-60)).empty());
}

TEST_CASE("signal: what is refused changes nothing") {
  Listener one({{"rssi indicator", delta("rssi delta", 5)}});
  CHECK(one.modem.error("NAS Set Event Report", one.nas,
                        {{"signal strength indicator", thresholds({})},
                         {"rssi indicator", delta("rssi delta", 0, 0)}}) == ErrorCode::NoThresholdsProvided);
  CHECK(hear(one.modem, at(-80)).size() == 1);
}

TEST_CASE("signal: a delta counts from what was told last") {
  Listener one({{"rssi indicator", delta("rssi delta", 5)}});
  CHECK(hear(one.modem, at(-75)).empty());
  const Messages told = hear(one.modem, at(-76));
  REQUIRE(told.size() == 1);
  CHECK(part(told[0], "rssi", "rssi").number() == 76);
  CHECK(hear(one.modem, at(-72)).empty());
  CHECK(hear(one.modem, at(-71)).size() == 1);
  CHECK(one.modem.error("NAS Set Event Report", one.nas, {{"rssi indicator", delta("rssi delta", 5, 0)}}) ==
        ErrorCode::None);
  CHECK(hear(one.modem, at(-100)).empty());
}

TEST_CASE("signal: ECIO, IO, SINR and error rate are told of likewise, what belongs together at once") {
  Profile profile = among_networks();
  profile.settings.registration.radio_interfaces = {RadioInterface::Evdo};
  Listener one({{"ecio indicator", delta("ecio delta", 2)},
                {"io indicator", delta("io delta", 3)},
                {"sinr indicator", delta("sinr delta", 1)},
                {"error rate indicator", 1U}},
               profile);
  SignalSettings signal = at(-100);
  CHECK(hear(one.modem, signal).empty());
  signal.ecio = 14;
  signal.error_rate = 1;
  signal.io = -100;
  signal.sinr = 3;
  Messages told = hear(one.modem, signal);
  REQUIRE(told.size() == 1);
  CHECK(part(told[0], "ecio", "ecio").number() == 14);
  CHECK(part(told[0], "io") == Value(-100));
  CHECK(part(told[0], "sinr").number() == 3);
  CHECK(part(told[0], "error rate", "rate").number() == 1);
  CHECK_FALSE(has(told[0], "rssi"));
  signal.io = -102;
  signal.ecio = 13;
  CHECK(hear(one.modem, signal).empty());
  signal.io = -103;
  signal.sinr = 4;
  told = hear(one.modem, signal);
  REQUIRE(told.size() == 1);
  CHECK(told[0].tlvs.size() == 2);
}

TEST_CASE("signal: each radio interface has its report, each client its own") {
  Profile profile = among_networks();
  profile.settings.registration.radio_interfaces = {RadioInterface::Cdma1x, RadioInterface::Evdo};
  Listener one({{"rssi indicator", delta("rssi delta", 1)}}, profile);
  const std::uint8_t deaf = one.modem.allocate("NAS");
  const std::uint8_t other = one.modem.allocate("NAS");
  one.modem.ask("NAS Set Event Report", other, {{"rssi indicator", delta("rssi delta", 20)}});
  SignalSettings signal = at(-80);
  signal.others = {{{-95, 0, 0}, RadioInterface::Evdo}};
  const Messages told = hear(one.modem, signal);
  REQUIRE(told.size() == 3);
  CHECK(part(told[0], "rssi", "radio interface").number() == 1);
  CHECK(part(told[1], "rssi", "rssi").number() == 95);
  CHECK(told[2].header.client == other);
  CHECK(part(told[2], "rssi", "radio interface").number() == 2);
  for (const Message& message : told) CHECK(message.header.client != deaf);
}

TEST_CASE("signal: reports end with a reset and with the client") {
  for (const bool reset : {true, false}) {
    Listener one({{"rssi indicator", delta("rssi delta", 1)}});
    if (reset) {
      one.modem.ask("NAS Reset", one.nas);
    } else {
      one.modem.release("NAS", one.nas);
      REQUIRE(one.modem.allocate("NAS") == one.nas);
    }
    CHECK(hear(one.modem, at(-110)).empty());
  }
}

TEST_CASE("signal: while the radio is off nothing is told, what is first heard then is") {
  Profile profile = among_networks();
  profile.settings.operating_mode = OperatingMode::LowPower;
  Listener one({{"signal strength indicator", thresholds({-100})}}, profile);
  CHECK(hear(one.modem, at(-110)).empty());
  const Messages said =
      one.modem.send("DMS Set Operating Mode", one.modem.allocate("DMS"), {{"mode", OperatingMode::Online}});
  CHECK(indications(said, "NAS Set Event Report").size() == 1);
}

TEST_CASE("signal: it stays as it was set over a power cycle") {
  ModemUnderTest modem(among_networks());
  static_cast<void>(modem.modem().apply({.signal = replaced_by(at(-101))}, modem.now()));
  modem.modem().power_on(modem.now());
  CHECK(modem.modem().signal().dbm == -101);
  CHECK(part(modem.ask("NAS Get Signal Strength", modem.allocate("NAS")), "signal strength", "strength") ==
        Value(-101));
}

TEST_CASE("signal: a modem without power says nothing of it") {
  Modem modem(among_networks());
  CHECK(modem.apply({.signal = replaced_by(at(-101))}, Instant(0s)).empty());
  CHECK(modem.apply({.registration = replaced_by(modem.registration())}, Instant(0s)).empty());
  CHECK(modem.signal().dbm == -101);
}

TEST_CASE("band: a new one is told of to who asked") {
  Listener one({{"rf band information", 1U}});
  const Messages gsm =
      indications(one.modem.send("NAS Initiate Network Register", one.nas, manually(262, 2, RadioInterface::GSM)),
                  "NAS Set Event Report");
  REQUIRE(gsm.size() == 1);
  REQUIRE(part(gsm[0], "rf band information").list().size() == 1);
  const Value band = part(gsm[0], "rf band information").list().front();
  CHECK(band.member("radio interface")->number() == 4);
  CHECK(band.member("active band class")->number() == 45);
  CHECK(band.member("active channel")->number() == 62);
  RegistrationSettings moved = one.modem.modem().registration();
  moved.channel = 1;
  CHECK(one.modem.modem().apply({.registration = replaced_by(moved)}, one.modem.now()).empty());
  one.modem.ask("NAS Initiate Network Register", one.nas, {{"action", 1U}});
  moved.channel = 10838;
  CHECK(one.modem.modem().apply({.registration = replaced_by(moved)}, one.modem.now()).size() == 1);
  CHECK(one.modem.modem().apply({.registration = replaced_by(moved)}, one.modem.now()).empty());
}

}  // namespace modembench::modem::test
