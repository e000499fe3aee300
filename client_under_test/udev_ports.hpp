#pragma once

#include <algorithm>
#include <vector>

#include "emulator/port_name.hpp"

namespace modembench::client_under_test {

/// The ports that udev makes known to a client: all that the modem has, or those that are named, or none.
struct UdevPorts {
  bool all = false;
  std::vector<PortName> named;  ///< the ports meant if `all` is false

  [[nodiscard]] bool empty() const { return !all && named.empty(); }
  [[nodiscard]] bool contains(PortName port) const {
    return all || std::find(named.begin(), named.end(), port) != named.end();
  }
};

}  // namespace modembench::client_under_test
