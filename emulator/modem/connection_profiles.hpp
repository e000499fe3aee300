#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/qmi/enums/wds.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::modem {

/// How many 3GPP profiles the modem stores; indices are 1..16.
inline constexpr std::uint8_t kMaxProfiles = 16;
/// The longest APN (3GPP TS 23.003).
inline constexpr std::size_t kMaxApn = 100;
/// The longest of the other texts. Guessed: what fits 7 bits.
inline constexpr std::size_t kMaxProfileText = 127;
/// PAP and CHAP, the masks of authentication that there are.
inline constexpr std::uint64_t kMostAuthentication = 3;
/// The one a call is started with if it names none.
inline constexpr std::uint8_t kDefaultProfile = 1;

/// A stored connection profile: its settings as the TLVs 10..2E that Create, Modify and Get share.
struct ConnectionProfile {
  std::uint8_t index = 0;
  std::vector<qmi::Tlv> settings{};

  [[nodiscard]] const qmi::Value* find(std::uint8_t id) const;
  [[nodiscard]] qmi::wds::PdpType pdp_type() const;
  /// Empty if it isn't set.
  [[nodiscard]] const std::string& text(std::uint8_t id) const;
};

/// What the modem remembers about connections, over power cycles too.
class ConnectionProfiles {
 public:
  /// Profile 1 is there, with the default settings.
  ConnectionProfiles();

  [[nodiscard]] const std::vector<ConnectionProfile>& all() const { return profiles_; }
  [[nodiscard]] const ConnectionProfile* find(std::uint64_t index) const;
  /// With the default settings, at the lowest free index; nothing if there is none.
  [[nodiscard]] std::optional<std::uint8_t> create();
  /// False if it isn't there.
  bool remove(std::uint64_t index);
  /// Puts the settings of a Create or Modify Profile request into profile `index`, all of them or, on an error, none.
  qmi::ErrorCode modify(std::uint64_t index, const qmi::Message& request);

 private:
  std::vector<ConnectionProfile> profiles_;  ///< sorted by index
};

/// What a profile is before anybody has changed it: IPv4, without a name, an APN or a user, with the quality of
/// service of the subscription. Guessed: what a phone of that time would have.
[[nodiscard]] std::vector<qmi::Tlv> default_profile_settings();
/// Quality of service that asks for what the subscription has: every value 0 (3GPP TS 24.008).
[[nodiscard]] qmi::Value subscribed_umts_qos();
[[nodiscard]] qmi::Value subscribed_gprs_qos();

/// Whether a Create or Modify Profile request says something a profile can't be.
[[nodiscard]] qmi::ErrorCode check_profile_settings(const qmi::Message& request);

}  // namespace modembench::modem
