#include "emulator/modem/bearer.hpp"

#include <algorithm>
#include <array>

#include "emulator/modem/settings/call.hpp"
#include "emulator/qmi/enums/nas.hpp"
#include "emulator/qmi/messages/wds.hpp"

namespace modembench::modem {

namespace {

using qmi::nas::DataCapability;
using qmi::nas::RadioInterface;
using Technology = qmi::wds::DataBearerTechnology;

// Bits of the mask: Gobi 3000 SDK (WCDMA 0, GPRS 1, HSDPA 2, HSUPA 3, EDGE 4).
constexpr std::uint32_t kWcdma = 0x01;
constexpr std::uint32_t kGprs = 0x02;
constexpr std::uint32_t kHsdpa = 0x04;
constexpr std::uint32_t kHsupa = 0x08;
constexpr std::uint32_t kEdge = 0x10;

// The best of the modem's generation: GPRS class 12 with CS-4, EDGE with MCS-9, UMTS 384 kbit/s, HSDPA
// category 10, HSUPA category 6 (3GPP TS 45.003, 25.306).
constexpr Bearer kUnknownBearer{};
constexpr Bearer kGprsBearer{Technology::GSM, kGprs, 85'600, 85'600};
constexpr Bearer kEdgeBearer{Technology::EDGE, kEdge, 236'800, 236'800};
constexpr Bearer kUmtsBearer{Technology::UMTS, kWcdma, 384'000, 384'000};
constexpr Bearer kHsdpaBearer{Technology::HSDPA, kWcdma | kHsdpa, 384'000, 14'400'000};
constexpr Bearer kHsupaBearer{Technology::HSUPA, kWcdma | kHsupa, 5'760'000, 384'000};
constexpr Bearer kHspaBearer{Technology::HsdpaHsupa, kWcdma | kHsdpa | kHsupa, 5'760'000, 14'400'000};

template <class Enum>
bool has(const std::vector<Enum>& values, Enum value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

Bearer best_of(const NetworkSettings& network) {
  const auto& capabilities = network.data_capabilities;
  const bool hsdpa = has(capabilities, DataCapability::HSDPA);
  const bool hsupa = has(capabilities, DataCapability::HSUPA);
  if (hsdpa && hsupa) return kHspaBearer;
  if (hsdpa) return kHsdpaBearer;
  if (hsupa) return kHsupaBearer;
  if (has(capabilities, DataCapability::WCDMA)) return kUmtsBearer;
  if (has(capabilities, DataCapability::EDGE)) return kEdgeBearer;
  if (has(capabilities, DataCapability::GPRS)) return kGprsBearer;
  if (has(network.radio_interfaces, RadioInterface::UMTS)) return kUmtsBearer;
  if (has(network.radio_interfaces, RadioInterface::GSM)) return kGprsBearer;
  return kUnknownBearer;
}

}  // namespace

Bearer bearer_of(const Radio& radio, const CallSettings& settings) {
  const NetworkSettings* network = radio.registered() ? radio.network() : nullptr;
  if (network == nullptr) return kUnknownBearer;
  Bearer bearer = best_of(*network);
  bearer.tx_rate = static_cast<std::uint32_t>(std::min<std::uint64_t>(bearer.tx_rate, settings.max_rates.tx));
  bearer.rx_rate = static_cast<std::uint32_t>(std::min<std::uint64_t>(bearer.rx_rate, settings.max_rates.rx));
  return bearer;
}

qmi::wds::BearerTechnology current_bearer(const Bearer& bearer) {
  using qmi::wds::NetworkType;
  const bool known = bearer.technology != Technology::Unknown;
  return {known ? NetworkType::_3GPP : NetworkType::Unknown, bearer.rat_mask, 0U};
}

}  // namespace modembench::modem
