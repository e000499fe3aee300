#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/traffic.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

/// How many data calls are up at once, over both IP families. Not documented for a Gobi 3000; enough for two
/// IP families of several clients.
inline constexpr std::size_t kMaxCalls = 8;
/// How many Start Network requests wait for their answer at once.
inline constexpr std::size_t kMaxPendingStarts = 64;
/// Stands for the modem as the owner of a call that no client started.
inline constexpr std::uint8_t kNobody = 0;

/// What a call is started with: from the request or from the connection profile.
struct CallWish {
  qmi::wds::IpFamily family = qmi::wds::IpFamily::IPv4;
  std::uint8_t profile = 0;  ///< index of the connection profile
  std::string profile_name{};
  std::string apn{};
  std::string username{};
  std::string password{};
  qmi::wds::Authentication authentication = qmi::wds::Authentication::None;
  std::string ipv4_address{};      ///< the address wished for; empty: any
  std::string primary_ipv4_dns{};  ///< the server used instead of the network's; empty: the network's
  std::string secondary_ipv4_dns{};
  std::optional<qmi::wds::UmtsQos> umts_qos{};  ///< requested by the profile
  std::optional<qmi::wds::GprsQos> gprs_qos{};
  bool pcscf_by_pco = false;
  std::optional<qmi::wds::AutoconnectSetting> autoconnect{};  ///< what autoconnect is set to once the call is up

  /// Whether the network asks for user name and password before the call is up.
  [[nodiscard]] bool authenticates() const {
    return authentication != qmi::wds::Authentication::None && !username.empty();
  }
};

/// A data call; it belongs to the WDS client id that started it.
struct DataCall {
  std::uint8_t client = kNobody;
  std::uint32_t handle = 0;  ///< packet data handle, 0 while the call isn't up
  CallWish wish{};
  std::string address{};  ///< the call's own, IPv4 or IPv6
  Instant since{};
  bool dormant = false;
  Instant active_since{};    ///< start of the present active period; unused while dormant
  Duration active_before{};  ///< sum of the active periods before that
  Traffic counted{};         ///< traffic that the data plane has reported

  [[nodiscard]] qmi::wds::IpFamily family() const { return wish.family; }
  [[nodiscard]] Duration total_time(Instant now) const { return now - since; }
  [[nodiscard]] Duration active_time(Instant now) const {
    return active_before + (dormant ? Duration::zero() : now - active_since);
  }
  /// Whether the modem brings the call up again after it is lost.
  [[nodiscard]] bool keeps_itself() const { return wish.autoconnect == qmi::wds::AutoconnectSetting::Enabled; }
  /// The traffic so far: what the data plane has reported and what the settings make up.
  [[nodiscard]] Traffic traffic(const CallSettings& settings, Instant now) const;
  void set_dormant(bool wanted, Instant now);
};

/// A Start Network request that isn't answered yet.
struct PendingStart {
  qmi::Header request;
  CallWish wish;
  Instant due{};

  [[nodiscard]] std::uint8_t client() const { return request.client; }
};

/// The calls of the modem, up or on their way.
class DataCalls {
 public:
  /// A new packet data handle: never 0 or FFFFFFFF, never one in use.
  [[nodiscard]] std::uint32_t new_handle();
  /// Takes a call that comes up, and gives it its address and, unless it has one, its packet data handle. There must be
  /// room for it.
  const DataCall& connect(DataCall call, const CallSettings& settings);
  /// Gives every call of `family` the address that these settings have for it, in the order in which the calls came up.
  /// Calls of the other family keep theirs.
  void readdress(qmi::wds::IpFamily family, const CallSettings& settings);
  [[nodiscard]] bool full() const { return running_.size() >= kMaxCalls; }
  void wait(PendingStart start) { pending_.push_back(std::move(start)); }

  [[nodiscard]] const std::vector<DataCall>& running() const { return running_; }
  [[nodiscard]] const std::vector<PendingStart>& pending() const { return pending_; }
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  /// The call of `client` in `family`; null if there is none.
  [[nodiscard]] const DataCall* find(std::uint8_t client, qmi::wds::IpFamily family) const;
  /// The oldest call of `family`, whichever client's; null if there is none.
  [[nodiscard]] const DataCall* find(qmi::wds::IpFamily family) const;
  /// The call with this packet data handle; null if there is none.
  [[nodiscard]] DataCall* find_handle(std::uint64_t handle);
  /// The pending start of `client` in `family`; null if there is none.
  [[nodiscard]] const PendingStart* find_pending(std::uint8_t client, qmi::wds::IpFamily family) const;

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

  [[nodiscard]] std::string new_address(const CallWish& wish, const CallSettings& settings) const;

  std::vector<DataCall> running_;
  std::vector<PendingStart> pending_;
  std::uint32_t last_handle_ = 0x20000000;
};

}  // namespace modembench::modem
