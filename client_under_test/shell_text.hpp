#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/placeholders.hpp"

namespace modembench::client_under_test {

/// The prefix of each value's name in the environment of a client: {apn} is $modembench_apn.
inline constexpr std::string_view kValuePrefix = "modembench_";

/// Why a value can't stand where it does.
struct MisplacedValue {
  std::size_t place = 0;  ///< the index of the place in the text
  std::string why;        ///< "{apn} can't stand within backticks: write $(…) instead"
};

/// A shell's text in which each place for a value holds the variable that carries the value, quoted for where it
/// stands. A value is so never read as anything but itself. {open_flag} alone, the bench's own list of words, is as
/// many words as it has where it isn't in quotes. In a comment nothing is filled in. Refused is a place that can't be
/// quoted, or where a value would be run although it is quoted: within backticks, arithmetic, ${…} and a here-document
/// whose end is quoted; as a command's name (but for {modembench} and what lies below {folder}); in what is read once
/// more (eval, trap, sh -c, awk …). A text in which quotes can't be told from what is in them is refused, too.
[[nodiscard]] tl::expected<std::string, std::vector<MisplacedValue>> quote_values(const CutText& cut);

}  // namespace modembench::client_under_test
