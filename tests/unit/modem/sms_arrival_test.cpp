#include "emulator/qmi/messages/wms.hpp"
#include "tests/unit/modem/sms_support.hpp"

/// Messages that arrive: registration, routes, storages that are full, who is told.
namespace modembench::modem::test {

namespace {

Messages arrive(ModemUnderTest& modem, const std::string& text, std::optional<std::uint8_t> message_class = {}) {
  auto said = modem.modem().deliver_sms(SmsText{"+491701234567", text, message_class}, modem.now());
  REQUIRE(said.has_value());
  return *said;
}

void set_route(ModemUnderTest& modem, std::uint8_t wms, const Value& one) {
  REQUIRE(modem.error("WMS Set Routes", wms, {{"route list", qmi::List{one}}}) == ErrorCode::None);
}

}  // namespace

TEST_CASE("SMS arrival: it is stored in the modem, and who asked for it is told where", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  modem.allocate("WMS");
  const Messages said = arrive(modem, "hello");
  REQUIRE(said.size() == 1);
  CHECK(said[0].header.client == wms);
  CHECK(said[0].header.kind == MessageKind::indication);
  CHECK(part(said[0], "mt message") == at(kNv, 0));
  CHECK(part(said[0], "message mode").number() == 1);
  CHECK_FALSE(has(said[0], "transfer route mt message"));
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
  CHECK(text_at(modem, wms, kNv, 0) == "hello");
}

TEST_CASE("SMS arrival: the message says when it was sent by the network's clock", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  modem.pass(61s);
  arrive(modem, "x");
  const auto pdu =
      pdu_in(part(modem.ask("WMS Raw Read", wms, {{"message memory storage id", at(kNv, 0)}}), "raw message data"));
  const auto expected = encode_deliver({"+491701234567", "x", {}}, "+491713920000",
                                       std::chrono::sys_days(std::chrono::year(2012) / 3 / 1) + 61s);
  CHECK(pdu == *expected);
}

TEST_CASE("SMS arrival: Reset, a report that is switched off and a released client id end the telling", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t first = listening(modem);
  const std::uint8_t second = listening(modem);
  const std::uint8_t third = listening(modem);
  modem.ask("WMS Reset", first);
  modem.ask("WMS Set Event Report", second, {{"new mt message indicator", Struct{{"report", 0U}}}});
  modem.release("WMS", third);
  CHECK(arrive(modem, "hello").empty());
  CHECK(modem.allocate("WMS") == third);
  CHECK(arrive(modem, "hello").empty());
  CHECK(list(modem, first, kNv) == "0 MtNotRead, 1 MtNotRead");
  CHECK(modem.error("WMS Set Event Report", first) == ErrorCode::MissingArgument);
}

TEST_CASE("SMS arrival: the network keeps it until the modem is registered", "[sms]") {
  Profile profile = with_sms();
  profile.settings.registration.after = 3s;
  ModemUnderTest modem(profile);
  const std::uint8_t wms = listening(modem);
  CHECK(arrive(modem, "one").empty());
  CHECK(arrive(modem, "two").empty());
  CHECK(list(modem, wms, kNv).empty());
  const Messages said = indications(modem.pass(3s), "WMS Set Event Report");
  REQUIRE(said.size() == 2);
  CHECK(part(said[1], "mt message") == at(kNv, 1));
  CHECK(text_at(modem, wms, kNv, 0) == "one");
}

TEST_CASE("SMS arrival: in low power nothing arrives; online it comes after the answer", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  const std::uint8_t dms = modem.allocate("DMS");
  modem.ask("DMS Set Operating Mode", dms, {{"mode", 1U}});
  CHECK(arrive(modem, "hello").empty());
  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", 0U}});
  CHECK(indications(said, "WMS Set Event Report").empty());
  CHECK(indications(modem.pass(1s), "WMS Set Event Report").size() == 1);
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
}

TEST_CASE("SMS arrival: after power was off what the network kept still comes", "[sms]") {
  Profile profile = with_sms();
  profile.settings.registration.after = 3s;
  ModemUnderTest modem(profile);
  arrive(modem, "hello");
  modem.modem().power_on(modem.now());
  const std::uint8_t wms = listening(modem);
  CHECK(indications(modem.pass(3s), "WMS Set Event Report").size() == 1);
  CHECK(text_at(modem, wms, kNv, 0) == "hello");
}

TEST_CASE("SMS arrival: a full storage is told once, and what waits comes when there is room", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  arrive(modem, "one");
  arrive(modem, "two");
  const Messages full = arrive(modem, "three");
  REQUIRE(full.size() == 1);
  CHECK(full[0].header.message == qmi::wms::memory_full::id);
  CHECK(part(full[0], "info", "storage type").number() == 1);
  CHECK(arrive(modem, "four").empty());
  // Room in the other storage is of no use.
  modem.send("WMS Delete", wms, {{"memory storage", kUim}});
  CHECK(modem.pass(1s).empty());
  CHECK(modem.send("WMS Delete", wms, {{"memory storage", kNv}, {"memory index", 0U}}).size() == 1);
  const Messages said = modem.pass(1s);
  REQUIRE(said.size() == 2);
  CHECK(part(said[0], "mt message") == at(kNv, 0));
  CHECK(said[1].header.message == qmi::wms::memory_full::id);
  CHECK(text_at(modem, wms, kNv, 0) == "three");
}

TEST_CASE("SMS arrival: a host without room gets nothing until it has some", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  modem.ask("WMS Set Memory Status", wms, {{"status", 0U}});
  CHECK(arrive(modem, "hello").size() == 1);
  CHECK(list(modem, wms, kNv).empty());
  modem.ask("WMS Set Memory Status", wms, {{"status", 1U}});
  CHECK(modem.pass(1s).size() == 1);
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
}

TEST_CASE("SMS arrival: the network keeps 64 messages, and no more", "[sms]") {
  Profile profile = with_sms();
  profile.settings.registration.outcome = RegistrationSettings::Outcome::searching;
  ModemUnderTest modem(profile);
  for (std::size_t i = 0; i < kMaxWaitingSms; ++i) arrive(modem, "x");
  const auto refused = modem.modem().deliver_sms(SmsText{"1", "x", {}}, modem.now());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == "64 messages wait already for the modem to take them");
}

