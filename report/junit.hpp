#pragma once

#include <span>
#include <string>

#include "report/record.hpp"

namespace modembench::report {

/// A suite as JUnit's XML, as GitLab, Jenkins and others read it: a test suite for each scenario, a test case for each
/// client. A case that failed carries its explanation, and every case its exchange in words. The XML 1.0 is well-formed
/// whatever the texts hold, which are as trace::printable() has them.
[[nodiscard]] std::string to_junit(std::span<const Record> records);

}  // namespace modembench::report
