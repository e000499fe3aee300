#include "emulator/modem/nas_signal.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/nas_serving.hpp"
#include "emulator/qmi/messages/nas.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using nas::SignalStrengthRequest;
using qmi::ErrorCode;
using Wishes = nas::set_event_report::Request;
using Report = nas::set_event_report::Indication;

/// The radio interfaces that are heard: those of the network, or of the cells around where there is none yet.
std::vector<nas::RadioInterface> interfaces_of(const Radio& radio) {
  const NetworkSettings* network = radio.network();
  const auto& interfaces = network != nullptr ? network->radio_interfaces : radio.registration().radio_interfaces;
  if (interfaces.empty()) return {nas::RadioInterface::None};
  return interfaces;
}

/// The magnitude of a number that is never above 0 dBm.
std::uint8_t rssi_of(const Reading& reading) { return static_cast<std::uint8_t>(-int{reading.dbm}); }

nas::SignalStrength strength_of(const Reading& reading, nas::RadioInterface interface) {
  return {reading.dbm, interface};
}
nas::Rssi rssi_value(const Reading& reading, nas::RadioInterface interface) { return {rssi_of(reading), interface}; }
nas::Ecio ecio_value(const Reading& reading, nas::RadioInterface interface) { return {reading.ecio, interface}; }
nas::ErrorRate error_rate_value(const Reading& reading, nas::RadioInterface interface) {
  return {reading.error_rate, interface};
}

/// What a Set Event Report says of one delta, `indicator`; it is left as it is if the request doesn't speak of it.
template <class Indicator>
void take_delta(const std::optional<Indicator>& indicator, std::uint8_t Indicator::*delta,
                std::optional<std::uint8_t>& place) {
  if (!indicator) return;
  place.reset();
  if (indicator->report != 0) place = (*indicator).*delta;
}

tl::expected<std::vector<std::int8_t>, ErrorCode> read_thresholds(const Wishes::SignalStrengthIndicator& indicator) {
  const std::vector<std::int8_t>& thresholds = indicator.thresholds;
  if (indicator.report == 0) return std::vector<std::int8_t>();
  if (thresholds.empty()) return tl::unexpected(ErrorCode::NoThresholdsProvided);
  // Guessed: the limit is the SDK's, no source says how the modem itself refuses more.
  if (thresholds.size() > kMaxSignalThresholds) return tl::unexpected(ErrorCode::InvalidArgument);
  return thresholds;
}

/// A client that asks for reports knows how things stand: what comes is about changes.
void know(SignalReports& reports, const Radio& radio) {
  reports.known.clear();
  const SignalSettings* signal = radio.heard();
  reports.told_io = signal != nullptr ? signal->io : std::nullopt;
  reports.told_sinr = signal != nullptr ? signal->sinr : std::nullopt;
  if (signal == nullptr) return;
  for (const nas::RadioInterface interface : interfaces_of(radio)) {
    reports.known[interface] = {signal->of(interface), signal->of(interface)};
  }
}

bool moved(const std::optional<std::uint8_t>& delta, int from, int to) {
  return delta && std::abs(to - from) >= std::max<int>(*delta, 1);
}

bool crosses(const std::vector<std::int8_t>& thresholds, std::int8_t from, std::int8_t to) {
  return std::any_of(thresholds.begin(), thresholds.end(),
                     [&](std::int8_t threshold) { return (from >= threshold) != (to >= threshold); });
}

/// Adds what is to be told of one radio interface. One that is heard for the first time is told of.
void add_signal(Report& report, SignalReports& reports, nas::RadioInterface interface, const Reading& now) {
  const bool is_new = !reports.known.contains(interface);
  auto& [seen, told] = reports.known[interface];
  if (!reports.thresholds.empty() && (is_new || crosses(reports.thresholds, seen.dbm, now.dbm))) {
    report.signal_strength = strength_of(now, interface);
  }
  if (reports.rssi_delta && (is_new || moved(reports.rssi_delta, told.dbm, now.dbm))) {
    report.rssi = rssi_value(now, interface);
    told.dbm = now.dbm;
  }
  if (reports.ecio_delta && (is_new || moved(reports.ecio_delta, told.ecio, now.ecio))) {
    report.ecio = ecio_value(now, interface);
    told.ecio = now.ecio;
  }
  if (reports.error_rate && (is_new || told.error_rate != now.error_rate)) {
    report.error_rate = error_rate_value(now, interface);
    told.error_rate = now.error_rate;
  }
  seen = now;
}

/// Likewise what a receiver measures once, whatever it listens to.
void add_measured_once(Report& report, SignalReports& reports, const SignalSettings& now) {
  if (now.io && reports.io_delta && (!reports.told_io || moved(reports.io_delta, *reports.told_io, *now.io))) {
    report.io = now.io;
    reports.told_io = now.io;
  }
  if (now.sinr && reports.sinr_delta &&
      (!reports.told_sinr || moved(reports.sinr_delta, *reports.told_sinr, *now.sinr))) {
    report.sinr = now.sinr;
    reports.told_sinr = now.sinr;
  }
}

