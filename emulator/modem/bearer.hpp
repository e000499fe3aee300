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
  std::uint32_t rat_mask = 0;  ///< as WDS Get Current Data Bearer Technology has it
  std::uint32_t tx_rate = 0;   ///< bit/s
  std::uint32_t rx_rate = 0;
  bool operator==(const Bearer&) const = default;
};

/// The bearer that the network's data capabilities name, else the one of its radio interface; unknown while the modem
/// is not registered. Neither rate is above the device's own.
[[nodiscard]] Bearer bearer_of(const Radio& radio, const CallSettings& settings);

/// A bearer as WDS Get Current Data Bearer Technology tells it.
[[nodiscard]] qmi::wds::BearerTechnology current_bearer(const Bearer& bearer);

}  // namespace modembench::modem
