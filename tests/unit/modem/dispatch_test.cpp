#include <catch2/catch.hpp>

#include "emulator/embedded.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

TEST_CASE("modem: a response repeats service, client id, transaction and message of its request") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("DMS");
  Message question = request("DMS Get Model", client);
  question.header.transaction = 0xBEEF;
  const Messages said = modem.modem().receive(question, modem.now());
  REQUIRE(said.size() == 1);
  qmi::Header expected = question.header;
  expected.kind = MessageKind::response;
  CHECK(said.front().header == expected);
}

TEST_CASE("modem: a fixed answer is given as the profile has it") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("DMS");
  CHECK(part(modem.ask("DMS Get Model", client), "model").text() == "MC8355");
}

TEST_CASE("modem: a fixed refusal is given as the profile has it") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("DMS");
  CHECK(modem.error("DMS Read ERI File", client) == ErrorCode::NotProvisioned);
}

TEST_CASE("modem: a fixed answer can't take the place of what has state") {
  Profile profile = healthy();
  profile.identity.answers.push_back(
      {qmi::dms::service, qmi::dms::get_operating_mode::id, static_cast<std::uint16_t>(ErrorCode::Internal), {}});
  ModemUnderTest modem(profile);
  CHECK(modem.error("DMS Get Operating Mode", modem.allocate("DMS")) == ErrorCode::None);
}

TEST_CASE("modem: a message without a handler or a fixed answer is 71") {
  ModemUnderTest modem;
  CHECK(modem.error("DMS Get Factory SKU", modem.allocate("DMS")) == ErrorCode::InvalidQmiCommand);
  CHECK(modem.error("WMS Get Message Protocol", modem.allocate("WMS")) == ErrorCode::InvalidQmiCommand);
}

TEST_CASE("modem: what the schema only names, or describes for newer modems, is 71") {
  Profile profile = healthy();
  profile.identity.services.push_back({qmi::uim::service, 1, 0});
  ModemUnderTest modem(profile);
  Message question = request("UIM Get Card Status", modem.allocate("UIM"));
  REQUIRE(qmi::find_message("UIM Get Card Status").message->name_only);
  question.set(0x10, qmi::Bytes{1, 2});
  CHECK(error_of(modem.send(question).front()) == ErrorCode::InvalidQmiCommand);
  CHECK(modem.error("NAS Get System Info", modem.allocate("NAS")) == ErrorCode::InvalidQmiCommand);
  CHECK(modem.error("WDS Bind Mux Data Port", modem.allocate("WDS")) == ErrorCode::InvalidQmiCommand);
}

TEST_CASE("modem: a message that the schema doesn't know is 71") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("WDS");
  for (const std::uint16_t message : {std::uint16_t{0x5556}, std::uint16_t{0xFFFF}}) {
    const Messages said = modem.send(Message{{qmi::wds::service, client, MessageKind::request, 0, message}, {}});
    REQUIRE(said.size() == 1);
    CHECK(error_of(said.front()) == ErrorCode::InvalidQmiCommand);
    CHECK(said.front().header.message == message);
  }
}

TEST_CASE("modem: a message that is only an indication can't be asked") {
  ModemUnderTest modem;
  const Messages said =
      modem.send(Message{{qmi::ctl::service, 0, MessageKind::request, 0, qmi::ctl::invalid_cid::id}, {}});
  REQUIRE(said.size() == 1);
  CHECK(error_of(said.front()) == ErrorCode::InvalidQmiCommand);
}

TEST_CASE("modem: an unknown client id is 7, of a service it has and of one it hasn't") {
  ModemUnderTest modem;
  CHECK(modem.error("DMS Get Model", 17) == ErrorCode::InvalidClientId);
  CHECK(modem.error("DMS Get Model", 0) == ErrorCode::InvalidClientId);
  CHECK(modem.error("DMS Get Model", 255) == ErrorCode::InvalidClientId);
  const Messages said = modem.send(Message{{qmi::wda::service, 1, MessageKind::request, 0, 0x20}, {}});
  REQUIRE(said.size() == 1);
  CHECK(error_of(said.front()) == ErrorCode::InvalidClientId);
}

