#include "bench/language/load.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/embedded.hpp"
#include "emulator/qmi/error_code.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

/// CAT, RMS, AUTH and QOS: little, and that little as mc8355.yaml has it.
namespace modembench::modem::test {

namespace {

Profile mc8355() {
  auto modem = bench::find_modem("mc8355", {});
  REQUIRE(modem.has_value());
  return modem->profile;
}

}  // namespace

TEST_CASE("RMS: whether an SMS wakes the host is kept", "[rms]") {
  ModemUnderTest modem(mc8355());
  std::uint8_t rms = modem.allocate("RMS");
  CHECK(part(modem.ask("RMS Get SMS Wake", rms), "state").number() == 0);
  CHECK(modem.error("RMS Set SMS Wake", rms) == ErrorCode::MissingArgument);
  CHECK(modem.error("RMS Set SMS Wake", rms, {{"state", 1U}, {"mask", 7U}}) == ErrorCode::None);
  CHECK(modem.error("RMS Reset", rms) == ErrorCode::None);
  modem.modem().power_on(modem.now());
  rms = modem.allocate("RMS");
  const Message response = modem.ask("RMS Get SMS Wake", rms);
  CHECK(part(response, "state").number() == 1);
  CHECK(part(response, "mask").number() == 7);
}

TEST_CASE("CAT: what clients want is told back, and there is nothing to respond to", "[cat]") {
  ModemUnderTest modem(mc8355());
  const std::uint8_t first = modem.allocate("CAT");
  const std::uint8_t second = modem.allocate("CAT");
  CHECK(modem.error("CAT Set Event Report", first) == ErrorCode::MissingArgument);
  CHECK(part(modem.ask("CAT Set Event Report", first, {{"report mask", 0x05U}}), "registration status").number() == 5);
  modem.ask("CAT Set Event Report", second, {{"report mask", 0x08U}});
  const Value state = part(modem.ask("CAT Get Service State", first), "state");
  CHECK(state == Value(Struct{{"common", 0x0DU}, {"control", 0x05U}}));
  modem.ask("CAT Reset", second);
  CHECK(part(modem.ask("CAT Get Service State", second), "state") == Value(Struct{{"common", 5U}, {"control", 0U}}));
  modem.release("CAT", first);
  CHECK(part(modem.ask("CAT Get Service State", second), "state", "common").number() == 0);
  CHECK(modem.error("CAT Send Terminal Response", second,
                    {{"terminal response", Struct{{"reference id", 1U}, {"response", qmi::Bytes{}}}}}) ==
        ErrorCode::IncompatibleState);
  CHECK(modem.error("CAT Envelope Command", second,
                    {{"envelope command", Struct{{"command", 1U}, {"data", qmi::Bytes{1}}}}}) ==
        ErrorCode::IncompatibleState);
}

TEST_CASE("AUTH, QOS and what WMS has of CDMA: refused for what it is", "[auth]") {
  ModemUnderTest modem(mc8355());
  const std::uint8_t auth = modem.allocate("AUTH");
  CHECK(modem.error("AUTH Start EAP Session", auth, {{"method mask", 1U}}) == ErrorCode::NotSupported);
  CHECK(modem.error("AUTH Send EAP Packet", auth, {{"request packet", qmi::Bytes{1}}}) == ErrorCode::IncompatibleState);
  CHECK(modem.error("AUTH End EAP Session", auth) == ErrorCode::IncompatibleState);
  const std::uint8_t qos = modem.allocate("QOS");
  CHECK(modem.error("QOS Reset", qos) == ErrorCode::None);
  const std::uint8_t wms = modem.allocate("WMS");
  CHECK(part(modem.ask("WMS Get Message Protocol", wms), "message protocol").number() == 1);
  CHECK(modem.error("WMS Set Retry Period", wms, {{"period", 1U}}) == ErrorCode::NotSupported);
  CHECK(modem.error("WMS Get Broadcast Config", wms, {{"message mode", 1U}}) == ErrorCode::NotSupported);
}

}  // namespace modembench::modem::test