TEST_CASE("SMS arrival: a text that is more than one message is refused", "[sms]") {
  ModemUnderTest modem(with_sms());
  CHECK_FALSE(modem.modem().deliver_sms(SmsText{"1", std::string(161, 'x'), {}}, modem.now()).has_value());
}

TEST_CASE("SMS arrival: each class has its route", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  set_route(modem, wms, route(2, 0, 1));
  set_route(modem, wms, route(1, 1, 0));
  CHECK(part(arrive(modem, "for the SIM", 2).at(0), "mt message") == at(kUim, 0));
  CHECK(arrive(modem, "for nobody", 1).empty());
  CHECK(part(arrive(modem, "for anybody").at(0), "mt message") == at(kNv, 0));
  CHECK(list(modem, wms, kUim) == "0 MtNotRead");
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
}

TEST_CASE("SMS arrival: as ofono wants it, the TPDU comes with the indication and is stored nowhere", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  REQUIRE(modem.error("WMS Set Routes", wms,
                      {{"route list", qmi::List{route(4, 255, 3)}}, {"transfer status report", 1U}}) ==
          ErrorCode::None);
  const Messages said = arrive(modem, "hello");
  REQUIRE(said.size() == 1);
  const Value transfer = part(said[0], "transfer route mt message");
  CHECK(transfer.member("ack indicator")->number() == 1);
  CHECK(transfer.member("format")->number() == 6);
  const auto whole = deliver("hello");
  const auto tpdu = pdu_in(transfer);
  // Without the service centre: a byte that counts, and seven.
  REQUIRE(tpdu.size() == whole.size() - 8);
  CHECK(tpdu[0] == 0x04);
  CHECK_FALSE(has(said[0], "mt message"));
  CHECK(list(modem, wms, kNv).empty());
  CHECK(modem.error("WMS Send Ack", wms,
                    {{"information", Struct{{"transaction id", *transfer.member("transaction id")},
                                            {"message protocol", 1U},
                                            {"success", 1U}}}}) == ErrorCode::InvalidTransactionId);
}

