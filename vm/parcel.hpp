#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What goes into the guest and comes out of it: named pieces of bytes. Shared by both of its sides.
///
///   "mbparcel", the number of pieces; of each: length of its name, length of its bytes, name, bytes
///
/// Numbers have four bytes, the least significant first.
namespace modembench::vm {

using Parcel = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view kParcelMark = "mbparcel";
inline constexpr std::size_t kMaxPieces = 4096;
inline constexpr std::size_t kMaxPiece = 64 << 20;  ///< 64 MiB: a report of a million events

[[nodiscard]] inline std::string pack(const Parcel& parcel) {
  std::string bytes(kParcelMark);
  const auto put = [&](std::size_t number) {
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(number >> (8 * i) & 255U);
  };
  put(parcel.size());
  for (const auto& [name, content] : parcel) {
    put(name.size());
    put(content.size());
    bytes += name;
    bytes += content;
  }
  return bytes;
}

/// The pieces in the bytes of a parcel. Nothing if the bytes aren't one parcel, to the last of them.
[[nodiscard]] inline std::optional<Parcel> unpack(std::string_view bytes) {
  if (bytes.substr(0, kParcelMark.size()) != kParcelMark) return std::nullopt;
  bytes.remove_prefix(kParcelMark.size());
  const auto take = [&](std::size_t limit) -> std::optional<std::size_t> {
    if (bytes.size() < 4) return std::nullopt;
    std::size_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number |= std::size_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    bytes.remove_prefix(4);
    if (number > limit) return std::nullopt;
    return number;
  };
  const auto pieces = take(kMaxPieces);
  if (!pieces) return std::nullopt;
  Parcel parcel;
  for (std::size_t i = 0; i < *pieces; ++i) {
    const auto name = take(kMaxPiece);
    const auto content = name ? take(kMaxPiece) : std::nullopt;
    if (!content || bytes.size() < *name || bytes.size() - *name < *content) return std::nullopt;
    parcel.emplace_back(bytes.substr(0, *name), bytes.substr(*name, *content));
    bytes.remove_prefix(*name + *content);
  }
  if (!bytes.empty()) return std::nullopt;
  return parcel;
}

/// The piece of that name; null if there is none.
[[nodiscard]] inline const std::string* find(const Parcel& parcel, std::string_view name) {
  for (const auto& [at, content] : parcel) {
    if (at == name) return &content;
  }
  return nullptr;
}

}  // namespace modembench::vm
