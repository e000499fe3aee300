#pragma once

#include <string>

#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/wms.hpp"
#include "emulator/qmi/messages/wms.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

/// What the tests of WMS share.
namespace modembench::modem::test {

inline constexpr auto kUim = qmi::wms::StorageType::UIM;
inline constexpr auto kNv = qmi::wms::StorageType::NV;
using Tag = qmi::wms::MessageTagType;

inline Profile with_sms() {
  Profile profile = healthy();
  profile.settings.sms.smsc = "+491713920000";
  profile.settings.sms.own_number = "+491713920001";
  profile.settings.sms.sim_size = 3;
  profile.settings.sms.modem_size = 2;
  profile.settings.sms.send_after = 1s;
  profile.settings.sms.clock = std::chrono::sys_days(std::chrono::year(2012) / 3 / 1);
  return profile;
}

inline qmi::Bytes deliver(const std::string& text, std::optional<std::uint8_t> message_class = {}) {
  return *encode_deliver({"+491701234567", text, message_class}, "+491713920000", {});
}

/// An SMS-SUBMIT to that number, with no service centre unless given.
inline qmi::Bytes submit(const std::string& to, std::string_view smsc = "") {
  // As SMS-DELIVER, but for the first bytes and the time.
  const qmi::Bytes address = *encode_deliver({to, "hi", {}}, "", {});
  qmi::Bytes pdu = encode_smsc(smsc);
  pdu.push_back(0x01);
  pdu.push_back(0x00);
  const std::size_t number = 2 + (address[2] + std::size_t{1}) / 2;
  pdu.insert(pdu.end(), address.begin() + 2, address.begin() + 2 + static_cast<std::ptrdiff_t>(number));
  pdu.insert(pdu.end(), {0x00, 0x00, 0x02, 0xE8, 0x34});
  return pdu;
}

inline Value raw(const qmi::Bytes& pdu,
                 qmi::wms::MessageFormat format = qmi::wms::MessageFormat::GsmWcdmaPointToPoint) {
  return Struct{{"format", format}, {"raw data", pdu}};
}
inline Value raw_in(qmi::wms::StorageType storage, const qmi::Bytes& pdu) {
  return Struct{
      {"storage type", storage}, {"format", qmi::wms::MessageFormat::GsmWcdmaPointToPoint}, {"raw data", pdu}};
}
inline Value at(qmi::wms::StorageType storage, std::uint32_t index) {
  return Struct{{"storage type", storage}, {"memory index", index}};
}
inline Value tag_at(qmi::wms::StorageType storage, std::uint32_t index, std::uint8_t tag) {
  return Struct{{"storage type", storage}, {"memory index", index}, {"message tag", tag}};
}

/// "0 MtRead, 2 MoSent", or the error.
inline std::string list(ModemUnderTest& modem, std::uint8_t wms, qmi::wms::StorageType storage,
                        std::optional<Tag> tag = {}) {
  Message ask = request("WMS List Messages", wms, {{"storage type", storage}});
  if (tag) ask.set(qmi::wms::list_messages::request::message_tag, *tag);
  const Messages said = modem.send(ask);
  REQUIRE(said.size() == 1);
  if (error_of(said[0]) != ErrorCode::None) return std::to_string(*said[0].error());
  std::string text;
  constexpr std::array kTags = {"MtRead", "MtNotRead", "MoSent", "MoNotSent"};
  const Value listed = part(said[0], "message list");
  for (const Value& entry : listed.list()) {
    if (!text.empty()) text += ", ";
    text +=
        std::to_string(entry.member("memory index")->number()) + " " + kTags.at(entry.member("message tag")->number());
  }
  return text;
}

inline qmi::Bytes pdu_in(const Value& value) {
  const Value* data = value.member("raw data");
  REQUIRE(data != nullptr);
  return std::get<qmi::Bytes>(data->data());
}

/// What the stored message says.
inline std::string text_at(ModemUnderTest& modem, std::uint8_t wms, qmi::wms::StorageType storage,
                           std::uint32_t index) {
  const Message response = modem.ask("WMS Raw Read", wms, {{"message memory storage id", at(storage, index)}});
  REQUIRE(error_of(response) == ErrorCode::None);
  const auto sms = read_sms(pdu_in(part(response, "raw message data")));
  REQUIRE(sms.has_value());
  return sms->text().value_or("none");
}

inline std::uint8_t listening(ModemUnderTest& modem) {
  const std::uint8_t wms = modem.allocate("WMS");
  REQUIRE(modem.error("WMS Set Event Report", wms, {{"new mt message indicator", Struct{{"report", 1U}}}}) ==
          ErrorCode::None);
  return wms;
}

inline Value route(std::uint8_t message_class, std::uint8_t storage, std::uint8_t action, std::uint8_t type = 0) {
  return Struct{
      {"message type", type}, {"message class", message_class}, {"storage", storage}, {"receipt action", action}};
}

}  // namespace modembench::modem::test
