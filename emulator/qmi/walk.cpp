#include "emulator/qmi/walk.hpp"

#include <fmt/format.h>

#include "emulator/qmi/words.hpp"

namespace modembench::qmi {

std::string Path::to_string() const {
  if (index != kNoIndex) return fmt::format("{}[{}]", parent->to_string(), index);
  if (parent != nullptr) return fmt::format("{}.{}", parent->to_string(), name);
  if (!tlv) return std::string(name);
  return name.empty() ? fmt::format("TLV 0x{:02x}", *tlv) : fmt::format("TLV 0x{:02x} {}", *tlv, name);
}

namespace walk_words {

std::string left_over(std::size_t left) { return fmt::format("has {} after its end", byte_count(left)); }

std::string too_short(std::size_t needed, std::size_t left) {
  return fmt::format("needs {}, only {} {} left in the TLV", byte_count(needed), left, are(left));
}

std::string too_many(std::size_t count, std::size_t left) {
  return fmt::format("says {} elements, only {} {} left in the TLV", count, byte_count(left), are(left));
}

}  // namespace walk_words

Error tlv_error(ByteView frame, std::size_t offset, TlvLookup& lookup) {
  const std::size_t left = frame.size() - offset;
  if (left < kTlvHeader) {
    return {offset, "TLV header",
            fmt::format("needs {}, only {} {} left in the frame", byte_count(kTlvHeader), left, are(left))};
  }
  const std::uint8_t id = frame[offset];
  const TlvSpec* spec = lookup.find(id);
  const Path path{.name = spec != nullptr ? spec->name : std::string_view{}, .tlv = id};
  return {offset, path.to_string(),
          fmt::format("says {}, only {} {} left in the frame", byte_count(read_u16(frame, offset + 1)),
                      left - kTlvHeader, are(left - kTlvHeader))};
}

}  // namespace modembench::qmi
