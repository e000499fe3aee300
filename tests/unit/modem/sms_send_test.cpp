#include "emulator/qmi/enums/wms.hpp"
#include "tests/unit/modem/sms_support.hpp"

/// Messages that are sent, and the settings they are sent with.
namespace modembench::modem::test {

namespace {

Value stored(qmi::wms::StorageType storage, std::uint32_t index, std::uint8_t mode = 1) {
  return Struct{{"storage type", storage}, {"memory index", index}, {"message mode", mode}};
}

}  // namespace

TEST_CASE("SMS sending: the answer comes after a while, with a number that counts", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto send = [&] { return modem.send("WMS Raw Send", wms, {{"raw message data", raw(submit("+49170"))}}); };
  CHECK(send().empty());
  const std::uint16_t first = modem.last_transaction();
  CHECK(send().empty());
  CHECK(modem.pass(999ms).empty());
  const Messages one = modem.pass(1ms);
  REQUIRE(one.size() == 1);
  CHECK(one[0].header.transaction == first);
  CHECK(part(one[0], "message id").number() == 1);
  // One after the other.
  CHECK(modem.pass(999ms).empty());
  const Messages two = modem.pass(1ms);
  REQUIRE(two.size() == 1);
  CHECK(part(two[0], "message id").number() == 2);
}

TEST_CASE("SMS sending: what can't be sent is refused for what it is", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto refusal = [&](const Value& data) {
    return modem.error("WMS Raw Send", wms, {{"raw message data", data}});
  };
  CHECK(refusal(raw(submit("+49170"), qmi::wms::MessageFormat::CDMA)) == ErrorCode::InvalidArgument);
  CHECK(refusal(raw(deliver("x"))) == ErrorCode::WmsTPduType);
  CHECK(refusal(raw({0x00, 0x02})) == ErrorCode::WmsTPduType);
  CHECK(refusal(raw({})) == ErrorCode::WmsEncoding);
  CHECK(refusal(raw({0x07, 0x91})) == ErrorCode::WmsEncoding);
  CHECK(refusal(raw(qmi::Bytes(2000, 0))) == ErrorCode::ArgumentTooLong);
  // To nobody.
  CHECK(refusal(raw({0x00, 0x01, 0x00, 0x00, 0x91, 0x00, 0x00, 0x00})) == ErrorCode::WmsEncoding);
}

TEST_CASE("SMS sending: without a network it is 53, and 54 if that goes while it is sent", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(modem.send("WMS Raw Send", wms, {{"raw message data", raw(submit("+49170"))}}).empty());
  modem.ask("DMS Set Operating Mode", dms, {{"mode", 1U}});
  CHECK(modem.error("WMS Raw Send", wms, {{"raw message data", raw(submit("+49170"))}}) == ErrorCode::NetworkNotReady);
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 1);
  CHECK(error_of(said[0]) == ErrorCode::WmsCauseCode);
  CHECK(part(said[0], "gsm wcdma cause info", "rp cause").number() == 38);
}

TEST_CASE("SMS sending: somebody must say the service centre", "[sms]") {
  Profile profile = with_sms();
  profile.settings.sms.smsc.clear();
  profile.settings.sms.send_after = 0s;
  ModemUnderTest modem(profile);
  const std::uint8_t wms = modem.allocate("WMS");
  const auto send = [&](const qmi::Bytes& pdu) {
    return modem.send("WMS Raw Send", wms, {{"raw message data", raw(pdu)}});
  };
  CHECK(error_of(send(submit("+49170")).at(0)) == ErrorCode::WmsSmscAddress);
  CHECK(modem.error("WMS Get SMSC", wms) == ErrorCode::NotProvisioned);
  CHECK(send(submit("+49170", "+491713920000")).empty());
  CHECK(modem.pass(0s).size() == 1);
  CHECK(modem.error("WMS Set SMSC", wms, {{"address", "491713920009"}, {"type", "145"}}) == ErrorCode::None);
  CHECK(part(modem.ask("WMS Get SMSC", wms), "address") == Value(Struct{{"type", "145"}, {"digits", "+491713920009"}}));
  CHECK(send(submit("+49170")).empty());
  CHECK(modem.pass(0s).size() == 1);
}

