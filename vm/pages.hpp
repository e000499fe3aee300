#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace modembench::vm {

inline constexpr std::uint64_t kPage = 4096;

/// Whether all bytes of a page are zero.
[[nodiscard]] bool is_zero(std::string_view page);

/// Calls `take` with all of a file's first `length` bytes that are no hole, in their order, until `take` returns false.
/// The parts begin at a whole page and are of whole pages, but for the last one. Returns 0 or an errno; ENODATA if the
/// file is shorter.
[[nodiscard]] int for_each_part(int file, std::uint64_t length,
                                const std::function<bool(std::uint64_t at, std::string_view part)>& take);

}  // namespace modembench::vm
