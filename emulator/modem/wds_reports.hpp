#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/bearer.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// WDS Set Event Report, and the event reports that come of it: some at once when something changes, transfer
/// statistics periodically while a call is up.
namespace modembench::modem {

/// What a client can be told of the call that it sees; the default while there is none.
struct ConnectionView {
  bool up = false;
  bool dormant = false;
  Bearer bearer{};
  bool operator==(const ConnectionView&) const = default;
};

/// What one client wants to be told. A client that wants nothing has no reporter.
struct EventReporter {
  std::uint8_t client = 0;
  bool channel_rate = false;
  bool data_bearer = false;
  bool dormancy = false;
  bool current_data_bearer = false;
  std::uint8_t interval = 0;  ///< seconds between statistics; 0: none
  qmi::wds::PacketStatisticsMask mask{};
  Instant due{};          ///< when the next statistics are due
  ConnectionView told{};  ///< the view that changes are reckoned from
};

class EventReporters {
 public:
  /// The reporter of `client`, made if there is none.
  EventReporter& of(std::uint8_t client);
  void remove(std::uint8_t client);
  [[nodiscard]] std::vector<EventReporter>& all() { return reporters_; }
  [[nodiscard]] std::optional<Instant> next_deadline() const;

 private:
  std::vector<EventReporter> reporters_;
};

void set_wds_event_report(Core& core, const Asked<qmi::wds::set_event_report::Request>& request);
/// Ends all reports to `client`.
void stop_reports(Core& core, std::uint8_t client);
/// Reports what has changed to the clients that want to know of it.
void report_changes(Core& core);
void report_due_statistics(Core& core);

}  // namespace modembench::modem
