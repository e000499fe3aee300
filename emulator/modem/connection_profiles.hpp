#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

/// How many 3GPP profiles the modem stores; indices are 1..16.
inline constexpr std::uint8_t kMaxProfiles = 16;
/// The longest APN (3GPP TS 23.003).
inline constexpr std::size_t kMaxApn = 100;
/// The longest of the other texts. Guessed: what fits 7 bits.
inline constexpr std::size_t kMaxProfileText = 127;
/// Whether there is a text, and it has more than `most` bytes.
[[nodiscard]] inline bool is_longer(const std::optional<std::string>& text, std::size_t most) {
  return text && text->size() > most;
}

/// PAP and CHAP: all the methods of authentication that a profile can name.
inline constexpr qmi::wds::Authentication kMostAuthentication{3};
/// The profile that a call is started with if its request names none.
inline constexpr std::uint8_t kDefaultProfile = 1;

/// The settings that Create, Modify and Get Profile Settings share.
struct StoredSettings {
  qmi::wds::ProfileSettings common{};
  qmi::wds::NewerProfileSettings newer{};
};

/// A stored connection profile.
struct ConnectionProfile {
  std::uint8_t index = 0;
  StoredSettings settings{};

  [[nodiscard]] qmi::wds::PdpType pdp_type() const {
    return settings.common.pdp_type.value_or(qmi::wds::PdpType::IPv4);
  }
};

/// What the modem remembers about connections, over power cycles too.
class ConnectionProfiles {
 public:
  /// Starts with profile 1, which has the default settings.
  ConnectionProfiles();

  [[nodiscard]] const std::vector<ConnectionProfile>& all() const { return profiles_; }
  [[nodiscard]] const ConnectionProfile* find(std::uint64_t index) const;
  /// Creates a profile with the default settings at the lowest free index. Returns nothing if no index is free.
  [[nodiscard]] std::optional<std::uint8_t> create();
  /// Removes a profile; returns false if it isn't there.
  bool remove(std::uint64_t index);
  /// Puts the settings of a Create or Modify Profile request into profile `index`, all of them or, on an error, none.
  qmi::ErrorCode modify(std::uint64_t index, const StoredSettings& wanted);

 private:
  std::vector<ConnectionProfile> profiles_;  ///< sorted by index
};

/// The settings of a profile before anybody has changed them: IPv4, without a name, an APN or a user, with the quality
/// of service of the subscription. Guessed: what a phone of that time would have.
[[nodiscard]] qmi::wds::ProfileSettings default_profile_settings();

/// None, or the error that says what a profile can't have of these settings.
[[nodiscard]] qmi::ErrorCode check_profile_settings(const StoredSettings& wanted);

}  // namespace modembench::modem
