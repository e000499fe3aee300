#pragma once

#include <variant>
#include <vector>

/// What a host does to the modem by a serial port.
namespace modembench::serial {

/// The GPS receiver starts or stops.
struct SwitchGps {
  bool on = false;
  bool operator==(const SwitchGps&) const = default;
};

/// One of them. Whoever adds one is told by the compiler where it has to be carried out (bench/engine/qmi_side.cpp).
using Effect = std::variant<SwitchGps>;
/// In the order in which they were asked for.
using Effects = std::vector<Effect>;

}  // namespace modembench::serial
