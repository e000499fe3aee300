#include "tests/speed/codec_frames.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/messages/wms.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::speed {

namespace {

template <class T>
bool parses(modembench::qmi::ByteView frame) {
  return modembench::qmi::parse<T>(frame).has_value();
}

namespace dms = modembench::qmi::dms;
namespace nas = modembench::qmi::nas;
namespace wds = modembench::qmi::wds;
namespace wms = modembench::qmi::wms;
using modembench::qmi::Bytes;
using modembench::qmi::Header;
using modembench::qmi::List;
using modembench::qmi::Message;
using modembench::qmi::MessageKind;
using modembench::qmi::Struct;

constexpr int kNetworks = 40;
constexpr int kProfiles = 100;
constexpr int kMessages = 500;
constexpr std::size_t kPdu = 2048;

std::uint8_t u8(int number) { return static_cast<std::uint8_t>(number); }
std::uint16_t u16(int number) { return static_cast<std::uint16_t>(number); }
std::uint32_t u32(std::int64_t number) { return static_cast<std::uint32_t>(number); }

Message request(std::uint8_t service, std::uint16_t message) {
  Message made;
  made.header = Header{service, 3, MessageKind::request, 7, message};
  return made;
}

Message response(std::uint8_t service, std::uint16_t message) {
  return modembench::qmi::response_to(request(service, message).header);
}

Message operating_mode() {
  Message made = response(dms::service, dms::get_operating_mode::id);
  made.set(dms::get_operating_mode::response::mode, u8(0));
  return made;
}

Message signal_info() {
  namespace tlv = nas::get_signal_info::response;
  Message made = response(nas::service, nas::get_signal_info::id);
  made.set(tlv::wcdma_signal_strength, Struct{{"rssi", std::int8_t{-71}}, {"ecio", std::int16_t{-6}}});
  made.set(tlv::lte_signal_strength, Struct{{"rssi", std::int8_t{-65}},
                                            {"rsrq", std::int8_t{-11}},
                                            {"rsrp", std::int16_t{-97}},
                                            {"snr", std::int16_t{84}}});
  return made;
}

Message serving_system() {
  namespace tlv = nas::get_serving_system::response;
  Message made = response(nas::service, nas::get_serving_system::id);
  made.set(tlv::serving_system, Struct{{"registration state", u8(1)},
                                       {"cs attach state", u8(1)},
                                       {"ps attach state", u8(1)},
                                       {"selected network", u8(2)},
                                       {"radio interfaces", List{std::int8_t{5}}}});
  made.set(tlv::roaming_indicator, u8(1));
  made.set(tlv::data_service_capability, List{u8(3), u8(5)});
  made.set(tlv::current_plmn, Struct{{"mcc", u16(262)}, {"mnc", u16(2)}, {"description", "Vodafone.de"}});
  return made;
}

Message start_network_request() {
  namespace tlv = wds::start_network::request;
  Message made = request(wds::service, wds::start_network::id);
  made.set(tlv::apn, "internet.example.org");
  made.set(tlv::authentication_preference, u8(2));
  made.set(tlv::username, "subscriber");
  made.set(tlv::password, "secret");
  made.set(tlv::ip_family_preference, u8(4));
  return made;
}

Message start_network_response() {
  Message made = response(wds::service, wds::start_network::id);
  made.set(wds::start_network::response::packet_data_handle, u32(0x49F0A120));
  return made;
}

Message current_settings() {
  namespace tlv = wds::get_current_settings::response;
  Message made = response(wds::service, wds::get_current_settings::id);
  made.set(tlv::pdp_type, u8(0));
  made.set(tlv::apn_name, "internet.example.org");
  made.set(tlv::primary_ipv4_dns_address, "10.133.7.1");
  made.set(tlv::secondary_ipv4_dns_address, "10.133.7.2");
  made.set(tlv::ipv4_address, "10.133.45.201");
  made.set(tlv::profile_id, Struct{{"profile type", u8(0)}, {"profile index", u8(1)}});
  made.set(tlv::ipv4_gateway_address, "10.133.45.202");
  made.set(tlv::ipv4_gateway_subnet_mask, "255.255.255.252");
  made.set(tlv::mtu, u32(1500));
  made.set(tlv::domain_name_list, List{"lan.example.org", "example.net"});
  made.set(tlv::ip_family, u8(4));
  return made;
}

Message event_report() {
  namespace tlv = nas::set_event_report::indication;
  Message made = modembench::qmi::indication(nas::service, 3, nas::set_event_report::id);
  const std::int8_t umts = 5;
  made.set(tlv::signal_strength, Struct{{"strength", std::int8_t{-71}}, {"radio interface", umts}});
  made.set(tlv::rf_band_information,
           List{Struct{{"radio interface", umts}, {"active band class", u16(80)}, {"active channel", u16(10'738)}}});
  made.set(tlv::registration_reject_reason, Struct{{"service domain", u8(2)}, {"reject cause", u16(7)}});
  made.set(tlv::rssi, Struct{{"rssi", u8(71)}, {"radio interface", umts}});
  made.set(tlv::ecio, Struct{{"ecio", u8(6)}, {"radio interface", umts}});
  made.set(tlv::io, std::int32_t{-65});
  made.set(tlv::sinr, u8(5));
  made.set(tlv::error_rate, Struct{{"rate", u16(12)}, {"radio interface", umts}});
  return made;
}

Message traffic_report() {
  namespace tlv = wds::set_event_report::indication;
  Message made = modembench::qmi::indication(wds::service, 3, wds::set_event_report::id);
  made.set(tlv::tx_packets_ok, u32(123'456));
  made.set(tlv::rx_packets_ok, u32(654'321));
  made.set(tlv::tx_packets_error, u32(0));
  made.set(tlv::rx_packets_error, u32(3));
  made.set(tlv::channel_rates,
           Struct{{"tx rate bps", std::int32_t{5'760'000}}, {"rx rate bps", std::int32_t{14'400'000}}});
  made.set(tlv::dormancy_status, u8(2));
  made.set(tlv::tx_bytes_ok, std::uint64_t{98'765'432});
  made.set(tlv::rx_bytes_ok, std::uint64_t{987'654'321});
  return made;
}

Message network_scan() {
  namespace tlv = nas::network_scan::response;
  Message made = response(nas::service, nas::network_scan::id);
  List networks;
  List technologies;
  for (int i = 0; i < kNetworks; ++i) {
    networks.emplace_back(Struct{{"mcc", u16(262)},
                                 {"mnc", u16(i)},
                                 {"network status", u8(0x2A)},
                                 {"description", fmt::format("A network with a name, number {}", i)}});
    technologies.emplace_back(Struct{{"mcc", u16(262)}, {"mnc", u16(i)}, {"radio interface", std::int8_t{5}}});
  }
  made.set(tlv::network_information, std::move(networks));
  made.set(tlv::radio_access_technology, std::move(technologies));
  return made;
}

Message profile_list() {
  Message made = response(wds::service, wds::get_profile_list::id);
  List profiles;
  for (int i = 0; i < kProfiles; ++i) {
    profiles.emplace_back(Struct{{"profile type", u8(0)},
                                 {"profile index", u8(i + 1)},
                                 {"profile name", fmt::format("profile number {:03}", i + 1)}});
  }
  made.set(wds::get_profile_list::response::profile_list, std::move(profiles));
  return made;
}

Message message_list() {
  Message made = response(wms::service, wms::list_messages::id);
  List messages;
  for (int i = 0; i < kMessages; ++i) {
    messages.emplace_back(Struct{{"memory index", u32(i)}, {"message tag", u8(i % 2)}});
  }
  made.set(wms::list_messages::response::message_list, std::move(messages));
  return made;
}

Message raw_message() {
  Message made = response(wms::service, wms::raw_read::id);
  Bytes pdu(kPdu);
  for (std::size_t i = 0; i < pdu.size(); ++i) pdu[i] = static_cast<std::uint8_t>(i);
  made.set(wms::raw_read::response::raw_message_data,
           Struct{{"message tag", u8(1)}, {"format", u8(6)}, {"raw data", std::move(pdu)}});
  return made;
}

}  // namespace

std::vector<Frame> frames() {
  return {{"DMS Get Operating Mode response", operating_mode(), parses<dms::get_operating_mode::Response>},
          {"NAS Get Signal Info response", signal_info(), parses<nas::get_signal_info::Response>},
          {"NAS Get Serving System response", serving_system(), parses<nas::get_serving_system::Response>},
          {"WDS Start Network request", start_network_request(), parses<wds::start_network::Request>},
          {"WDS Start Network response", start_network_response(), parses<wds::start_network::Response>},
          {"WDS Get Current Settings response", current_settings(), parses<wds::get_current_settings::Response>},
          {"NAS Event Report indication", event_report(), parses<nas::set_event_report::Indication>},
          {"WDS Event Report indication", traffic_report(), parses<wds::set_event_report::Indication>},
          {"NAS Network Scan response", network_scan(), parses<nas::network_scan::Response>},
          {"WDS Get Profile List response", profile_list(), parses<wds::get_profile_list::Response>},
          {"WMS List Messages response", message_list(), parses<wms::list_messages::Response>},
          {"WMS Raw Read response", raw_message(), parses<wms::raw_read::Response>}};
}

}  // namespace modembench::speed
