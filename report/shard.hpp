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

/// Reads the value of --shard: "2/5", or "auto". "auto" takes what the CI says of itself: GitLab's CI_NODE_INDEX (from
/// 1) and CI_NODE_TOTAL, or, in an indexed Job of Kubernetes, JOB_COMPLETION_INDEX (from 0) and JOB_COMPLETIONS, which
/// the Job's own description has to set, as Kubernetes doesn't.
[[nodiscard]] tl::expected<Shard, std::string> read_shard(const std::string& text, const Environment& environment);

/// Seconds that runs took, by scenario and client. The names are as trace::printable() has them: JUnit has no others.
using Timings = std::map<std::pair<std::string, std::string>, double>;
/// Reads timings from a results file, or from JUnit's XML as `run --junit` writes it.
[[nodiscard]] tl::expected<Timings, std::string> read_timings(std::string_view text);

/// The indices of the runs that are this shard's, in their order, given the seconds that each will take. The longest
/// run goes first to the shard with the least to do, so that every shard, told nothing of the others, comes to the same
/// division.
[[nodiscard]] std::vector<std::size_t> share_of(const std::vector<double>& seconds, const Shard& shard);

}  // namespace modembench::report
