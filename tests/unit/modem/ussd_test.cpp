#include "tests/unit/modem/modem_under_test.hpp"

#include "emulator/modem/voice.hpp"
#include "emulator/qmi/messages/voice.hpp"

namespace modembench::modem::test {

namespace {

Profile with_ussd() {
  Profile profile = healthy();
  profile.identity.services.push_back({qmi::voice::service, 1, 0});
  profile.settings.ussd = {
      {"*100#", "Balance: 5 EUR", 1s, {}},
      {"*101#", "Остаток", 1s, {}},
      {"*102#", "1 balance, 2 more", 1s, {{"1", "5 EUR", 2s, {}}, {"2", "a or b", 1s, {{"a", "A", 1s, {}}}}}}};
  return profile;
}

Value said_as(const std::string& text) {
  const auto said = uss_data(text);
  return Struct{{"data coding scheme", said->data_coding_scheme}, {"data", said->data}};
}

Messages originate(ModemUnderTest& modem, std::uint8_t client, const std::string& code) {
  return modem.send("VOICE Originate USSD", client, {{"uss data", said_as(code)}});
}

std::uint8_t listening_to_ussd(ModemUnderTest& modem) {
  const std::uint8_t voice = modem.allocate("VOICE");
  modem.ask("VOICE Indication Register", voice, {{"ussd notification events", 1U}});
  return voice;
}

}  // namespace

TEST_CASE("USSD: the answer to a code comes with what the network says", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = listening_to_ussd(modem);
  CHECK(originate(modem, voice, "*100#").empty());
  CHECK(modem.pass(999ms).empty());
  const Messages said = modem.pass(1ms);
  REQUIRE(said.size() == 1);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(part(said[0], "uss data", "data coding scheme").number() == 1);
  CHECK(part(said[0], "uss data") == said_as("Balance: 5 EUR"));
  CHECK(originate(modem, voice, "*101#").empty());
  const Messages other = modem.pass(1s);
  REQUIRE(other.size() == 1);
  CHECK(part(other[0], "uss data", "data coding scheme").number() == 3);
}

TEST_CASE("USSD: a code may come in any coding", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = modem.allocate("VOICE");
  const auto send = [&](std::uint8_t coding, qmi::Bytes data) {
    modem.send("VOICE Originate USSD", voice,
               {{"uss data", Struct{{"data coding scheme", coding}, {"data", std::move(data)}}}});
    return error_of(modem.pass(1s).at(0));
  };
  CHECK(send(2, {'*', '1', '0', '0', '#'}) == ErrorCode::None);
  CHECK(send(3, {0, '*', 0, '1', 0, '0', 0, '0', 0, '#'}) == ErrorCode::None);
  CHECK(send(0, {'*', '1', '0', '0', '#'}) == ErrorCode::SupsFailureCase);
  CHECK(send(1, {}) == ErrorCode::SupsFailureCase);
}

TEST_CASE("USSD: a code that the network doesn't know fails with a cause", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = modem.allocate("VOICE");
  CHECK(originate(modem, voice, "*999#").empty());
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 1);
  CHECK(error_of(said[0]) == ErrorCode::SupsFailureCase);
  CHECK(part(said[0], "failure cause").number() == 127);
}

TEST_CASE("USSD: without a network there is none, and one that goes fails it", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = modem.allocate("VOICE");
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(originate(modem, voice, "*100#").empty());
  modem.ask("DMS Set Operating Mode", dms, {{"mode", 1U}});
  CHECK(error_of(modem.pass(1s).back()) == ErrorCode::SupsFailureCase);
  CHECK(error_of(originate(modem, voice, "*100#").at(0)) == ErrorCode::NetworkNotReady);
}

