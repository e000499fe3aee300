#include "emulator/qmi/enums/wms.hpp"
#include "tests/unit/modem/sms_support.hpp"

/// Messages in their storages: list, read, write, mark, delete.
namespace modembench::modem::test {

namespace {

Profile with_messages() {
  Profile profile = with_sms();
  profile.settings.sms.messages = {{kUim, Tag::MtNotRead, deliver("one")},
                                   {kUim, Tag::MtRead, deliver("two")},
                                   {kNv, Tag::MtNotRead, deliver("three")}};
  return profile;
}

std::pair<std::uint64_t, std::uint64_t> room(ModemUnderTest& modem, std::uint8_t wms, qmi::wms::StorageType storage) {
  const Message response = modem.ask("WMS Get Store Max Size", wms, {{"storage", storage}});
  return {part(response, "maximum").number(), part(response, "free").number()};
}

}  // namespace

TEST_CASE("SMS store: messages of the start are listed by storage and by tag", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  CHECK(list(modem, wms, kUim) == "0 MtNotRead, 1 MtRead");
  CHECK(list(modem, wms, kUim, Tag::MtRead) == "1 MtRead");
  CHECK(list(modem, wms, kUim, Tag::MoSent).empty());
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
  CHECK(room(modem, wms, kUim) == std::pair<std::uint64_t, std::uint64_t>{3, 1});
  CHECK(room(modem, wms, kNv) == std::pair<std::uint64_t, std::uint64_t>{2, 1});
}

TEST_CASE("SMS store: List Messages as ModemManager and as ofono ask it", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  // libqmi has the mode where this modem has nothing.
  Message of_mm = request("WMS List Messages", wms, {{"storage type", kUim}, {"mode", 1U}});
  CHECK(part(modem.send(of_mm).at(0), "message list").list().size() == 2);
  Message of_ofono =
      request("WMS List Messages", wms, {{"storage type", kUim}, {"message tag", 1U}, {"message mode", 1U}});
  CHECK(part(modem.send(of_ofono).at(0), "message list").list().size() == 1);
}

TEST_CASE("SMS store: an image with two kinds of SMS wants the mode, and its own number for it", "[sms]") {
  Profile profile = with_messages();
  profile.settings.sms.list_needs_mode = true;
  ModemUnderTest modem(profile);
  const std::uint8_t wms = modem.allocate("WMS");
  CHECK(modem.error("WMS List Messages", wms, {{"storage type", kUim}, {"mode", 1U}}) == ErrorCode::MissingArgument);
  // ModemManager then asks tag by tag in TLV 0x11, where a Gobi has the mode: "not read" is GSM, and lists all.
  CHECK(modem.error("WMS List Messages", wms, {{"storage type", kUim}, {"message mode", 0U}}) ==
        ErrorCode::InvalidArgument);
  const Message all = modem.ask("WMS List Messages", wms, {{"storage type", kUim}, {"message mode", 1U}});
  CHECK(part(all, "message list").list().size() == 2);
}

TEST_CASE("SMS store: what is read is marked as read, and said as it was before", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto read = [&] {
    return part(modem.ask("WMS Raw Read", wms, {{"message memory storage id", at(kUim, 0)}}), "raw message data",
                "message tag")
        .number();
  };
  CHECK(read() == 1);
  CHECK(read() == 0);
  CHECK(list(modem, wms, kUim) == "0 MtRead, 1 MtRead");
  CHECK(text_at(modem, wms, kUim, 1) == "two");
  CHECK(text_at(modem, wms, kNv, 0) == "three");
}

TEST_CASE("SMS store: what isn't there can't be read, marked or deleted", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto read = [&](std::uint8_t storage, std::uint32_t index, std::uint8_t mode) {
    return modem.error("WMS Raw Read", wms,
                       {{"message memory storage id", Struct{{"storage type", storage}, {"memory index", index}}},
                        {"message mode", mode}});
  };
  CHECK(read(0, 2, 1) == ErrorCode::NoEntry);
  CHECK(read(0, 3, 1) == ErrorCode::InvalidIndex);
  CHECK(read(0, 0xFFFFFFFF, 1) == ErrorCode::InvalidIndex);
  CHECK(read(2, 0, 1) == ErrorCode::InvalidArgument);
  CHECK(read(255, 0, 1) == ErrorCode::InvalidArgument);
  CHECK(read(0, 0, 0) == ErrorCode::InvalidArgument);
  CHECK(modem.error("WMS Modify Tag", wms, {{"message tag", tag_at(kUim, 2, 0)}}) == ErrorCode::NoEntry);
  CHECK(modem.error("WMS Modify Tag", wms, {{"message tag", tag_at(kUim, 9, 0)}}) == ErrorCode::InvalidIndex);
  CHECK(modem.error("WMS Modify Tag", wms, {{"message tag", tag_at(kUim, 0, 4)}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("WMS Delete", wms, {{"memory storage", kUim}, {"memory index", 2U}}) == ErrorCode::NoEntry);
  CHECK(modem.error("WMS Delete", wms, {{"memory storage", kUim}, {"memory index", 3U}}) == ErrorCode::InvalidIndex);
  CHECK(modem.error("WMS Delete", wms, {{"memory storage", 9U}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("WMS List Messages", wms, {{"storage type", 2U}}) == ErrorCode::InvalidArgument);
  CHECK(modem.error("WMS List Messages", wms, {{"storage type", 0U}, {"message tag", 4U}}) ==
        ErrorCode::InvalidArgument);
  CHECK(modem.error("WMS Get Store Max Size", wms, {{"storage", 2U}}) == ErrorCode::InvalidArgument);
  CHECK(list(modem, wms, kUim) == "0 MtNotRead, 1 MtRead");
}

TEST_CASE("SMS store: messages are marked", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  CHECK(modem.error("WMS Modify Tag", wms, {{"message tag", tag_at(kUim, 1, 3)}}) == ErrorCode::None);
  CHECK(list(modem, wms, kUim) == "0 MtNotRead, 1 MoNotSent");
}

TEST_CASE("SMS store: one message is deleted, those of a tag, and all", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto erase = [&](Named tlvs) { return modem.error("WMS Delete", wms, tlvs); };
  CHECK(erase({{"memory storage", kUim}, {"memory index", 0U}, {"message tag", 0U}}) == ErrorCode::NoEntry);
  CHECK(erase({{"memory storage", kUim}, {"memory index", 0U}, {"message mode", 1U}}) == ErrorCode::None);
  CHECK(list(modem, wms, kUim) == "1 MtRead");
  CHECK(erase({{"memory storage", kUim}, {"message tag", 1U}}) == ErrorCode::None);
  CHECK(list(modem, wms, kUim) == "1 MtRead");
  CHECK(erase({{"memory storage", kUim}, {"message tag", 0U}}) == ErrorCode::None);
  CHECK(list(modem, wms, kUim).empty());
  CHECK(list(modem, wms, kNv) == "0 MtNotRead");
  CHECK(erase({{"memory storage", kNv}}) == ErrorCode::None);
  CHECK(list(modem, wms, kNv).empty());
}

TEST_CASE("SMS store: what is written gets the lowest free place, until the storage is full", "[sms]") {
  ModemUnderTest modem(with_messages());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto write = [&](const qmi::Bytes& pdu) {
    return modem.ask("WMS Raw Write", wms, {{"raw message data", raw_in(kUim, pdu)}});
  };
  modem.ask("WMS Delete", wms, {{"memory storage", kUim}, {"memory index", 0U}});
  CHECK(part(write(submit("+491701234567")), "memory index").number() == 0);
  CHECK(part(write(deliver("four")), "memory index").number() == 2);
  CHECK(list(modem, wms, kUim) == "0 MoNotSent, 1 MtRead, 2 MtNotRead");
  CHECK(error_of(write(deliver("five"))) == ErrorCode::DeviceStorageFull);
}

TEST_CASE("SMS store: what is no message isn't written", "[sms]") {
  ModemUnderTest modem(with_sms());
  const std::uint8_t wms = modem.allocate("WMS");
  const auto write = [&](const qmi::Bytes& pdu, std::uint8_t format = 6) {
    return modem.error("WMS Raw Write", wms,
                       {{"raw message data", Struct{{"storage type", kNv}, {"format", format}, {"raw data", pdu}}}});
  };
  CHECK(write({}) == ErrorCode::WmsEncoding);
  CHECK(write({0x00, 0x02, 0x00}) == ErrorCode::WmsEncoding);
  CHECK(write(qmi::Bytes(2000, 0)) == ErrorCode::ArgumentTooLong);
  CHECK(write(deliver("x"), 0) == ErrorCode::InvalidArgument);
  CHECK(list(modem, wms, kNv).empty());
}

TEST_CASE("SMS store: without a SIM that can be read its storage is 37, the modem's own is there", "[sms]") {
  for (const auto state : {SimSettings::State::absent, SimSettings::State::pin_required}) {
    Profile profile = with_messages();
    profile.settings.sim.state = state;
    ModemUnderTest modem(profile);
    const std::uint8_t wms = modem.allocate("WMS");
    CHECK(list(modem, wms, kUim) == "37");
    CHECK(modem.error("WMS Raw Read", wms, {{"message memory storage id", at(kUim, 0)}}) ==
          ErrorCode::UimUninitialized);
    CHECK(modem.error("WMS Raw Write", wms, {{"raw message data", raw_in(kUim, deliver("x"))}}) ==
          ErrorCode::UimUninitialized);
    CHECK(modem.error("WMS Delete", wms, {{"memory storage", kUim}}) == ErrorCode::UimUninitialized);
    CHECK(modem.error("WMS Get Store Max Size", wms, {{"storage", kUim}}) == ErrorCode::UimUninitialized);
    CHECK(modem.error("WMS Get SMSC", wms) == ErrorCode::UimUninitialized);
    CHECK(modem.error("WMS Set SMSC", wms, {{"address", "+491713920009"}}) == ErrorCode::UimUninitialized);
    CHECK(list(modem, wms, kNv) == "0 MtNotRead");
  }
}

TEST_CASE("SMS store: a locked SIM's messages are there once its PIN is said, and after power was off", "[sms]") {
  Profile profile = with_messages();
  profile.settings.sim.state = SimSettings::State::pin_required;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  std::uint8_t wms = modem.allocate("WMS");
  modem.ask("DMS UIM Verify PIN", dms, {{"info", Struct{{"pin id", 1U}, {"pin", "1234"}}}});
  CHECK(list(modem, wms, kUim) == "0 MtNotRead, 1 MtRead");
  modem.ask("WMS Delete", wms, {{"memory storage", kUim}, {"memory index", 0U}});
  modem.ask("WMS Delete", wms, {{"memory storage", kNv}});

  modem.modem().power_on(modem.now());
  wms = modem.allocate("WMS");
  CHECK(list(modem, wms, kUim) == "37");
  CHECK(list(modem, wms, kNv).empty());
  modem.ask("DMS UIM Verify PIN", modem.allocate("DMS"), {{"info", Struct{{"pin id", 1U}, {"pin", "1234"}}}});
  CHECK(list(modem, wms, kUim) == "1 MtRead");
}

}  // namespace modembench::modem::test