TEST_CASE("modem: a request without a mandatory TLV is 17") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const std::uint8_t dms = modem.allocate("DMS");
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("CTL Allocate CID", 0) == ErrorCode::MissingArgument);
  CHECK(modem.error("CTL Release CID", 0) == ErrorCode::MissingArgument);
  CHECK(modem.error("DMS Set Operating Mode", dms) == ErrorCode::MissingArgument);
  CHECK(modem.error("DMS UIM Verify PIN", dms) == ErrorCode::MissingArgument);
  CHECK(modem.error("NAS Initiate Network Register", nas) == ErrorCode::MissingArgument);
  CHECK(modem.error("WDS Stop Network", wds) == ErrorCode::MissingArgument);
  CHECK(modem.error("WDS Abort", wds) == ErrorCode::MissingArgument);
  CHECK(modem.error("WDS Set IP Family", wds) == ErrorCode::MissingArgument);
  CHECK(modem.error("WDS Modify Profile", wds) == ErrorCode::MissingArgument);
}

TEST_CASE("modem: unknown TLVs in a request are ignored") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("NAS");
  Message question = request("NAS Register Indications", client, {{"serving system events", 1U}});
  question.set(0x7E, qmi::Bytes{1, 2, 3});
  const Messages said = modem.send(question);
  REQUIRE(said.size() == 1);
  CHECK(error_of(said.front()) == ErrorCode::None);
}

TEST_CASE("modem: responses and indications from the host are not answered") {
  ModemUnderTest modem;
  const std::uint8_t client = modem.allocate("DMS");
  for (const MessageKind kind : {MessageKind::response, MessageKind::indication}) {
    Message stray = request("DMS Get Model", client);
    stray.header.kind = kind;
    CHECK(modem.send(stray).empty());
  }
}

TEST_CASE("modem: a request that can't be read is refused as malformed") {
  ModemUnderTest modem;
  const qmi::Header header{qmi::wds::service, 3, MessageKind::request, 9, qmi::wds::start_network::id};
  const Message response = modem.modem().refuse_malformed(header);
  CHECK(error_of(response) == ErrorCode::MalformedMessage);
  CHECK(response.header.transaction == 9);
  CHECK(response.header.client == 3);
}

TEST_CASE("modem: without power there is no answer and no deadline") {
  Modem modem(healthy());
  CHECK(modem.receive(request("CTL Get Version Info", 0), Instant(0s)).empty());
  CHECK(modem.advance(Instant(10s)).empty());
  CHECK_FALSE(modem.next_deadline().has_value());
}

TEST_CASE("modem: the same requests at the same times get the same answers") {
  const auto play = [] {
    ModemUnderTest modem;
    const std::uint8_t wds = modem.allocate("WDS");
    Messages all = modem.send("WDS Start Network", wds, {{"apn", "internet"}});
    for (Message& message : modem.pass(1s)) all.push_back(message);
    for (Message& message : modem.send("WDS Get Current Settings", wds)) all.push_back(message);
    return all;
  };
  CHECK(play() == play());
}

TEST_CASE("modem: the files of modems are part of the binary, the usual one among them") {
  std::vector<std::string_view> names;
  for (const auto& modem : embedded_modems()) {
    names.push_back(modem.name);
    CHECK(modem.text.find("\nmodem: " + std::string(modem.name) + "\n") != std::string_view::npos);
  }
  CHECK(std::count(names.begin(), names.end(), "gobi2000") == 1);
  CHECK(std::count(names.begin(), names.end(), kUsualModem) == 1);
  // In the order of their names, each once.
  CHECK(std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) == names.end());
}

}  // namespace modembench::modem::test