TEST_CASE("USSD: a menu asks after the answer, and goes on with what is chosen", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = listening_to_ussd(modem);
  const auto choose = [&](const std::string& choice) {
    return modem.error("VOICE Answer USSD", voice, {{"uss data", said_as(choice)}});
  };
  CHECK(choose("1") == ErrorCode::IncompatibleState);
  originate(modem, voice, "*102#");
  CHECK(choose("1") == ErrorCode::IncompatibleState);
  const Messages menu = modem.pass(1s);
  REQUIRE(menu.size() == 2);
  CHECK(menu[0].header.kind == MessageKind::response);
  CHECK(menu[1].header.message == qmi::voice::ussd::id);
  CHECK(part(menu[1], "user action").number() == 2);
  CHECK(part(menu[1], "uss data") == said_as("1 balance, 2 more"));

  CHECK(choose("2") == ErrorCode::None);
  const Messages more = modem.pass(1s);
  REQUIRE(more.size() == 1);
  CHECK(part(more[0], "user action").number() == 2);
  CHECK(choose("a") == ErrorCode::None);
  const Messages last = modem.pass(1s);
  REQUIRE(last.size() == 1);
  CHECK(part(last[0], "user action").number() == 1);
  CHECK(part(last[0], "uss data") == said_as("A"));
  CHECK(choose("a") == ErrorCode::IncompatibleState);
}

TEST_CASE("USSD: a choice that isn't there ends the session with nothing said", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = listening_to_ussd(modem);
  originate(modem, voice, "*102#");
  modem.pass(1s);
  modem.ask("VOICE Answer USSD", voice, {{"uss data", said_as("7")}});
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "user action").number() == 1);
  CHECK_FALSE(has(said[0], "uss data"));
  CHECK(originate(modem, voice, "*100#").empty());
}

TEST_CASE("USSD: one session at a time; it is cancelled, or ends with its client", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t first = modem.allocate("VOICE");
  const std::uint8_t second = modem.allocate("VOICE");
  CHECK(modem.error("VOICE Cancel USSD", first) == ErrorCode::NoEffect);
  CHECK(originate(modem, first, "*100#").empty());
  const std::uint16_t asked = modem.last_transaction();
  const Messages busy = originate(modem, second, "*100#");
  REQUIRE(busy.size() == 1);
  CHECK(error_of(busy[0]) == ErrorCode::SupsFailureCase);
  CHECK(part(busy[0], "failure cause").number() == 133);
  const Messages cancelled = modem.send("VOICE Cancel USSD", second);
  REQUIRE(cancelled.size() == 2);
  CHECK(error_of(cancelled[0]) == ErrorCode::None);
  CHECK(cancelled[1].header.transaction == asked);
  CHECK(error_of(cancelled[1]) == ErrorCode::Aborted);
  CHECK(modem.pass(5s).empty());

  CHECK(originate(modem, first, "*100#").empty());
  modem.release("VOICE", first);
  REQUIRE(modem.allocate("VOICE") == first);
  CHECK(modem.pass(5s).empty());
}

TEST_CASE("USSD: without waiting, the answer comes at once and what is said by indication", "[ussd]") {
  ModemUnderTest modem(with_ussd());
  const std::uint8_t voice = modem.allocate("VOICE");
  const auto ask = [&](const std::string& code) {
    return modem.error("VOICE Originate USSD No Wait", voice, {{"uss data", said_as(code)}});
  };
  CHECK(ask("*100#") == ErrorCode::None);
  CHECK(ask("*100#") == ErrorCode::SupsFailureCase);
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 1);
  CHECK(said[0].header.kind == MessageKind::indication);
  CHECK(part(said[0], "uss data") == said_as("Balance: 5 EUR"));
  CHECK(ask("*999#") == ErrorCode::None);
  const Messages failed = modem.pass(1s);
  REQUIRE(failed.size() == 1);
  CHECK(part(failed[0], "error code") == Value(ErrorCode::SupsFailureCase));
  CHECK(part(failed[0], "failure cause").number() == 127);
}

TEST_CASE("USSD: a text has its length", "[ussd]") {
  CHECK(uss_data(std::string(182, 'x')).has_value());
  CHECK_FALSE(uss_data(std::string(183, 'x')).has_value());
  CHECK_FALSE(uss_data("\xff").has_value());
}

}  // namespace modembench::modem::test
