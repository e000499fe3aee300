#include <catch2/catch.hpp>

#include "emulator/qmi/messages/nas.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;

namespace {

std::vector<qmi::Message> messages(Bench& bench) {
  std::vector<qmi::Message> all;
  for (auto& [connection, message] : bench.take_messages()) all.push_back(std::move(message));
  return all;
}

qmi::Message serving_system(std::uint8_t client, std::uint16_t transaction) {
  return Bench::request(kNas, client, transaction, qmi::nas::get_serving_system::id);
}

std::int64_t dbm(const qmi::Message& message) {
  const auto* strength = message.find("signal strength");
  REQUIRE(strength != nullptr);
  return static_cast<std::int64_t>(strength->member("strength")->number());
}

}  // namespace

TEST_CASE("set: the settings of networks, signal and scan are read", "[scenario]") {
  const auto profile = load_with(R"(set:
  home network: {mcc: 232, mnc: 1, network: A1}
  registration: {state: denied, band: GsmDcs1800, channel: 637, reject cause: IllegalMe}
  signal: {dbm: -99, ecio: -2.5, error rate: 3, io: -106, sinr: 5, others: {GSM: {dbm: -85}, Evdo: {ecio: -10}}}
  scan:
    after: 250ms
    networks:
      - {mcc: 232, mnc: 3, network: Magenta, radio interfaces: [GSM], forbidden: true}
)")
                           .profile;
  CHECK(profile.settings.home_network.mcc == 232);
  CHECK(profile.settings.home_network.network == "A1");
  CHECK(profile.settings.registration.band == qmi::nas::ActiveBand::GsmDcs1800);
  CHECK(profile.settings.registration.channel == 637);
  CHECK(profile.settings.registration.reject_cause == qmi::nas::RejectCause::IllegalMe);
  CHECK(profile.settings.registration.network == "Vodafone");
  CHECK(profile.settings.signal.dbm == -99);
  CHECK(profile.settings.signal.ecio == 5);
  CHECK(profile.settings.signal.error_rate == 3);
  CHECK(profile.settings.signal.io == -106);
  CHECK(profile.settings.signal.sinr == 5);
  CHECK(profile.settings.signal.of(qmi::nas::RadioInterface::GSM) == mb::modem::Reading{-85, 5, 3});
  CHECK(profile.settings.signal.of(qmi::nas::RadioInterface::Evdo) == mb::modem::Reading{-99, 20, 3});
  CHECK(profile.settings.scan.after == 250ms);
  REQUIRE(profile.settings.scan.networks.size() == 1);
  CHECK(profile.settings.scan.networks[0].network == "Magenta");
  CHECK(profile.settings.scan.networks[0].forbidden);
}

TEST_CASE("set: the modem's own file has networks to be found and a signal", "[scenario]") {
  const auto profile = load_with("").profile;
  CHECK(profile.settings.scan.after == 3s);
  CHECK(profile.settings.scan.networks.size() == 5);
  CHECK(profile.settings.home_network.mnc == 2);
  CHECK(profile.settings.signal.ecio == 12);
  CHECK_FALSE(profile.settings.signal.io.has_value());
}

TEST_CASE("set in a rule: the signal falls while the modem runs, what isn't named stays", "[scenario]") {
  Bench bench(R"(when:
  - at: 2s
    do: {set: {signal: {dbm: -101}}}
  - at: 3s
    do: {set: {signal: {ecio: -20, others: {UMTS: {dbm: -60}}}}}
  - at: 4s
    do: {set: {signal: {others: {UMTS: {dbm: -95}}}}}
)");
  bench.open();
  const auto nas = bench.client_id(kNas);
  auto wanted = Bench::request(kNas, nas, 1, qmi::nas::set_event_report::id);
  wanted.set(qmi::nas::set_event_report::request::signal_strength_indicator,
             qmi::Struct{{"report", 1U}, {"thresholds", qmi::List{-90}}});
  bench.send(wanted);
  static_cast<void>(bench.take_outputs());

  bench.go_to(1999ms);
  CHECK(messages(bench).empty());
  bench.go_to(2s);
  const auto falls = messages(bench);
  REQUIRE(falls.size() == 1);
  CHECK(falls[0].header.kind == qmi::MessageKind::indication);
  CHECK(dbm(falls[0]) == -101);
  bench.go_to(3s);
  const auto rises = messages(bench);
  REQUIRE(rises.size() == 1);
  CHECK(dbm(rises[0]) == -60);
  CHECK(bench.modem().modem().signal().dbm == -101);
  CHECK(bench.modem().modem().signal().ecio == 40);
  bench.go_to(4s);
  const auto falls_again = messages(bench);
  REQUIRE(falls_again.size() == 1);
  CHECK(dbm(falls_again[0]) == -95);
  CHECK(bench.modem().modem().signal().of(qmi::nas::RadioInterface::UMTS).ecio == 40);
  CHECK(bench.trace_text().find("set {signal: {dbm: -101}}  (line 4)") != std::string::npos);
}

TEST_CASE("set in a rule: registration is lost and found, and milestones pass", "[scenario]") {
  Bench bench(R"(when:
  - at: 1s
    do: {set: {registration: {state: searching}}}
  - at: 4s after network lost
    do: {set: {registration: {state: roaming, after: 2s, mcc: 232, mnc: 1, network: A1}, signal: {dbm: -80}}}
  - on: network registered
    nth: 2
    do: {unregister: ttyUSB0}
)");
  bench.open();
  const auto nas = bench.client_id(kNas);
  bench.go_to(1s);
  REQUIRE(messages(bench).size() == 1);
  bench.go_to(6999ms);
  CHECK(messages(bench).empty());
  bench.go_to(7s);
  bench.send(serving_system(nas, 2));
  const auto said = messages(bench);
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == qmi::MessageKind::indication);
  CHECK(said[1].find("current plmn")->member("description")->text() == "A1");
  CHECK(said[1].find("roaming indicator")->number() == 0);
  CHECK(bench.trace_text().find("unregistered") != std::string::npos);
}

TEST_CASE("set in a rule: a request can set it off, before it is answered", "[scenario]") {
  Bench bench(R"(when:
  - on: NAS Get Serving System
    nth: 2
    do: {set: {registration: {state: denied, reject cause: IllegalMe}}, delay: 1s}
)");
  bench.open();
  const auto nas = bench.client_id(kNas);
  bench.send(serving_system(nas, 1));
  REQUIRE(messages(bench).size() == 1);
  bench.send(serving_system(nas, 2));
  const auto at_once = messages(bench);
  REQUIRE(at_once.size() == 1);
  CHECK(at_once[0].find("serving system")->member("registration state")->number() == 3);
  bench.go_to(1s);
  const auto later = messages(bench);
  REQUIRE(later.size() == 1);
  CHECK(later[0].header.transaction == 2);
  CHECK(later[0].find("serving system")->member("registration state")->number() == 3);
}
