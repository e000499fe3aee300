#include "emulator/qmi/enums/oma.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using qmi::oma::SessionState;
using Reason = qmi::oma::SessionFailedReason;

Profile with_oma(OmaSettings::Outcome outcome = OmaSettings::Outcome::failed) {
  Profile profile = healthy();
  profile.identity.services.push_back({qmi::oma::service, 1, 0});
  profile.settings.oma.outcome = outcome;
  profile.settings.oma.after = 6s;
  return profile;
}

std::uint8_t listening_to_oma(ModemUnderTest& modem) {
  const std::uint8_t oma = modem.allocate("OMA");
  REQUIRE(modem.error("OMA Set Event Report", oma,
                      {{"network initiated alert reporting", 1U}, {"session state reporting", 1U}}) == ErrorCode::None);
  return oma;
}

std::vector<std::uint64_t> states(const Messages& messages) {
  std::vector<std::uint64_t> found;
  for (const Message& message : indications(messages, "OMA Set Event Report")) {
    if (has(message, "session state")) found.push_back(part(message, "session state").number());
  }
  return found;
}

}  // namespace

TEST_CASE("OMA: a session on a network without such a server fails after a while, and that is told", "[oma]") {
  ModemUnderTest modem(with_oma());
  const std::uint8_t oma = listening_to_oma(modem);
  const std::uint8_t other = modem.allocate("OMA");
  const Messages started = modem.send("OMA Start Session", other, {{"session type", 0U}});
  REQUIRE(started.size() == 2);
  CHECK(started[1].header.client == oma);
  CHECK(states(started) == std::vector<std::uint64_t>{4});
  CHECK(part(modem.ask("OMA Get Session Info", oma), "session info") ==
        Value(Struct{{"session state", SessionState::Connecting}, {"session type", 0U}}));
  CHECK(modem.error("OMA Start Session", oma, {{"session type", 0U}}) == ErrorCode::IncompatibleState);
  CHECK(modem.pass(5999ms).empty());
  const Messages failed = modem.pass(1ms);
  REQUIRE(failed.size() == 1);
  CHECK(part(failed[0], "session state") == Value(SessionState::Failed));
  CHECK(part(failed[0], "session fail reason") == Value(Reason::ServerUnavailable));
  CHECK(part(modem.ask("OMA Get Session Info", oma), "session failed reason") == Value(Reason::ServerUnavailable));
  CHECK(modem.pass(1min).empty());
  CHECK(modem.error("OMA Start Session", oma, {{"session type", 2U}}) == ErrorCode::None);
}

TEST_CASE("OMA: a session that comes to something goes through its states", "[oma]") {
  ModemUnderTest updated(with_oma(OmaSettings::Outcome::updated));
  const std::uint8_t oma = listening_to_oma(updated);
  CHECK(states(updated.send("OMA Start Session", oma, {{"session type", 1U}})) == std::vector<std::uint64_t>{4});
  CHECK(states(updated.pass(2s)) == std::vector<std::uint64_t>{5});
  CHECK(states(updated.pass(4s)) == std::vector<std::uint64_t>{6, 0});
  CHECK_FALSE(has(updated.ask("OMA Get Session Info", oma), "session failed reason"));

  ModemUnderTest nothing_new(with_oma(OmaSettings::Outcome::no_update));
  const std::uint8_t client = listening_to_oma(nothing_new);
  nothing_new.send("OMA Start Session", client, {{"session type", 1U}});
  CHECK(states(nothing_new.pass(6s)) == std::vector<std::uint64_t>{5, 6, 1});
}

TEST_CASE("OMA: a session without a network fails for that", "[oma]") {
  Profile profile = with_oma(OmaSettings::Outcome::updated);
  profile.settings.operating_mode = OperatingMode::LowPower;
  ModemUnderTest modem(profile);
  const std::uint8_t oma = listening_to_oma(modem);
  modem.send("OMA Start Session", oma, {{"session type", 0U}});
  const Messages said = modem.pass(1min);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "session fail reason") == Value(Reason::NetworkUnavailable));
}

