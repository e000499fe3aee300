#pragma once

#include <cstdint>
#include <optional>

#include "emulator/qmi/flags.hpp"

/// What handlers of requests do again and again.
namespace modembench::modem {

using qmi::has;

/// A switch that a request may speak of: left as it is if it doesn't.
inline void follow(const std::optional<std::uint8_t>& wanted, bool& place) {
  if (wanted) place = *wanted != 0;
}

}  // namespace modembench::modem
