#include "emulator/modem/nas_signal.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/nas_serving.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using nas::SignalStrengthRequest;
using qmi::ErrorCode;

/// The radio interfaces that are heard: those of the network, or of the cells around where there is none yet.
std::vector<std::uint8_t> interfaces_of(const Radio& radio) {
  const NetworkSettings* network = radio.network();
  const auto& interfaces = network != nullptr ? network->radio_interfaces : radio.registration().radio_interfaces;
  if (interfaces.empty()) return {static_cast<std::uint8_t>(nas::RadioInterface::None)};
  return interfaces;
}

/// The magnitude of a number that is never above 0 dBm.
std::uint8_t rssi_of(const Reading& reading) { return static_cast<std::uint8_t>(-int{reading.dbm}); }

qmi::Value strength_of(const Reading& reading, std::uint8_t interface) {
  return qmi::Struct{{"strength", reading.dbm}, {"radio interface", interface}};
}
qmi::Value rssi_value(const Reading& reading, std::uint8_t interface) {
  return qmi::Struct{{"rssi", rssi_of(reading)}, {"radio interface", interface}};
}
qmi::Value ecio_value(const Reading& reading, std::uint8_t interface) {
  return qmi::Struct{{"ecio", reading.ecio}, {"radio interface", interface}};
}
qmi::Value error_rate_value(const Reading& reading, std::uint8_t interface) {
  return qmi::Struct{{"rate", reading.error_rate}, {"radio interface", interface}};
}

/// What a Set Event Report says of one delta: nothing if it doesn't speak of it.
void take_delta(const qmi::Value* value, std::string_view member, std::optional<std::uint8_t>& place) {
  if (value == nullptr) return;
  place.reset();
  if (number(value, "report") != 0) place = static_cast<std::uint8_t>(number(value, member));
}

void take_truth(const qmi::Value* value, bool& place) {
  if (value != nullptr) place = value->number() != 0;
}

