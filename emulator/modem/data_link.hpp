#pragma once

#include <cstdint>
#include <string>

#include "emulator/modem/settings/data.hpp"

namespace modembench::modem {

/// What a data plane needs to know of the modem: whether a call is up, the addresses that WDS Get Current Settings
/// tells for it, and how frames look.
struct DataLink {
  std::uint32_t handle = 0;  ///< packet data handle of the IPv4 call; 0: none is up, nothing passes
  std::string address{};     ///< the host's own
  std::string gateway{};
  std::string netmask{};
  std::string dns1{};  ///< "": there is none
  std::string dns2{};
  std::uint32_t mtu = 1500;
  bool raw_ip = false;  ///< agreed by CTL Set Data Format: frames have no Ethernet header
  DataSettings settings{};

  [[nodiscard]] bool up() const { return handle != 0; }
  bool operator==(const DataLink&) const = default;
};

}  // namespace modembench::modem
