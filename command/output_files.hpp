#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "command/commands.hpp"
#include "command/suite.hpp"
#include "report/results.hpp"

namespace modembench::command {

/// Writes a file as files::write_whole() does: the older file stays until this one is whole.
[[nodiscard]] tl::expected<void, std::string> write_file(const std::string& path, std::string_view text);

/// Makes the folders, and looks whether the files can be written, so that what can't be is known before anything runs.
/// That includes two reports that would be one file, and a report that would be a file of `inputs`, which the run
/// reads. What is there already stays as it is until it is written.
[[nodiscard]] tl::expected<void, std::string> prepare(const OutputFiles& files,
                                                      const std::vector<std::string>& inputs = {});

/// Writes the reports; `shard` goes to the results file. Goes on after a report that can't be written, and returns all
/// such, a line each.
[[nodiscard]] tl::expected<void, std::string> write_reports(const OutputFiles& files,
                                                            std::span<const report::Record> records,
                                                            const report::Shard& shard);

/// Names for each run of the plan the files of its own that are wanted, "scenarios-report-gone.qmicli-watch.pcapng",
/// each name once.
void name_files_of_runs(const OutputFiles& files, std::vector<Planned>& plan);

}  // namespace modembench::command
