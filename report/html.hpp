#pragma once

#include <span>
#include <string>

#include "report/record.hpp"

namespace modembench::report {

/// A suite as one HTML page that needs nothing else: verdicts, and for each run its exchange as a sequence diagram on
/// one time axis with the client's output; a click shows an event whole. Opens from disk.
/// Nothing of a client's or a scenario's text can become markup or script.
[[nodiscard]] std::string to_html(std::span<const Record> records);

}  // namespace modembench::report
