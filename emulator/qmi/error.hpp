#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace modembench::qmi {

/// The reason why bytes are no message, or why a message can't be encoded.
struct Error {
  std::size_t offset = 0;  ///< bytes from the start of the frame to the first one that is wrong
  std::string field;       ///< the part with the error: "QMUX length", "TLV 0x14 apn", "pin1 status.current status"
  std::string what;        ///< the fault and what would be right

  /// The error in one line: "offset 13, TLV 0x14 apn: says 20 bytes, only 6 are left in the frame".
  [[nodiscard]] std::string to_string() const;
  bool operator==(const Error&) const = default;
};

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> wrong(std::size_t offset, std::string field, std::string what) {
  return tl::unexpected(Error{offset, std::move(field), std::move(what)});
}

}  // namespace modembench::qmi
