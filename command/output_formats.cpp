#include "command/output_formats.hpp"

#include "report/html.hpp"
#include "report/junit.hpp"
#include "report/tap.hpp"

namespace modembench::command {
namespace {

using Records = std::span<const report::Record>;

/// What a shard has judged is written as if it were all.
template <std::string (*to_text)(Records)>
std::string whole(Records records, const report::Shard&) {
  return to_text(records);
}

constexpr OutputFormat kFormats[] = {
    {"--junit", "Write the verdicts to this file, as JUnit's XML", "", whole<report::to_junit>},
    {"--tap", "Write the verdicts to this file, in the Test Anything Protocol", "", whole<report::to_tap>},
    {"--report", "Write a page with verdicts and exchanges to DIR/index.html", "index.html", whole<report::to_html>},
    {"--results", "Write all of it to this file, for 'report merge' and --timings", "", report::to_results},
};

}  // namespace

std::span<const OutputFormat> output_formats() { return kFormats; }

}  // namespace modembench::command
