#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "command/commands.hpp"
#include "command/suite.hpp"
#include "report/results.hpp"

namespace modembench::command {

/// Whole and on the disk, or why not: "FILE: No space left on device".
[[nodiscard]] tl::expected<void, std::string> write_file(const std::string& path, std::string_view text);

/// Makes the folders and opens the files, so that what can't be written is known before anything runs. A file that is
/// there already keeps what it holds until it is written.
[[nodiscard]] tl::expected<void, std::string> prepare(const OutputFiles& files);

/// Writes the reports; `shard` goes to the results file. Goes on after one that can't be written; all that couldn't, a
/// line each.
[[nodiscard]] tl::expected<void, std::string> write_reports(const OutputFiles& files,
                                                            std::span<const report::Record> records,
                                                            const report::Shard& shard);

/// Gives each run of the plan the files of its own that are wanted: "scenarios-report-gone.qmicli-watch.pcapng", each
/// once.
void name_files_of_runs(const OutputFiles& files, std::vector<Planned>& plan);

}  // namespace modembench::command
