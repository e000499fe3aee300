#include "emulator/modem/pds_reports.hpp"

#include <bit>
#include <cstdint>

#include "emulator/modem/core.hpp"
#include "emulator/modem/nmea.hpp"

namespace modembench::modem {

namespace {

namespace pds = qmi::pds;
namespace tlv = pds::set_event_report::indication;

std::uint64_t f64(double number) { return std::bit_cast<std::uint64_t>(number); }
std::uint32_t f32(double number) { return std::bit_cast<std::uint32_t>(static_cast<float>(number)); }

/// What a fix says, as TLV 13 has it. Calendar time is GPS time, whose leap seconds aren't known here: only UTC is
/// said, guessed to be in milliseconds since 1970; speed in m/s.
qmi::Value parsed(const GpsFix& fix) {
  using Data = pds::PositionData;
  constexpr double kMetresPerSecond = 1 / 3.6;
  std::uint32_t valid = 0;
  if (fix.valid) {
    for (const Data data : {Data::TimestampUtc, Data::Latitude, Data::Longitude, Data::MeanSeaLevelAltitude,
                            Data::HorizontalSpeed, Data::Heading, Data::HorizontalUncertaintyCircular,
                            Data::PositionDop, Data::HorizontalDop, Data::VerticalDop, Data::OperatingMode}) {
      valid |= static_cast<std::uint32_t>(data);
    }
  }
  const auto if_valid = [&](double number) { return f32(fix.valid ? number : 0); };
  constexpr std::uint8_t kNone8 = 0;
  constexpr std::uint16_t kNone16 = 0;
  constexpr std::uint32_t kNone32 = 0;
  return qmi::Struct{{"valid", valid},
                     {"calendar year", kNone16},
                     {"calendar month", kNone8},
                     {"calendar weekday", kNone8},
                     {"calendar day", kNone8},
                     {"calendar hour", kNone8},
                     {"calendar minute", kNone8},
                     {"calendar second", kNone8},
                     {"calendar millisecond", kNone16},
                     {"leap seconds", kNone8},
                     {"utc timestamp", static_cast<std::uint64_t>(fix.time)},
                     {"utc uncertainty", kNone32},
                     {"latitude f64", f64(fix.latitude)},
                     {"longitude f64", f64(fix.longitude)},
                     {"ellipsoid altitude f32", kNone32},
                     {"mean sea level altitude f32", f32(fix.altitude)},
                     {"horizontal speed f32", f32(fix.speed * kMetresPerSecond)},
                     {"vertical speed f32", kNone32},
                     {"heading f32", f32(fix.course)},
                     {"horizontal uncertainty f32", if_valid(kHorizontalUncertainty)},
                     {"semi major f32", kNone32},
                     {"semi minor f32", kNone32},
                     {"orient azimuth f32", kNone32},
                     {"vertical uncertainty f32", kNone32},
                     {"horizontal velocity uncertainty f32", kNone32},
                     {"vertical velocity uncertainty f32", kNone32},
                     {"horizontal confidence", kNone8},
                     {"position dop f32", if_valid(kPositionDop)},
                     {"horizontal dop f32", if_valid(kHorizontalDop)},
                     {"vertical dop f32", if_valid(kVerticalDop)},
                     {"operating mode", pds::OperatingMode::Standalone}};
}

qmi::Message event_report(std::uint8_t client) {
  return qmi::indication(pds::service, client, pds::set_event_report::id);
}

}  // namespace

void report_nmea(Core& core, const GpsFix& fix) {
  PdsState& state = core.pds;
  const auto mode = fix.valid ? pds::OperationMode::Standalone : pds::OperationMode::Unknown;
  for (const std::string& sentence : nmea_sentences(fix, state.nmea_kinds)) {
    const bool to_port = state.nmea_output == static_cast<std::uint8_t>(pds::NmeaOutput::USB);
    if (to_port && state.nmea_said.size() + sentence.size() <= kMaxNmeaSaid) state.nmea_said += sentence;
    for (const std::uint8_t client : core.client_ids.clients_of(pds::service)) {
      if (state.clients[client].nmea) {
        qmi::Message report = event_report(client);
        report.set(tlv::nmea_position, sentence);
        core.send(std::move(report));
      }
      if (state.clients[client].extended_nmea) {
        qmi::Message report = event_report(client);
        report.set(tlv::extended_nmea_position, qmi::Struct{{"operation mode", mode}, {"nmea", sentence}});
        core.send(std::move(report));
      }
    }
  }
}

void report_position(Core& core, const GpsFix& fix, pds::PositionSessionStatus status) {
  for (const std::uint8_t client : core.client_ids.clients_of(pds::service)) {
    if (!core.pds.clients[client].parsed) continue;
    qmi::Message report = event_report(client);
    report.set(tlv::position_session_status, status);
    if (fix.valid) report.set(tlv::parsed_position, parsed(fix));
    core.send(std::move(report));
  }
}

qmi::Value service_state(const Core& core) {
  using State = pds::TrackingSessionState;
  return qmi::Struct{{"gps service state", std::uint8_t{core.pds.enabled}},
                     {"tracking session state", core.pds.session ? State::Active : State::Inactive}};
}

void report_service_state(Core& core) {
  for (const std::uint8_t client : core.client_ids.clients_of(pds::service)) {
    qmi::Message report = qmi::indication(pds::service, client, pds::get_gps_service_state::id);
    report.set(pds::get_gps_service_state::indication::state, service_state(core));
    core.send(std::move(report));
  }
}

}  // namespace modembench::modem
