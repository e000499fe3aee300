#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/record.hpp"
#include "report/results.hpp"

/// The forms in which a suite's outcome can be written: a function and a row for each.
namespace modembench::report {

/// A suite as JUnit's XML, as GitLab, Jenkins and others read it: a test suite for each scenario, a test case for each
/// client. What failed carries its explanation, and every case its exchange in words. Well-formed XML 1.0 whatever the
/// texts hold: as trace::printable() has them.
[[nodiscard]] std::string to_junit(std::span<const Record> records);

/// A suite in the Test Anything Protocol, version 13 (testanything.org): a line for each run, the explanation of
/// what failed as comment lines below it. A known issue is a TODO, as the protocol has it. Whatever the texts hold,
/// they stay on the lines of their run: as trace::printable() has them.
[[nodiscard]] std::string to_tap(std::span<const Record> records);

/// A suite as one HTML page that needs nothing else: verdicts, and for each run its exchange as a sequence diagram on
/// one time axis with the client's output; a click shows an event whole. Opens from disk.
/// Nothing of a client's or a scenario's text can become markup or script.
[[nodiscard]] std::string to_html(std::span<const Record> records);

struct OutputFormat {
  const char* option;  ///< of the command line, which takes a path
  const char* about;   ///< for its help
  /// The file's name in the folder that the path names; empty: the path names the file.
  std::string_view file_in_folder;
  std::string (*render)(std::span<const Record> records, const Shard& shard);
};

/// What a shard has judged is written as if it were all.
template <std::string (*to_text)(std::span<const Record>)>
std::string whole(std::span<const Record> records, const Shard&) {
  return to_text(records);
}

/// In the order of the help, in which they are written, too.
inline constexpr OutputFormat kOutputFormats[] = {
    {"--junit", "Write the verdicts to this file, as JUnit's XML", "", whole<to_junit>},
    {"--tap", "Write the verdicts to this file, in the Test Anything Protocol", "", whole<to_tap>},
    {"--report", "Write a page with verdicts and exchanges to DIR/index.html", "index.html", whole<to_html>},
    {"--results", "Write all of it to this file, for 'report merge' and --timings", "", to_results},
};

}  // namespace modembench::report
