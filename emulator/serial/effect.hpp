#pragma once

#include <variant>
#include <vector>

/// The things that a host does to the modem by a serial port.
namespace modembench::serial {

/// The GPS receiver starts or stops.
struct SwitchGps {
  bool on = false;
  bool operator==(const SwitchGps&) const = default;
};

/// One such thing. For a new one the compiler names the place where it has to be carried out
/// (bench/engine/qmi_side.cpp).
using Effect = std::variant<SwitchGps>;
/// Effects, in the order in which they were asked for.
using Effects = std::vector<Effect>;

}  // namespace modembench::serial
