#include "emulator/modem/wds_reports.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/modem/wds_statistics.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

namespace wds = qmi::wds;
using Report = wds::set_event_report::Indication;

ConnectionView view_of(const Core& core, std::uint8_t client) {
  const DataCall* call = call_seen_by(core, client);
  if (call == nullptr) return {};
  return {true, call->dormant, core.wds.bearer};
}

// Guessed: without a call the bearer is unknown and the rates are 0, and nothing is said of dormancy.
void report_change(Core& core, const EventReporter& reporter, const ConnectionView& now) {
  const ConnectionView& before = reporter.told;
  Report report;
  if (reporter.channel_rate &&
      (now.bearer.tx_rate != before.bearer.tx_rate || now.bearer.rx_rate != before.bearer.rx_rate)) {
    report.channel_rates = Report::ChannelRates{static_cast<std::int32_t>(now.bearer.tx_rate),
                                                static_cast<std::int32_t>(now.bearer.rx_rate)};
  }
  if (reporter.data_bearer && now.bearer.technology != before.bearer.technology) {
    report.data_bearer_technology = now.bearer.technology;
  }
  if (reporter.dormancy && now.up && (!before.up || now.dormant != before.dormant)) {
    report.dormancy_status =
        now.dormant ? wds::DormancyStatus::TrafficChannelDormant : wds::DormancyStatus::TrafficChannelActive;
  }
  if (reporter.current_data_bearer && now.bearer.technology != before.bearer.technology) {
    report.current_data_bearer_technology = current_bearer(now.bearer);
  }
  if (report != Report{}) core.indicate(reporter.client, report);
}

}  // namespace

EventReporter& EventReporters::of(std::uint8_t client) {
  const auto found =
      std::find_if(reporters_.begin(), reporters_.end(), [&](const EventReporter& r) { return r.client == client; });
  if (found != reporters_.end()) return *found;
  EventReporter reporter;
  reporter.client = client;
  return reporters_.emplace_back(reporter);
}

void EventReporters::remove(std::uint8_t client) {
  std::erase_if(reporters_, [&](const EventReporter& reporter) { return reporter.client == client; });
}

std::optional<Instant> EventReporters::next_deadline() const {
  std::optional<Instant> next;
  for (const EventReporter& reporter : reporters_) {
    if (reporter.interval != 0) next = earlier(next, reporter.due);
  }
  return next;
}

// Mobile IP (TLV 14) may be asked for: there is none in a GSM image, nothing of it changes.
void set_wds_event_report(Core& core, const Asked<wds::set_event_report::Request>& request) {
  const std::uint8_t client = request.header.client;
  EventReporter& reporter = core.wds.reporters.of(client);
  follow(request->channel_rate, reporter.channel_rate);
  follow(request->data_bearer_technology, reporter.data_bearer);
  follow(request->dormancy_status, reporter.dormancy);
  follow(request->current_data_bearer_technology, reporter.current_data_bearer);
  if (const auto& statistics = request->transfer_statistics) {
    reporter.interval = statistics->interval_seconds;
    // The same bits, as a number with a sign.
    reporter.mask = static_cast<wds::PacketStatisticsMask>(statistics->indicators);
    if (reporter.mask == wds::PacketStatisticsMask{}) reporter.interval = 0;
    reporter.due = later(core.now(), std::chrono::seconds(reporter.interval));
  }
  reporter.told = view_of(core, client);
  const bool wants_any = reporter.channel_rate || reporter.data_bearer || reporter.dormancy ||
                         reporter.current_data_bearer || reporter.interval != 0;
  if (!wants_any) core.wds.reporters.remove(client);
  core.succeed(request);
}

void stop_reports(Core& core, std::uint8_t client) { core.wds.reporters.remove(client); }

void report_changes(Core& core) {
  for (EventReporter& reporter : core.wds.reporters.all()) {
    const ConnectionView now = view_of(core, reporter.client);
    if (now == reporter.told) continue;
    report_change(core, reporter, now);
    reporter.told = now;
  }
}

void report_due_statistics(Core& core) {
  for (EventReporter& reporter : core.wds.reporters.all()) {
    if (reporter.interval == 0 || reporter.due > core.now()) continue;
    reporter.due = later(reporter.due, std::chrono::seconds(reporter.interval));
    const DataCall* call = call_seen_by(core, reporter.client);
    if (call == nullptr) continue;
    Report report;
    add_statistics(report, call->traffic(core.settings.call, core.now()), reporter.mask);
    if (report != Report{}) core.indicate(reporter.client, report);
  }
}

}  // namespace modembench::modem