void report_signal(Core& core, std::uint8_t client) {
  const SignalSettings* signal = core.radio.heard();
  if (signal == nullptr) return;
  SignalReports& reports = core.nas.clients[client].reports;
  bool first = true;
  for (const nas::RadioInterface interface : interfaces_of(core.radio)) {
    Report report;
    add_signal(report, reports, interface, signal->of(interface));
    if (std::exchange(first, false)) add_measured_once(report, reports, *signal);
    if (report != Report{}) core.indicate(client, report);
  }
}

}  // namespace

void get_signal_strength(Core& core, const Asked<nas::get_signal_strength::Request>& request) {
  const SignalSettings* signal = core.radio.heard();
  // Guessed: with the radio off, or without a network, there is nothing to measure.
  if (signal == nullptr) return core.refuse(request, ErrorCode::InformationUnavailable);
  const auto mask = request->request_mask.value_or(SignalStrengthRequest{});
  const auto asked = [&](SignalStrengthRequest bit) { return has(mask, bit); };

  std::vector<nas::SignalStrength> others;
  std::vector<nas::Rssi> rssi;
  std::vector<nas::Ecio> ecio;
  std::vector<nas::ErrorRate> error_rates;
  const auto interfaces = interfaces_of(core.radio);
  for (const nas::RadioInterface interface : interfaces) {
    const Reading& reading = signal->of(interface);
    if (interface != interfaces.front()) others.push_back(strength_of(reading, interface));
    rssi.push_back(rssi_value(reading, interface));
    ecio.push_back(ecio_value(reading, interface));
    error_rates.push_back(error_rate_value(reading, interface));
  }
  nas::get_signal_strength::Response response;
  response.signal_strength = strength_of(signal->of(interfaces.front()), interfaces.front());
  if (!others.empty()) response.strength_list = std::move(others);
  if (asked(SignalStrengthRequest::Rssi)) response.rssi_list = std::move(rssi);
  if (asked(SignalStrengthRequest::Ecio)) response.ecio_list = std::move(ecio);
  if (asked(SignalStrengthRequest::Io)) response.io = signal->io;
  if (asked(SignalStrengthRequest::Sinr)) response.sinr = signal->sinr;
  if (asked(SignalStrengthRequest::ErrorRate)) response.error_rate_list = std::move(error_rates);
  core.respond(request, response);
}

void set_event_report(Core& core, const Asked<nas::set_event_report::Request>& request) {
  SignalReports& reports = core.nas.clients[request.header.client].reports;
  if (const auto& indicator = request->signal_strength_indicator) {
    auto thresholds = read_thresholds(*indicator);
    if (!thresholds) return core.refuse(request, thresholds.error());
    reports.thresholds = std::move(*thresholds);
  }
  follow(request->rf_band_information, reports.rf_band);
  follow(request->registration_reject_reason, reports.reject_reason);
  follow(request->error_rate_indicator, reports.error_rate);
  take_delta(request->rssi_indicator, &Wishes::RssiIndicator::rssi_delta, reports.rssi_delta);
  take_delta(request->ecio_indicator, &Wishes::EcioIndicator::ecio_delta, reports.ecio_delta);
  take_delta(request->io_indicator, &Wishes::IoIndicator::io_delta, reports.io_delta);
  take_delta(request->sinr_indicator, &Wishes::SinrIndicator::sinr_delta, reports.sinr_delta);
  know(reports, core.radio);
  core.succeed(request);
}

void report_events(Core& core) {
  NasState& state = core.nas;
  const std::vector<nas::BandOfInterface> bands = bands_in_use(core);
  std::vector<BandInUse> in_use;
  for (const nas::BandOfInterface& band : bands) {
    in_use.push_back({band.radio_interface, band.active_band_class, band.active_channel});
  }
  const bool new_bands = !bands.empty() && in_use != state.told_bands;
  const bool denied = std::exchange(state.told_denials, core.radio.denials()) != core.radio.denials();
  for (const std::uint8_t client : core.client_ids.clients_of(nas::service)) {
    report_signal(core, client);
    const SignalReports& reports = state.clients[client].reports;
    Report report;
    if (new_bands && reports.rf_band) report.rf_band_information = bands;
    if (denied && reports.reject_reason) {
      report.registration_reject_reason = {nas::NetworkServiceDomain::CsPs, core.radio.reject_cause()};
    }
    if (report != Report{}) core.indicate(client, report);
  }
  state.told_bands = std::move(in_use);
}

}  // namespace modembench::modem
