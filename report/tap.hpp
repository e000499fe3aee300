#pragma once

#include <span>
#include <string>

#include "report/record.hpp"

namespace modembench::report {

/// A suite in the Test Anything Protocol, version 13 (testanything.org): a line for each run, the explanation of
/// what failed as comment lines below it. A known issue is a TODO, as the protocol has it. Whatever the texts hold,
/// they stay on the lines of their run: as trace::printable() has them.
[[nodiscard]] std::string to_tap(std::span<const Record> records);

}  // namespace modembench::report
