#include <catch2/catch.hpp>

#include "tests/unit/modem/nas_support.hpp"

/// Requests of the modem's own client, as which its serial ports ask.
namespace modembench::modem::test {

namespace {

constexpr std::uint8_t kOnline = 0;
constexpr std::uint8_t kLowPower = 1;
constexpr std::uint8_t kReset = 4;

}  // namespace

TEST_CASE("own client: it is answered as a client would be, and holds no client id") {
  ModemUnderTest modem;
  const auto dms = modem.allocate("DMS");
  const auto answer = modem.ask_as_own("DMS Get Operating Mode");
  CHECK(part(answer, "mode").number() == kOnline);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == kOnline);
  // A fixed answer, too.
  CHECK(part(modem.ask_as_own("DMS Get Model"), "model").text() == "MC8355");
  CHECK(error_of(modem.ask_as_own("DMS Set Operating Mode", {{"mode", std::uint8_t{77}}})) ==
        ErrorCode::InvalidArgument);
  CHECK(error_of(modem.ask_as_own("DMS Set Operating Mode")) == ErrorCode::MissingArgument);
  CHECK(modem.modem().held_client_ids().size() == 1);
  CHECK(modem.modem().take_answers().empty());
}

TEST_CASE("own client: what it changes the others hear of and find, and what they change it finds") {
  ModemUnderTest modem;
  const auto dms = modem.allocate("DMS");
  CHECK(modem.error("DMS Set Event Report", dms, {{"operating mode reporting", std::uint8_t{1}}}) == ErrorCode::None);
  CHECK(modem.send_as_own("DMS Set Operating Mode", {{"mode", kLowPower}}).empty());
  CHECK(modem.modem().take_answers().size() == 1);
  const auto told = indications(modem.pass(1s), "DMS Set Event Report");
  REQUIRE(told.size() == 1);
  CHECK(part(told[0], "operating mode").number() == kLowPower);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == kLowPower);
  CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", kOnline}}) == ErrorCode::None);
  CHECK(part(modem.ask_as_own("DMS Get Operating Mode"), "mode").number() == kOnline);
}

TEST_CASE("own client: a request that takes its time is answered when it is done") {
  ModemUnderTest modem(among_networks());
  const auto nas = modem.allocate("NAS");
  CHECK(modem.send_as_own("NAS Network Scan").empty());
  CHECK(modem.modem().take_answers().empty());
  CHECK(modem.error("NAS Network Scan", nas) == ErrorCode::DeviceInUse);
  CHECK(modem.pass(3s - 1us).empty());
  CHECK(modem.modem().take_answers().empty());
  CHECK(modem.pass(1us).empty());
  const auto answers = modem.modem().take_answers();
  REQUIRE(answers.size() == 1);
  CHECK(part(answers[0], "network information").list().size() == 4);
}

TEST_CASE("own client: what isn't done when power goes is aborted, once") {
  ModemUnderTest modem(among_networks());
  static_cast<void>(modem.send_as_own("NAS Network Scan"));
  SECTION("from outside") {
    modem.modem().power_off(modem.now());
    const auto answers = modem.modem().take_answers();
    REQUIRE(answers.size() == 1);
    CHECK(error_of(answers[0]) == ErrorCode::Aborted);
    // Without power it is refused at once.
    CHECK(error_of(modem.ask_as_own("DMS Get Operating Mode")) == ErrorCode::Aborted);
  }
  SECTION("off and on again") {
    modem.modem().power_on(modem.now());
    CHECK(modem.modem().take_answers().size() == 1);
  }
  SECTION("by a restart") {
    const auto dms = modem.allocate("DMS");
    CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", kReset}}) == ErrorCode::None);
    static_cast<void>(modem.pass(2s));
    CHECK(modem.modem().take_answers().size() == 1);
  }
  static_cast<void>(modem.pass(10s));
  CHECK(modem.modem().take_answers().empty());
}

TEST_CASE("own client: a host that uses its client id, or asks for the same, isn't taken for it") {
  ModemUnderTest modem(among_networks());
  static_cast<void>(modem.send_as_own("NAS Network Scan"));
  Message stranger = request("NAS Network Scan", 0);
  stranger.header.transaction = modem.last_transaction();
  const Messages said = modem.modem().receive(stranger, modem.now());
  REQUIRE_FALSE(said.empty());
  CHECK(error_of(said.front()) == ErrorCode::InvalidClientId);
  CHECK(modem.modem().take_answers().empty());
  static_cast<void>(modem.pass(3s));
  CHECK(modem.modem().take_answers().size() == 1);
}

}  // namespace modembench::modem::test