TEST_CASE("SMS arrival: a message that is only handed over wants to be acknowledged, once", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  set_route(modem, wms, route(4, 255, 2));
  const Value transfer = part(arrive(modem, "hello").at(0), "transfer route mt message");
  CHECK(transfer.member("ack indicator")->number() == 0);
  const auto acknowledge = [&] {
    return modem.error(
        "WMS Send Ack", wms,
        {{"information",
          Struct{{"transaction id", *transfer.member("transaction id")}, {"message protocol", 1U}, {"success", 1U}}}});
  };
  CHECK(acknowledge() == ErrorCode::None);
  CHECK(acknowledge() == ErrorCode::InvalidTransactionId);
}

TEST_CASE("SMS arrival: with nobody to hand it over to, it waits for somebody", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  set_route(modem, wms, route(4, 255, 3));
  CHECK(arrive(modem, "hello").empty());
  CHECK(modem.send("WMS Set Event Report", wms, {{"new mt message indicator", Struct{{"report", 1U}}}}).size() == 1);
  CHECK(modem.pass(1s).size() == 1);
}

TEST_CASE("SMS arrival: routes are kept, and those that can't be are refused as a whole", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto routes = [&] {
    std::string text;
    const Value routes_now = part(modem.ask("WMS Get Routes", wms), "route list");
    for (const Value& one : routes_now.list()) {
      for (const char* member : {"message type", "message class", "storage", "receipt action"}) {
        text += std::to_string(one.member(member)->number()) + " ";
      }
    }
    return text;
  };
  CHECK(routes() == "0 0 1 1 0 1 1 1 0 2 1 1 0 3 1 1 0 4 1 1 ");
  // As ModemManager sets them to the SIM's storage.
  CHECK(modem.error("WMS Set Routes", wms, {{"route list", qmi::List{route(0, 0, 1), route(1, 0, 1)}}}) ==
        ErrorCode::None);
  const std::string set = "0 0 0 1 0 1 0 1 0 2 1 1 0 3 1 1 0 4 1 1 ";
  CHECK(routes() == set);
  for (const Value& wrong : {route(5, 0, 1), route(6, 0, 1), route(0, 2, 1), route(0, 255, 1), route(0, 2, 3),
                             route(0, 0, 4), route(0, 0, 1, 1)}) {
    CHECK(modem.error("WMS Set Routes", wms, {{"route list", qmi::List{route(4, 0, 1), wrong}}}) ==
          ErrorCode::InvalidArgument);
  }
  CHECK(routes() == set);
  modem.modem().power_on(modem.now());
  REQUIRE(modem.allocate("WMS") == wms);
  CHECK(routes() == set);
}

TEST_CASE("SMS arrival: a PDU that is broken arrives as it is", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = listening(modem);
  for (const qmi::Bytes& pdu : {qmi::Bytes{0xFF}, qmi::Bytes{0x00, 0x02, 0x41}}) {
    const auto said = modem.modem().deliver_sms(pdu, modem.now());
    REQUIRE(said.has_value());
    REQUIRE(said->size() == 1);
    const auto index = static_cast<std::uint32_t>(part(*said->at(0).message(), "mt message", "memory index").number());
    const Message read = modem.ask("WMS Raw Read", wms, {{"message memory storage id", at(kNv, index)}});
    CHECK(pdu_in(part(read, "raw message data")) == pdu);
  }
  // Handed over, it is what there is without what claims to be the service centre.
  modem.ask("WMS Set Routes", wms, {{"route list", qmi::List{route(4, 255, 3)}}});
  const auto said = modem.modem().deliver_sms(qmi::Bytes{0xFF}, modem.now());
  CHECK(pdu_in(part(*said->at(0).message(), "transfer route mt message")).empty());
}

}  // namespace modembench::modem::test
