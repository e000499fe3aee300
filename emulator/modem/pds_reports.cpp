#include "emulator/modem/pds_reports.hpp"

#include <bit>
#include <cstdint>

#include "emulator/modem/core.hpp"
#include "emulator/modem/nmea.hpp"
#include "emulator/qmi/flags.hpp"
#include "emulator/qmi/messages/pds.hpp"

namespace modembench::modem {

namespace {

namespace pds = qmi::pds;
using Report = pds::set_event_report::Indication;

std::uint64_t f64(double number) { return std::bit_cast<std::uint64_t>(number); }
std::uint32_t f32(double number) { return std::bit_cast<std::uint32_t>(static_cast<float>(number)); }

/// What a fix says, as TLV 13 has it. Calendar time is GPS time, whose leap seconds aren't known here: only UTC is
/// said, guessed to be in milliseconds since 1970; speed in m/s.
pds::ParsedPosition parsed(const GpsFix& fix) {
  using Data = pds::PositionData;
  constexpr double kMetresPerSecond = 1 / 3.6;
  constexpr Data kValid = qmi::join(Data::TimestampUtc, Data::Latitude, Data::Longitude, Data::MeanSeaLevelAltitude,
                                    Data::HorizontalSpeed, Data::Heading, Data::HorizontalUncertaintyCircular,
                                    Data::PositionDop, Data::HorizontalDop, Data::VerticalDop, Data::OperatingMode);
  const auto if_valid = [&](double number) { return f32(fix.valid ? number : 0); };
  return {
      .valid = fix.valid ? kValid : Data{},
      .utc_timestamp = static_cast<std::uint64_t>(fix.time),
      .latitude_f64 = f64(fix.latitude),
      .longitude_f64 = f64(fix.longitude),
      .mean_sea_level_altitude_f32 = f32(fix.altitude),
      .horizontal_speed_f32 = f32(fix.speed * kMetresPerSecond),
      .heading_f32 = f32(fix.course),
      .horizontal_uncertainty_f32 = if_valid(kHorizontalUncertainty),
      .position_dop_f32 = if_valid(kPositionDop),
      .horizontal_dop_f32 = if_valid(kHorizontalDop),
      .vertical_dop_f32 = if_valid(kVerticalDop),
      .operating_mode = pds::OperatingMode::Standalone,
  };
}

}  // namespace

void report_nmea(Core& core, const GpsFix& fix) {
  PdsState& state = core.pds;
  const auto mode = fix.valid ? pds::OperationMode::Standalone : pds::OperationMode::Unknown;
  for (const std::string& sentence : nmea_sentences(fix, state.nmea.sentences)) {
    const bool to_port = state.nmea.output == pds::NmeaOutput::USB;
    if (to_port && state.nmea_said.size() + sentence.size() <= kMaxNmeaSaid) state.nmea_said += sentence;
    for (const std::uint8_t client : core.client_ids.clients_of(pds::service)) {
      if (state.clients[client].nmea) core.indicate(client, Report{.nmea_position = sentence});
      if (!state.clients[client].extended_nmea) continue;
      core.indicate(client, Report{.extended_nmea_position = Report::ExtendedNmeaPosition{mode, sentence}});
    }
  }
}

void report_position(Core& core, const GpsFix& fix, pds::PositionSessionStatus status) {
  Report report{.position_session_status = status};
  if (fix.valid) report.parsed_position = parsed(fix);
  core.indicate_all(core.pds.clients, &PdsState::Client::parsed, report);
}

pds::ServiceState service_state(const Core& core) {
  using State = pds::TrackingSessionState;
  return {std::uint8_t{core.pds.enabled}, core.pds.session ? State::Active : State::Inactive};
}

void report_service_state(Core& core) {
  for (const std::uint8_t client : core.client_ids.clients_of(pds::service)) {
    core.indicate(client, pds::get_gps_service_state::Indication{.state = service_state(core)});
  }
}

}  // namespace modembench::modem
