#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "report/results.hpp"

/// A suite on several machines, each of which runs its part.
namespace modembench::report {

/// A variable of the environment; null where there is none.
using Environment = std::function<const char*(const char*)>;

/// Reads --shard: "2/5", or "auto": from what the CI says of itself, GitLab's CI_NODE_INDEX (from 1) and CI_NODE_TOTAL,
/// or an indexed Job of Kubernetes' JOB_COMPLETION_INDEX (from 0) and JOB_COMPLETIONS, which the Job's own description
/// has to set: Kubernetes doesn't.
[[nodiscard]] tl::expected<Shard, std::string> read_shard(const std::string& text, const Environment& environment);

/// How long runs took, by scenario and client, as trace::printable() has them: JUnit has no others.
using Timings = std::map<std::pair<std::string, std::string>, double>;
/// From a results file, or from JUnit's XML as `run --junit` writes it.
[[nodiscard]] tl::expected<Timings, std::string> read_timings(std::string_view text);

/// Which of the runs, given what each will take, are this shard's, in their order: the longest goes first to where
/// there is least to do, so that every shard, told nothing of the others, comes to the same division.
[[nodiscard]] std::vector<std::size_t> share_of(const std::vector<double>& seconds, const Shard& shard);

}  // namespace modembench::report