TEST_CASE("OMA: a session is cancelled, and one that isn't there is not", "[oma]") {
  ModemUnderTest modem(with_oma());
  const std::uint8_t oma = listening_to_oma(modem);
  CHECK(modem.error("OMA Get Session Info", oma) == ErrorCode::InformationUnavailable);
  CHECK(modem.error("OMA Cancel Session", oma) == ErrorCode::SessionInactive);
  modem.send("OMA Start Session", oma, {{"session type", 0U}});
  const Messages said = modem.send("OMA Cancel Session", oma);
  REQUIRE(said.size() == 2);
  CHECK(part(said[1], "session fail reason") == Value(Reason::SessionCancelled));
  CHECK(modem.pass(1min).empty());
  CHECK(modem.error("OMA Cancel Session", oma) == ErrorCode::SessionInactive);
}

TEST_CASE("OMA: only sessions of a client can be started", "[oma]") {
  ModemUnderTest modem(with_oma());
  const std::uint8_t oma = modem.allocate("OMA");
  CHECK(modem.error("OMA Start Session", oma) == ErrorCode::MissingArgument);
  for (const unsigned type : {3U, 4U, 5U, 6U, 7U, 255U}) {
    CHECK(modem.error("OMA Start Session", oma, {{"session type", type}}) == ErrorCode::InvalidSessionType);
  }
}

TEST_CASE("OMA: the network asks, and the client says yes or no", "[oma]") {
  Profile profile = with_oma();
  profile.settings.oma.alert_after = 2s;
  for (const bool accept : {true, false}) {
    ModemUnderTest modem(profile);
    const std::uint8_t oma = listening_to_oma(modem);
    const auto select = [&](std::uint16_t id) {
      return modem.send("OMA Send Selection", oma,
                        {{"network initiated alert selection",
                          Struct{{"control point selection accept", accept ? 1U : 0U}, {"session id", id}}}});
    };
    CHECK(error_of(select(1).at(0)) == ErrorCode::SessionInactive);
    const Messages asked = modem.pass(2s);
    REQUIRE(asked.size() == 1);
    const Value alert = part(asked[0], "network initiated alert");
    CHECK(alert.member("session type")->number() == 5);
    CHECK(part(modem.ask("OMA Get Session Info", oma), "network initiated alert") == alert);
    const auto id = static_cast<std::uint16_t>(alert.member("session id")->number());
    CHECK(error_of(select(static_cast<std::uint16_t>(id + 1)).at(0)) == ErrorCode::SessionInvalid);
    CHECK(select(id).size() == (accept ? 2 : 1));
    CHECK(error_of(select(id).at(0)) == ErrorCode::SessionInactive);
    CHECK(modem.pass(6s).size() == (accept ? 1 : 0));
  }
}

TEST_CASE("OMA: features are set and kept over power off, sessions aren't", "[oma]") {
  ModemUnderTest modem(with_oma());
  std::uint8_t oma = listening_to_oma(modem);
  const auto features = [&] {
    const Message response = modem.ask("OMA Get Feature Setting", oma);
    return std::vector<std::uint64_t>{part(response, "device provisioning service update config").number(),
                                      part(response, "prl update service config").number(),
                                      part(response, "hfa feature config").number(),
                                      part(response, "hfa feature done state").number()};
  };
  CHECK(features() == std::vector<std::uint64_t>{1, 0, 0, 0});
  CHECK(modem.error("OMA Set Feature Setting", oma) == ErrorCode::MissingArgument);
  CHECK(modem.error("OMA Set Feature Setting", oma,
                    {{"device provisioning service update config", 0U}, {"hfa feature config", 1U}}) ==
        ErrorCode::None);
  modem.send("OMA Start Session", oma, {{"session type", 0U}});
  modem.modem().power_on(modem.now());
  oma = modem.allocate("OMA");
  CHECK(features() == std::vector<std::uint64_t>{0, 0, 1, 0});
  CHECK(modem.error("OMA Get Session Info", oma) == ErrorCode::InformationUnavailable);
}

TEST_CASE("OMA: who doesn't want to know isn't told", "[oma]") {
  ModemUnderTest modem(with_oma());
  const std::uint8_t first = listening_to_oma(modem);
  const std::uint8_t second = listening_to_oma(modem);
  CHECK(modem.error("OMA Set Event Report", first) == ErrorCode::MissingArgument);
  modem.ask("OMA Set Event Report", first, {{"session state reporting", 0U}});
  modem.ask("OMA Reset", second);
  CHECK(modem.send("OMA Start Session", first, {{"session type", 0U}}).size() == 1);
}

}  // namespace modembench::modem::test
