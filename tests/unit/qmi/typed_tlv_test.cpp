// One TLV of a loose message by its member: whatever isn't as it should be is nothing, and never a value.

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace {

using namespace modembench::qmi;
using Mode = dms::get_operating_mode::Response;
using Ids = dms::get_ids::Response;

Message answer_of(std::uint8_t service, std::uint16_t message, ErrorCode error = ErrorCode::None) {
  const Header request{service, 7, MessageKind::request, 9, message};
  return response_to(request, static_cast<std::uint16_t>(error));
}

/// The message after its way through bytes.
Message sent(const Message& message) {
  const auto bytes = encode(message);
  REQUIRE(bytes.has_value());
  const auto received = decode(*bytes);
  REQUIRE(received.has_value());
  return *received;
}

TEST_CASE("a TLV is read by the member that holds it, mandatory or not") {
  Mode mode;
  mode.mode = dms::OperatingMode::LowPower;
  mode.hardware_restricted_mode = 1;
  const Message message = sent(respond({dms::service, 7, MessageKind::request, 9, dms::get_operating_mode::id}, mode));
  CHECK(tlv_in(message, &Mode::mode) == dms::OperatingMode::LowPower);
  CHECK(tlv_in(message, &Mode::hardware_restricted_mode) == 1);
  CHECK(tlv_in(message, &Mode::offline_reason) == std::nullopt);
}

TEST_CASE("a structure with a list is read whole") {
  using Serving = nas::get_serving_system::Response;
  Serving serving;
  serving.serving_system = {nas::RegistrationState::Registered,
                            nas::AttachState::Attached,
                            nas::AttachState::Detached,
                            nas::NetworkType::_3GPP,
                            {nas::RadioInterface::GSM, nas::RadioInterface::UMTS}};
  const Message message =
      sent(respond({nas::service, 7, MessageKind::request, 9, nas::get_serving_system::id}, serving));
  CHECK(tlv_in(message, &Serving::serving_system) == serving.serving_system);
}

TEST_CASE("a mandatory TLV that isn't there is nothing, in a success and in a failure") {
  for (const ErrorCode error : {ErrorCode::None, ErrorCode::Internal}) {
    CHECK_FALSE(tlv_in(sent(answer_of(dms::service, dms::get_operating_mode::id, error)), &Mode::mode).has_value());
  }
}

TEST_CASE("a mandatory TLV is read in a failure too, whatever else is missing") {
  Message message = answer_of(ctl::service, ctl::allocate_cid::id, ErrorCode::Internal);
  message.header.client = 0;
  message.set(0x01, Struct{{"service", 2U}, {"cid", 5U}});
  CHECK(tlv_in(sent(message), &ctl::allocate_cid::Response::allocation_info) == ctl::ClientId{2, 5});
}

TEST_CASE("a TLV without its Result is read") {
  Message message = answer_of(dms::service, dms::get_operating_mode::id);
  message.tlvs.clear();
  message.set(0x01, std::uint8_t{0});
  CHECK(tlv_in(sent(message), &Mode::mode) == dms::OperatingMode::Online);
}

TEST_CASE("the TLV of another message, kind or service is nothing") {
  Message message = answer_of(dms::service, dms::get_operating_mode::id);
  message.set(0x01, std::uint8_t{0});
  REQUIRE(tlv_in(message, &Mode::mode).has_value());
  for (const Header& other : {Header{dms::service, 7, MessageKind::response, 9, dms::get_ids::id},
                              Header{dms::service, 7, MessageKind::indication, 9, dms::get_operating_mode::id},
                              Header{wds::service, 7, MessageKind::response, 9, dms::get_operating_mode::id}}) {
    Message changed = message;
    changed.header = other;
    CHECK_FALSE(tlv_in(changed, &Mode::mode).has_value());
  }
}

TEST_CASE("a value of another shape is nothing") {
  Message message = answer_of(dms::service, dms::get_ids::id);
  message.set(0x11, 490154203237518U);
  CHECK_FALSE(tlv_in(message, &Ids::imei).has_value());
  message.set(0x11, Bytes{'4', '9'});
  CHECK_FALSE(tlv_in(message, &Ids::imei).has_value());
  message.set(0x11, "490154203237518");
  CHECK(tlv_in(message, &Ids::imei) == "490154203237518");

  Message pin = answer_of(dms::service, dms::uim_get_pin_status::id);
  pin.set(0x11, Struct{{"current status", 1U}, {"verify retries left", 3U}});
  CHECK_FALSE(tlv_in(pin, &dms::uim_get_pin_status::Response::pin1_status).has_value());
}

TEST_CASE("a number that no enum has a name for stays that number") {
  Message message = answer_of(dms::service, dms::get_operating_mode::id);
  message.set(0x01, std::uint8_t{0x77});
  CHECK(tlv_in(sent(message), &Mode::mode) == dms::OperatingMode{0x77});
}

TEST_CASE("of a TLV that comes twice the first is read") {
  Message message = answer_of(dms::service, dms::get_ids::id);
  message.set(0x11, "first");
  message.tlvs.push_back(message.tlvs.back());
  message.tlvs.back().value = "second";
  CHECK(tlv_in(sent(message), &Ids::imei) == "first");
}

TEST_CASE("members at the same place in different messages aren't mixed up") {
  Message message{{wds::service, 7, MessageKind::indication, 0, wds::get_packet_service_status::id}, {}};
  message.set(0x01, Struct{{"status", wds::ConnectionStatus::Connected}, {"reconfiguration required", 1U}});
  using Said = wds::get_packet_service_status::Indication;
  CHECK(tlv_in(sent(message), &Said::connection_status)->status == wds::ConnectionStatus::Connected);
  CHECK_FALSE(tlv_in(message, &wds::get_packet_service_status::Response::connection_status).has_value());
  CHECK_FALSE(tlv_in(message, &Said::ip_family).has_value());
}

}  // namespace
