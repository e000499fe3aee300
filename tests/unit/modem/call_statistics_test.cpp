#include <catch2/catch.hpp>

#include "emulator/qmi/enums/nas.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

constexpr const char* kStatistics = "WDS Get Packet Statistics";
constexpr std::uint32_t kEverything = 0x3FF;

Traffic errors_and_overflows() {
  Traffic traffic;
  traffic.tx_errors = 1;
  traffic.rx_errors = 2;
  traffic.tx_overflows = 3;
  traffic.rx_overflows = 4;
  return traffic;
}

}  // namespace

TEST_CASE("statistics: without a call they are 15, and know nothing of a last one before there was one") {
  ModemUnderTest modem;
  const Message response = modem.ask(kStatistics, modem.allocate("WDS"), {{"mask", kEverything}});
  CHECK(error_of(response) == ErrorCode::OutOfCall);
  CHECK_FALSE(has(response, "last call tx bytes ok"));
}

TEST_CASE("statistics: made-up traffic grows with the time the call is up") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.pass(5s);
  modem.start_call(wds);
  CHECK(part(modem.ask(kStatistics, wds, {{"mask", kEverything}}), "rx bytes ok").number() == 0);
  modem.pass(3s);
  const Message response = modem.ask(kStatistics, wds, {{"mask", kEverything}});
  CHECK(part(response, "tx bytes ok").number() == 30'000);
  CHECK(part(response, "rx bytes ok").number() == 375'000);
  CHECK(part(response, "tx packets ok").number() == 20);
  CHECK(part(response, "rx packets ok").number() == 250);
  CHECK(part(response, "rx packets error").number() == 0);
  CHECK_FALSE(has(response, "last call tx bytes ok"));
}

TEST_CASE("statistics: only what the mask asks for is told") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  const Message bytes = modem.ask(kStatistics, wds, {{"mask", 0xC0U}});
  CHECK(bytes.tlvs.size() == 3);
  CHECK(has(bytes, "tx bytes ok"));
  CHECK(has(bytes, "rx bytes ok"));
  CHECK(modem.ask(kStatistics, wds, {{"mask", 0U}}).tlvs.size() == 1);
  CHECK(modem.ask(kStatistics, wds, {{"mask", 0x300U}}).tlvs.size() == 1);
  CHECK(modem.error(kStatistics, wds) == ErrorCode::MissingArgument);
}

TEST_CASE("statistics: what a data plane counts comes on top, on its call alone") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  modem.start_call(other);
  modem.pass(1s);
  Traffic traffic = errors_and_overflows();
  traffic.tx_bytes = 100;
  traffic.tx_packets = 1;
  CHECK(modem.modem().count_traffic(handle, traffic, modem.now()).empty());
  CHECK(modem.modem().count_traffic(handle, traffic, modem.now()).empty());
  CHECK(modem.modem().count_traffic(12345, traffic, modem.now()).empty());
  const Message response = modem.ask(kStatistics, wds, {{"mask", kEverything}});
  CHECK(part(response, "tx bytes ok").number() == 10'200);
  CHECK(part(response, "tx packets ok").number() == 9);
  CHECK(part(response, "tx packets error").number() == 2);
  CHECK(part(response, "rx packets error").number() == 4);
  CHECK(part(response, "tx overflows").number() == 6);
  CHECK(part(response, "rx overflows").number() == 8);
  CHECK(part(modem.ask(kStatistics, other, {{"mask", kEverything}}), "tx packets error").number() == 0);
}

TEST_CASE("statistics: a counter of 32 bits stays below the number that says it isn't known") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  Traffic much;
  much.rx_packets = std::uint64_t{1} << 40;
  static_cast<void>(modem.modem().count_traffic(modem.start_call(wds), much, modem.now()));
  const Message response = modem.ask(kStatistics, wds, {{"mask", kEverything}});
  CHECK(part(response, "rx packets ok").number() == 0xFFFFFFFE);
}

