#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "emulator/instant.hpp"
#include "emulator/modem/traffic.hpp"
#include "emulator/qmi/enums/wds.hpp"

namespace modembench::modem {

/// How many ended calls are remembered. Guessed: a Gobi tells its limit (WDS Get Call List Max Size), no trace
/// of an answer was found.
inline constexpr std::size_t kMaxCallRecords = 10;

/// A data call that is over.
struct CallRecord {
  std::uint16_t id = 0;
  std::uint8_t client = 0;  ///< the client that started it; 0 once that is gone
  qmi::wds::IpFamily family = qmi::wds::IpFamily::IPv4;
  qmi::wds::DataBearerTechnology bearer = qmi::wds::DataBearerTechnology::Unknown;
  Instant since{};
  Duration total{};
  Duration active{};  ///< not dormant
  std::string ipv4_address{};
  Traffic traffic{};
  qmi::wds::CallEndReason reason{};
  bool listed = true;  ///< false: cleared from the list, still known as the last call
};

/// The calls that are over, the oldest first.
class CallRecords {
 public:
  /// Gives it its id; the oldest one goes if there are too many.
  void add(CallRecord record);
  /// The list is empty then.
  void clear();
  /// Nobody's from now on.
  void disown(std::uint8_t client);

  [[nodiscard]] const std::deque<CallRecord>& all() const { return records_; }
  /// One of the list, or null.
  [[nodiscard]] const CallRecord* find(std::uint64_t id) const;
  /// The last call of that family, of anybody or of `client` only; or null.
  [[nodiscard]] const CallRecord* last(qmi::wds::IpFamily family, std::optional<std::uint8_t> client) const;

 private:
  std::deque<CallRecord> records_;
  std::uint16_t last_id_ = 0;
};

}  // namespace modembench::modem
