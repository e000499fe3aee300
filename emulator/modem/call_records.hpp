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
  std::uint8_t client = 0;  ///< the client that started the call; 0 once its id is released
  qmi::wds::IpFamily family = qmi::wds::IpFamily::IPv4;
  qmi::wds::DataBearerTechnology bearer = qmi::wds::DataBearerTechnology::Unknown;
  Instant since{};
  Duration total{};
  Duration active{};  ///< how long the call was not dormant
  std::string ipv4_address{};
  Traffic traffic{};
  qmi::wds::CallEndReason reason{};
  bool listed = true;  ///< false: cleared from the list, still known as the last call
};

/// The calls that are over, the oldest first.
class CallRecords {
 public:
  /// Adds a record and gives it its id. The oldest record goes if there are more than `kMaxCallRecords`.
  void add(CallRecord record);
  /// Clears the list. The last call of each family stays known, but isn't listed.
  void clear();
  /// Makes the records of `client` nobody's.
  void disown(std::uint8_t client);

  [[nodiscard]] const std::deque<CallRecord>& all() const { return records_; }
  /// The listed record with this id; null if there is none.
  [[nodiscard]] const CallRecord* find(std::uint64_t id) const;
  /// The last ended call of `family`: of `client`, or of any client if that is nothing. Null if there is none.
  [[nodiscard]] const CallRecord* last(qmi::wds::IpFamily family, std::optional<std::uint8_t> client) const;

 private:
  std::deque<CallRecord> records_;
  std::uint16_t last_id_ = 0;
};

}  // namespace modembench::modem
