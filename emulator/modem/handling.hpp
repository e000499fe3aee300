#pragma once

#include <cstdint>
#include <optional>

#include "emulator/qmi/flags.hpp"

/// What handlers of requests do again and again.
namespace modembench::modem {

using qmi::has;

/// Sets a switch to what a request wants; leaves it as it is if the request doesn't speak of it.
inline void follow(const std::optional<std::uint8_t>& wanted, bool& place) {
  if (wanted) place = *wanted != 0;
}

}  // namespace modembench::modem