TEST_CASE("SMS sending: a service centre is a number, and stays after power was off", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  for (const char* wrong : {"", "+", "Vodafone", "+491713920000123456789"}) {
    CHECK(modem.error("WMS Set SMSC", wms, {{"address", wrong}}) == ErrorCode::WmsSmscAddress);
  }
  CHECK(modem.error("WMS Set SMSC", wms, {{"address", "22000"}, {"type", "129"}}) == ErrorCode::None);
  modem.modem().power_on(modem.now());
  REQUIRE(modem.allocate("WMS") == wms);
  CHECK(part(modem.ask("WMS Get SMSC", wms), "address") == Value(Struct{{"type", "129"}, {"digits", "22000"}}));
}

TEST_CASE("SMS sending: what goes to the modem's own number arrives", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  CHECK(modem.send("WMS Raw Send", wms, {{"raw message data", raw(submit("+491713920001"))}}).empty());
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.kind == MessageKind::response);
  CHECK(part(said[1], "mt message") == at(kNv, 0));
  CHECK(text_at(modem, wms, kNv, 0) == "hi");
}

TEST_CASE("SMS sending: from a storage, and the message is marked as sent", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  modem.ask("WMS Raw Write", wms, {{"raw message data", raw_in(kUim, submit("+49170"))}});
  modem.ask("WMS Raw Write", wms, {{"raw message data", raw_in(kUim, deliver("x"))}});
  CHECK(modem.send("WMS Send From Memory Storage", wms, {{"information", stored(kUim, 0)}}).empty());
  CHECK(list(modem, wms, kUim) == "0 MoNotSent, 1 MtNotRead");
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "message id").number() == 1);
  CHECK(list(modem, wms, kUim) == "0 MoSent, 1 MtNotRead");

  const auto refusal = [&](const Value& info) {
    return modem.error("WMS Send From Memory Storage", wms, {{"information", info}});
  };
  CHECK(refusal(stored(kUim, 1)) == ErrorCode::WmsTPduType);
  CHECK(refusal(stored(kUim, 2)) == ErrorCode::NoEntry);
  CHECK(refusal(stored(kUim, 3)) == ErrorCode::InvalidIndex);
  CHECK(refusal(stored(kUim, 0, 0)) == ErrorCode::InvalidArgument);
  CHECK(refusal(stored(qmi::wms::StorageType::None, 0)) == ErrorCode::InvalidArgument);
}

TEST_CASE("SMS sending: a message that another has taken the place of isn't marked", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  modem.ask("WMS Raw Write", wms, {{"raw message data", raw_in(kNv, submit("+49170"))}});
  modem.send("WMS Send From Memory Storage", wms, {{"information", stored(kNv, 0)}});
  modem.ask("WMS Delete", wms, {{"memory storage", kNv}});
  modem.ask("WMS Raw Write", wms, {{"raw message data", raw_in(kNv, submit("+49171"))}});
  CHECK(modem.pass(1s).size() == 1);
  CHECK(list(modem, wms, kNv) == "0 MoNotSent");
}

TEST_CASE("SMS sending: who has released its client id is told nothing, and the message is sent", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  modem.send("WMS Raw Send", wms, {{"raw message data", raw(submit("+491713920001"))}});
  modem.release("WMS", wms);
  REQUIRE(modem.allocate("WMS") == wms);
  CHECK(modem.pass(2s).empty());
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
}

TEST_CASE("SMS sending: power off ends what is on its way", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  modem.send("WMS Raw Send", wms, {{"raw message data", raw(submit("+491713920001"))}});
  modem.modem().power_on(modem.now());
  CHECK(modem.pass(2s).empty());
  CHECK(list(modem, modem.allocate("WMS"), kNv).empty());
}

TEST_CASE("SMS sending: 64 wait, and the next one is refused", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  for (std::size_t i = 0; i < kMaxPendingSends; ++i) {
    REQUIRE(modem.send("WMS Raw Send", wms, {{"raw message data", raw(submit("+49170"))}}).empty());
  }
  CHECK(modem.error("WMS Raw Send", wms, {{"raw message data", raw(submit("+49170"))}}) ==
        ErrorCode::InsufficientResources);
  CHECK(modem.pass(2min).size() == kMaxPendingSends);
}

TEST_CASE("SMS sending: the domain is kept", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  CHECK(part(modem.ask("WMS Get Domain Preference", wms), "preference").number() == 0);
  CHECK(modem.error("WMS Set Domain Preference", wms, {{"preference", 3U}}) == ErrorCode::None);
  CHECK(modem.error("WMS Set Domain Preference", wms, {{"preference", 4U}}) == ErrorCode::InvalidArgument);
  CHECK(part(modem.ask("WMS Get Domain Preference", wms), "preference").number() == 3);
}

}  // namespace modembench::modem::test
