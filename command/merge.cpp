#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/output_files.hpp"
#include "command/scenario_files.hpp"
#include "command/terminal.hpp"
#include "command/verdicts.hpp"
#include "files/whole_file.hpp"
#include "report/results.hpp"

namespace modembench::command {
namespace {

using report::Record;

/// The parts of a suite that have been read, and what they make together.
class Whole {
 public:
  /// What is wrong with it, if anything.
  [[nodiscard]] std::string add(const std::string& file, report::Results results) {
    const auto& shard = results.shard;
    if (total_ && *total_ != shard.total) {
      return fmt::format("{}: is part of a suite in {} parts, those before it of one in {}", file, shard.total,
                         *total_);
    }
    total_ = shard.total;
    if (const auto [other, added] = files_.emplace(shard.index, file); !added) {
      return fmt::format("{} and {} are both part {} of {}", other->second, file, shard.index, shard.total);
    }
    for (auto& record : results.records) records_.push_back(std::move(record));
    return {};
  }

  /// A part that isn't there must not look as if it had passed.
  [[nodiscard]] std::string missing() const {
    std::vector<unsigned> parts;
    for (unsigned index = 1; index <= total_.value_or(0); ++index) {
      if (!files_.contains(index)) parts.push_back(index);
    }
    return parts.empty() ? "" : fmt::format("of {} parts, these are missing: {}", *total_, fmt::join(parts, ", "));
  }

  [[nodiscard]] std::vector<Record> sorted() {
    std::stable_sort(records_.begin(), records_.end(),
                     [](const Record& a, const Record& b) { return a.scenario < b.scenario; });
    return std::move(records_);
  }

 private:
  std::optional<unsigned> total_;
  std::map<unsigned, std::string> files_;
  std::vector<Record> records_;
};

}  // namespace

int merge(const MergeArguments& arguments) {
  Whole whole;
  for (const auto& file : arguments.results) {
    const auto text = files::read_given(file, kMaxResultsFile);
    if (!text) return unusable(text.error());
    auto results = report::read_results(*text);
    if (!results) return unusable(fmt::format("{}: {}", file, results.error()));
    if (const auto wrong = whole.add(file, std::move(*results)); !wrong.empty()) return unusable(wrong);
  }
  if (const auto missing = whole.missing(); !missing.empty()) return unusable(missing);
  if (const auto ready = prepare(arguments.files); !ready) return unusable(ready.error());
  const auto records = whole.sorted();
  Verdicts verdicts(stdout, records.size());
  for (const auto& record : records) {
    verdicts.begin(record.scenario, "", record.client);
    verdicts.end(record);
  }
  verdicts.sum();
  if (const auto written = write_reports(arguments.files, records, {}); !written) return unusable(written.error());
  return verdicts.any_failed() ? kSomeFailed : kAllPassed;
}

}  // namespace modembench::command