TEST_CASE("statistics: after the call its bytes are those of the last call, as far as they are asked for") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  modem.pass(2s);
  modem.ask("WDS Stop Network", wds, {{"packet data handle", handle}});
  modem.pass(2s);
  const Message response = modem.ask(kStatistics, wds, {{"mask", kEverything}});
  CHECK(error_of(response) == ErrorCode::OutOfCall);
  CHECK(part(response, "last call tx bytes ok").number() == 20'000);
  CHECK(part(response, "last call rx bytes ok").number() == 250'000);
  CHECK_FALSE(has(response, "tx bytes ok"));
  const Message rx_only = modem.ask(kStatistics, wds, {{"mask", 0x80U}});
  CHECK_FALSE(has(rx_only, "last call tx bytes ok"));
  CHECK(has(rx_only, "last call rx bytes ok"));
  modem.start_call(wds);
  CHECK(part(modem.ask(kStatistics, wds, {{"mask", kEverything}}), "tx bytes ok").number() == 0);
}

TEST_CASE("statistics: the last call is the client's own where the status is, and nobody's after its release") {
  Profile profile = busy();
  profile.settings.call.status_per_client = true;
  ModemUnderTest modem(profile);
  const std::uint8_t owner = modem.allocate("WDS");
  modem.start_call(owner);
  modem.pass(1s);
  modem.ask("WDS Reset", owner);
  const std::uint8_t other = modem.allocate("WDS");
  CHECK_FALSE(has(modem.ask(kStatistics, other, {{"mask", kEverything}}), "last call tx bytes ok"));
  CHECK(has(modem.ask(kStatistics, owner, {{"mask", kEverything}}), "last call tx bytes ok"));
  modem.release("WDS", owner);
  REQUIRE(modem.allocate("WDS") == owner);
  CHECK_FALSE(has(modem.ask(kStatistics, owner, {{"mask", kEverything}}), "last call tx bytes ok"));
}

TEST_CASE("statistics: a dormant call makes up no traffic and doesn't get older while active") {
  ModemUnderTest modem(busy());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.pass(1s);
  CHECK(modem.error("WDS Go Dormant", wds) == ErrorCode::None);
  modem.pass(10s);
  CHECK(part(modem.ask(kStatistics, wds, {{"mask", kEverything}}), "tx bytes ok").number() == 10'000);
  CHECK(modem.error("WDS Go Active", wds) == ErrorCode::None);
  modem.pass(1s);
  CHECK(part(modem.ask(kStatistics, wds, {{"mask", kEverything}}), "tx bytes ok").number() == 20'000);
  const Message duration = modem.ask("WDS Get Data Session Duration", wds);
  CHECK(part(duration, "duration").number() == 12'000);
  CHECK(part(duration, "active duration").number() == 2'000);
  CHECK_FALSE(has(duration, "last call duration"));
}

TEST_CASE("statistics: durations of the last call are told with and without a call") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  modem.pass(1500ms);
  modem.ask("WDS Stop Network", wds, {{"packet data handle", handle}});
  const Message after = modem.ask("WDS Get Data Session Duration", wds);
  CHECK(error_of(after) == ErrorCode::OutOfCall);
  CHECK(part(after, "last call duration").number() == 1500);
  CHECK(part(after, "last call active duration").number() == 1500);
  CHECK_FALSE(has(after, "duration"));
  modem.start_call(wds);
  CHECK(part(modem.ask("WDS Get Data Session Duration", wds), "last call duration").number() == 1500);
}

TEST_CASE("dormancy: there is none without a call, and twice the same has no effect") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  for (const char* name : {"WDS Get Dormancy Status", "WDS Go Dormant", "WDS Go Active"}) {
    CHECK(modem.error(name, wds) == ErrorCode::OutOfCall);
  }
  modem.start_call(wds);
  CHECK(part(modem.ask("WDS Get Dormancy Status", wds), "dormancy status").number() == 2);
  CHECK(modem.error("WDS Go Active", wds) == ErrorCode::NoEffect);
  CHECK(modem.error("WDS Go Dormant", wds) == ErrorCode::None);
  CHECK(modem.error("WDS Go Dormant", wds) == ErrorCode::NoEffect);
  CHECK(part(modem.ask("WDS Get Dormancy Status", wds), "dormancy status").number() == 1);
}

TEST_CASE("dormancy: traffic of the data plane wakes a call, and another call stays as it is") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t other = modem.allocate("WDS");
  const std::uint32_t handle = modem.start_call(wds);
  modem.start_call(other);
  modem.ask("WDS Go Dormant", wds);
  modem.ask("WDS Go Dormant", other);
  static_cast<void>(modem.modem().count_traffic(handle, Traffic{}, modem.now()));
  CHECK(part(modem.ask("WDS Get Dormancy Status", wds), "dormancy status").number() == 2);
  CHECK(part(modem.ask("WDS Get Dormancy Status", other), "dormancy status").number() == 1);
}

TEST_CASE("bearer: technology and rates follow what the network can do") {
  using qmi::nas::DataCapability;
  using qmi::nas::RadioInterface;
  struct Row {
    std::vector<DataCapability> capabilities;
    RadioInterface interface;
    std::uint64_t technology, mask, tx, rx;
  };
  const Row row = GENERATE(
      Row{{DataCapability::HSDPA}, RadioInterface::UMTS, 7, 0x05, 384'000, 14'400'000},
      Row{{DataCapability::HSDPA, DataCapability::HSUPA}, RadioInterface::UMTS, 9, 0x0D, 5'760'000, 14'400'000},
      Row{{DataCapability::HSUPA}, RadioInterface::UMTS, 8, 0x09, 5'760'000, 384'000},
      Row{{DataCapability::WCDMA}, RadioInterface::UMTS, 4, 0x01, 384'000, 384'000},
      Row{{DataCapability::GPRS, DataCapability::EDGE}, RadioInterface::GSM, 6, 0x10, 236'800, 236'800},
      Row{{DataCapability::GPRS}, RadioInterface::GSM, 3, 0x02, 85'600, 85'600},
      Row{{}, RadioInterface::UMTS, 4, 0x01, 384'000, 384'000}, Row{{}, RadioInterface::GSM, 3, 0x02, 85'600, 85'600},
      Row{{}, RadioInterface::Unknown, 0xFF, 0, 0, 0});
  Profile profile = quick();
  profile.settings.registration.data_capabilities.clear();
  for (const auto c : row.capabilities) {
    profile.settings.registration.data_capabilities.push_back(c);
  }
  profile.settings.registration.radio_interfaces = {row.interface};
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Get Data Bearer Technology", wds) == ErrorCode::OutOfCall);
  CHECK(modem.error("WDS Get Current Data Bearer Technology", wds) == ErrorCode::OutOfCall);
  modem.start_call(wds);
  CHECK((part(modem.ask("WDS Get Data Bearer Technology", wds), "current").number() & 0xFF) == row.technology);
  const Message current = modem.ask("WDS Get Current Data Bearer Technology", wds);
  CHECK(part(current, "current", "rat mask").number() == row.mask);
  CHECK(part(current, "current", "network type").number() == (row.mask == 0 ? 0 : 2));
  const Message rates = modem.ask("WDS Get Channel Rates", wds);
  CHECK(part(rates, "channel rates", "channel tx rate bps").number() == row.tx);
  CHECK(part(rates, "channel rates", "channel rx rate bps").number() == row.rx);
  CHECK(part(rates, "channel rates", "max channel rx rate bps").number() == 14'400'000);
  modem.ask("WDS Reset", wds);
  const Message after = modem.ask("WDS Get Data Bearer Technology", wds);
  CHECK(error_of(after) == ErrorCode::OutOfCall);
  CHECK((part(after, "last").number() & 0xFF) == row.technology);
}

TEST_CASE("bearer: no rate is above the device's own, and without a call there is none but that") {
  Profile profile = quick();
  profile.settings.call.max_rates = {300'000, 3'600'000};
  ModemUnderTest modem(profile);
  const std::uint8_t wds = modem.allocate("WDS");
  const Message before = modem.ask("WDS Get Channel Rates", wds);
  CHECK(part(before, "channel rates", "channel tx rate bps").number() == 0);
  CHECK(part(before, "channel rates", "max channel tx rate bps").number() == 300'000);
  modem.start_call(wds);
  const Message rates = modem.ask("WDS Get Channel Rates", wds);
  CHECK(part(rates, "channel rates", "channel tx rate bps").number() == 300'000);
  CHECK(part(rates, "channel rates", "channel rx rate bps").number() == 3'600'000);
}

TEST_CASE("traffic: what a rate makes in a year has room") {
  CallSettings settings;
  settings.traffic = {1'000'000'000, 7};
  const Traffic traffic = synthetic_traffic(settings, std::chrono::hours(24 * 365));
  CHECK(traffic.tx_bytes == std::uint64_t{125'000'000} * 86'400 * 365);
  CHECK(traffic.rx_bytes == 0);
  CHECK(synthetic_traffic(settings, -1s).tx_bytes == 0);
  settings.mtu = 0;
  CHECK(synthetic_traffic(settings, 1s).tx_packets == 0);
}

}  // namespace modembench::modem::test
