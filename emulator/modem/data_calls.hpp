#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/names.hpp"

namespace modembench::modem {

/// How many data calls are up at once. Not documented for a Gobi 3000; enough for two IP families of
/// several clients.
inline constexpr std::size_t kMaxCalls = 8;
/// How many Start Network requests wait for their answer at once.
inline constexpr std::size_t kMaxPendingStarts = 64;

/// A data call; it belongs to the WDS client id that started it.
struct DataCall {
  std::uint8_t client = 0;
  std::uint32_t handle = 0;  ///< packet data handle, 0 while the call isn't up
  qmi::wds::IpFamily family = qmi::wds::IpFamily::IPv4;
  std::uint8_t profile = 0;  ///< index of the connection profile it was started with
  std::string profile_name{};
  std::string apn{};
  std::string username{};
  std::uint8_t authentication = 0;
  bool autoconnect = false;
};

/// A Start Network request that isn't answered yet.
struct PendingStart {
  qmi::Header request;
  DataCall call;
  Instant due{};
};

/// The calls of the modem, up or on their way.
class DataCalls {
 public:
  /// Gives the call its packet data handle: never 0 or FFFFFFFF, never one in use.
  const DataCall& connect(DataCall call);
  void wait(PendingStart start) { pending_.push_back(std::move(start)); }

  [[nodiscard]] const std::vector<DataCall>& running() const { return running_; }
  [[nodiscard]] const std::vector<PendingStart>& pending() const { return pending_; }
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  /// The call of `client` in that family, or null.
  [[nodiscard]] const DataCall* find(std::uint8_t client, qmi::wds::IpFamily family) const;
  /// The oldest call of that family, whoever's, or null.
  [[nodiscard]] const DataCall* find(qmi::wds::IpFamily family) const;
  [[nodiscard]] bool is_pending(std::uint8_t client, qmi::wds::IpFamily family) const;

  /// Takes out the oldest call, or pending start, for which `chosen` holds.
  template <class Predicate>
  std::optional<DataCall> take_call(Predicate chosen) {
    return take(running_, chosen);
  }
  template <class Predicate>
  std::optional<PendingStart> take_pending(Predicate chosen) {
    return take(pending_, chosen);
  }

 private:
  template <class Entry, class Predicate>
  static std::optional<Entry> take(std::vector<Entry>& entries, Predicate chosen) {
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
      if (!chosen(*entry)) continue;
      Entry taken = std::move(*entry);
      entries.erase(entry);
      return taken;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::uint32_t new_handle();

  std::vector<DataCall> running_;
  std::vector<PendingStart> pending_;
  std::uint32_t last_handle_ = 0x20000000;
};

}  // namespace modembench::modem
