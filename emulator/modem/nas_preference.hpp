#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/modem/radio.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/enums/nas.hpp"

namespace modembench::qmi::nas {
namespace set_system_selection_preference {
struct Request;
}
namespace get_system_selection_preference {
struct Request;
}
namespace set_technology_preference {
struct Request;
}
namespace get_technology_preference {
struct Request;
}
namespace set_preferred_networks {
struct Request;
}
namespace get_preferred_networks {
struct Request;
}
namespace set_forbidden_networks {
struct Request;
}
namespace get_forbidden_networks {
struct Request;
}
}  // namespace modembench::qmi::nas

namespace modembench::modem {

/// NAS System Selection Preference, and Technology Preference, which is another way to say its modes. The values at the
/// start are those that a real Gobi 3000 answered (ModemManager commit c2952e0a): every mode of CDMA and 3GPP up to
/// UMTS, any band, any roaming.
struct SelectionPreference {
  std::uint8_t emergency_mode = 0;
  qmi::nas::RatModePreference modes = kAllModes;
  qmi::nas::RatModePreference permanent_modes = kAllModes;  ///< the modes after the next power cycle
  std::uint64_t bands = 0xFFFFFFFF3FFFFFFF;
  std::optional<qmi::nas::CdmaPrlPreference> prl;
  qmi::nas::RoamingPreference roaming{0x00FF};

  [[nodiscard]] Radio::Preference for_radio() const;
  bool operator==(const SelectionPreference&) const = default;
};

// Guessed: a SIM's lists are as long as it has room for; these are lengths of ordinary ones.
inline constexpr std::size_t kMaxPreferredNetworks = 80;
inline constexpr std::size_t kMaxForbiddenNetworks = 4;

/// What the SIM stores about networks.
struct SimNetworkLists {
  struct Plmn {
    std::uint16_t mcc = 0;
    std::uint16_t mnc = 0;
    bool operator==(const Plmn&) const = default;
  };
  struct Preferred : Plmn {
    qmi::nas::PlmnAccessTechnologyIdentifier technology{};
  };
  std::vector<Preferred> preferred;
  std::vector<Plmn> forbidden;  ///< the latest at the end

  [[nodiscard]] bool prefers(const Plmn& plmn) const;
  [[nodiscard]] bool forbids(const Plmn& plmn) const;
  /// Adds a forbidden network. The oldest one goes where there is no room.
  void forbid(const Plmn& plmn);
  void permit(const Plmn& plmn);
};

void set_system_selection_preference(Core& core,
                                     const Asked<qmi::nas::set_system_selection_preference::Request>& request);
void get_system_selection_preference(Core& core,
                                     const Asked<qmi::nas::get_system_selection_preference::Request>& request);
void set_technology_preference(Core& core, const Asked<qmi::nas::set_technology_preference::Request>& request);
void get_technology_preference(Core& core, const Asked<qmi::nas::get_technology_preference::Request>& request);
void set_preferred_networks(Core& core, const Asked<qmi::nas::set_preferred_networks::Request>& request);
void get_preferred_networks(Core& core, const Asked<qmi::nas::get_preferred_networks::Request>& request);
void set_forbidden_networks(Core& core, const Asked<qmi::nas::set_forbidden_networks::Request>& request);
void get_forbidden_networks(Core& core, const Asked<qmi::nas::get_forbidden_networks::Request>& request);

}  // namespace modembench::modem