tl::expected<std::vector<std::int8_t>, ErrorCode> read_thresholds(const qmi::Value& indicator) {
  std::vector<std::int8_t> thresholds;
  const qmi::Value* list = indicator.member("thresholds");
  if (number(&indicator, "report") == 0 || list == nullptr) return thresholds;
  for (const qmi::Value& item : list->list()) thresholds.push_back(static_cast<std::int8_t>(item.number()));
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
  for (const std::uint8_t interface : interfaces_of(radio)) {
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
void add_signal(qmi::Message& report, SignalReports& reports, std::uint8_t interface, const Reading& now) {
  namespace tlv = nas::set_event_report::indication;
  const bool is_new = !reports.known.contains(interface);
  auto& [seen, told] = reports.known[interface];
  if (!reports.thresholds.empty() && (is_new || crosses(reports.thresholds, seen.dbm, now.dbm))) {
    report.set(tlv::signal_strength, strength_of(now, interface));
  }
  if (reports.rssi_delta && (is_new || moved(reports.rssi_delta, told.dbm, now.dbm))) {
    report.set(tlv::rssi, rssi_value(now, interface));
    told.dbm = now.dbm;
  }
  if (reports.ecio_delta && (is_new || moved(reports.ecio_delta, told.ecio, now.ecio))) {
    report.set(tlv::ecio, ecio_value(now, interface));
    told.ecio = now.ecio;
  }
  if (reports.error_rate && (is_new || told.error_rate != now.error_rate)) {
    report.set(tlv::error_rate, error_rate_value(now, interface));
    told.error_rate = now.error_rate;
  }
  seen = now;
}

/// Likewise what a receiver measures once, whatever it listens to.
void add_measured_once(qmi::Message& report, SignalReports& reports, const SignalSettings& now) {
  namespace tlv = nas::set_event_report::indication;
  if (now.io && reports.io_delta && (!reports.told_io || moved(reports.io_delta, *reports.told_io, *now.io))) {
    report.set(tlv::io, *now.io);
    reports.told_io = now.io;
  }
  if (now.sinr && reports.sinr_delta &&
      (!reports.told_sinr || moved(reports.sinr_delta, *reports.told_sinr, *now.sinr))) {
    report.set(tlv::sinr, *now.sinr);
    reports.told_sinr = now.sinr;
  }
}

qmi::Message event_report(std::uint8_t client) {
  return qmi::indication(nas::service, client, nas::set_event_report::id);
}

void report_signal(Core& core, std::uint8_t client) {
  const SignalSettings* signal = core.radio.heard();
  if (signal == nullptr) return;
  SignalReports& reports = core.nas.clients[client].reports;
  bool first = true;
  for (const std::uint8_t interface : interfaces_of(core.radio)) {
    qmi::Message report = event_report(client);
    add_signal(report, reports, interface, signal->of(interface));
    if (std::exchange(first, false)) add_measured_once(report, reports, *signal);
    if (!report.tlvs.empty()) core.send(std::move(report));
  }
}

}  // namespace

void get_signal_strength(Core& core, const qmi::Message& request) {
  namespace tlv = nas::get_signal_strength::response;
  const SignalSettings* signal = core.radio.heard();
  // Guessed: with the radio off, or without a network, there is nothing to measure.
  if (signal == nullptr) return core.refuse(request, ErrorCode::InformationUnavailable);
  const std::uint64_t mask = number(request.find(nas::get_signal_strength::request::request_mask));
  const auto asked = [&](SignalStrengthRequest bit) { return (mask & static_cast<std::uint64_t>(bit)) != 0; };

  qmi::List others;
  qmi::List rssi;
  qmi::List ecio;
  qmi::List error_rates;
  const auto interfaces = interfaces_of(core.radio);
  for (const std::uint8_t interface : interfaces) {
    const Reading& reading = signal->of(interface);
    if (interface != interfaces.front()) others.push_back(strength_of(reading, interface));
    rssi.push_back(rssi_value(reading, interface));
    ecio.push_back(ecio_value(reading, interface));
    error_rates.push_back(error_rate_value(reading, interface));
  }
  qmi::Message response = qmi::response_to(request.header);
  response.set(tlv::signal_strength, strength_of(signal->of(interfaces.front()), interfaces.front()));
  if (!others.empty()) response.set(tlv::strength_list, std::move(others));
  if (asked(SignalStrengthRequest::Rssi)) response.set(tlv::rssi_list, std::move(rssi));
  if (asked(SignalStrengthRequest::Ecio)) response.set(tlv::ecio_list, std::move(ecio));
  if (asked(SignalStrengthRequest::Io) && signal->io) response.set(tlv::io, *signal->io);
  if (asked(SignalStrengthRequest::Sinr) && signal->sinr) response.set(tlv::sinr, *signal->sinr);
  if (asked(SignalStrengthRequest::ErrorRate)) response.set(tlv::error_rate_list, std::move(error_rates));
  core.send(std::move(response));
}

void set_event_report(Core& core, const qmi::Message& request) {
  namespace tlv = nas::set_event_report::request;
  SignalReports& reports = core.nas.clients[request.header.client].reports;
  if (const qmi::Value* indicator = request.find(tlv::signal_strength_indicator)) {
    auto thresholds = read_thresholds(*indicator);
    if (!thresholds) return core.refuse(request, thresholds.error());
    reports.thresholds = std::move(*thresholds);
  }
  take_truth(request.find(tlv::rf_band_information), reports.rf_band);
  take_truth(request.find(tlv::registration_reject_reason), reports.reject_reason);
  take_truth(request.find(tlv::error_rate_indicator), reports.error_rate);
  take_delta(request.find(tlv::rssi_indicator), "rssi delta", reports.rssi_delta);
  take_delta(request.find(tlv::ecio_indicator), "ecio delta", reports.ecio_delta);
  take_delta(request.find(tlv::io_indicator), "io delta", reports.io_delta);
  take_delta(request.find(tlv::sinr_indicator), "sinr delta", reports.sinr_delta);
  know(reports, core.radio);
  core.succeed(request);
}

void report_events(Core& core) {
  namespace tlv = nas::set_event_report::indication;
  NasState& state = core.nas;
  qmi::List bands = bands_in_use(core);
  const bool new_bands = !bands.empty() && bands != state.told_bands;
  const bool denied = std::exchange(state.told_denials, core.radio.denials()) != core.radio.denials();
  for (const std::uint8_t client : core.client_ids.clients_of(nas::service)) {
    report_signal(core, client);
    const SignalReports& reports = state.clients[client].reports;
    qmi::Message report = event_report(client);
    if (new_bands && reports.rf_band) report.set(tlv::rf_band_information, bands);
    if (denied && reports.reject_reason) {
      report.set(tlv::registration_reject_reason, qmi::Struct{{"service domain", nas::NetworkServiceDomain::CsPs},
                                                              {"reject cause", core.radio.reject_cause()}});
    }
    if (!report.tlvs.empty()) core.send(std::move(report));
  }
  state.told_bands = std::move(bands);
}

}  // namespace modembench::modem
