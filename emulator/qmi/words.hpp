#pragma once

#include <cstddef>
#include <string>

/// Numbers in the sentences of errors.
namespace modembench::qmi {

[[nodiscard]] inline std::string byte_count(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

[[nodiscard]] inline const char* are(std::size_t count) { return count == 1 ? "is" : "are"; }

}  // namespace modembench::qmi
