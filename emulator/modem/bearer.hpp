#pragma once

#include <cstdint>

#include "emulator/modem/radio.hpp"
#include "emulator/qmi/enums/wds.hpp"

namespace modembench::qmi::wds {
struct BearerTechnology;
}

namespace modembench::modem {

struct CallSettings;

/// What carries the data calls, and how fast it is at most.
struct Bearer {
  qmi::wds::DataBearerTechnology technology = qmi::wds::DataBearerTechnology::Unknown;
  std::uint32_t rat_mask = 0;  ///< of WDS Get Current Data Bearer Technology
  std::uint32_t tx_rate = 0;   ///< bit/s
  std::uint32_t rx_rate = 0;
  bool operator==(const Bearer&) const = default;
};

/// As the network's data capabilities have it, else its radio interface; unknown while not registered.
/// Neither rate is above the device's own.
[[nodiscard]] Bearer bearer_of(const Radio& radio, const CallSettings& settings);

/// The same as a value of the wire.
[[nodiscard]] qmi::wds::BearerTechnology current_bearer(const Bearer& bearer);

}  // namespace modembench::modem
