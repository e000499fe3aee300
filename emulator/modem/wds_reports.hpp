#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/bearer.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/wds.hpp"

/// WDS Set Event Report, and the indications that come of it: at once when something changes, and transfer
/// statistics every so often while a call is up.
namespace modembench::modem {

/// What a client can be told of the call it sees; nothing of it while there is none.
struct ConnectionView {
  bool up = false;
  bool dormant = false;
  Bearer bearer{};
  bool operator==(const ConnectionView&) const = default;
};

/// What one client wants to be told. One that wants nothing has none.
struct EventReporter {
  std::uint8_t client = 0;
  bool channel_rate = false;
  bool data_bearer = false;
  bool dormancy = false;
  bool current_data_bearer = false;
  std::uint8_t interval = 0;  ///< of the statistics, in seconds; 0: none
  qmi::wds::PacketStatisticsMask mask{};
  Instant due{};          ///< of the next statistics
  ConnectionView told{};  ///< what the changes are reckoned from
};

class EventReporters {
 public:
  /// The client's, made if there is none.
  EventReporter& of(std::uint8_t client);
  void remove(std::uint8_t client);
  [[nodiscard]] std::vector<EventReporter>& all() { return reporters_; }
  [[nodiscard]] std::optional<Instant> next_deadline() const;

 private:
  std::vector<EventReporter> reporters_;
};

void set_wds_event_report(Core& core, const Asked<qmi::wds::set_event_report::Request>& request);
/// Nothing is reported to this client any more.
void stop_reports(Core& core, std::uint8_t client);
/// Whoever wants to know of it is told what has changed.
void report_changes(Core& core);
void report_due_statistics(Core& core);

}  // namespace modembench::modem
