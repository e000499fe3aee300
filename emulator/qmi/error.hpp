#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace modembench::qmi {

/// Why bytes are not the message they claim to be, or why a message can't be put into bytes.
struct Error {
  std::size_t offset = 0;  ///< bytes from the start of the frame to the first one that is wrong
  std::string field;       ///< what was being read: "QMUX length", "TLV 0x14 apn", "pin1 status.current status"
  std::string what;        ///< what is wrong and what would be right

  /// "offset 13, TLV 0x14 apn: says 20 bytes, only 6 are left in the frame"
  [[nodiscard]] std::string to_string() const;
  bool operator==(const Error&) const = default;
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> wrong(std::size_t offset, std::string field, std::string what) {
  return tl::unexpected(Error{offset, std::move(field), std::move(what)});
}

}  // namespace modembench::qmi
