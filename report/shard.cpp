#include "report/shard.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "emulator/trace/printable.hpp"

namespace modembench::report {
namespace {

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, wrong] = std::from_chars(text.data(), end, value);
  if (wrong != std::errc{} || rest != end) return std::nullopt;
  return value;
}

/// `first`: what the first one's index is.
tl::expected<Shard, std::string> shard_of(const std::string& said, std::string_view index, std::string_view total,
                                          unsigned first) {
  const auto i = number(index);
  const auto n = number(total);
  if (!i || !n || *n < 1 || *n > kMostShards || *i < first || *i - first >= *n) {
    return tl::unexpected(
        fmt::format("--shard {}: there is no part {} of {}, counted from {}", said, index, total, first));
  }
  return Shard{*i - first + 1, *n};
}

tl::expected<Shard, std::string> shard_of_ci(const Environment& environment) {
  struct Ci {
    const char* index;
    const char* total;
    unsigned first;
  };
  for (const auto& ci : {Ci{"CI_NODE_INDEX", "CI_NODE_TOTAL", 1}, Ci{"JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0}}) {
    const char* index = environment(ci.index);
    if (index == nullptr) continue;
    const char* total = environment(ci.total);
    if (total == nullptr) {
      return tl::unexpected(fmt::format("--shard auto: {} is set and {} isn't", ci.index, ci.total));
    }
    return shard_of(fmt::format("auto ({}={}, {}={})", ci.index, index, ci.total, total), index, total, ci.first);
  }
  return tl::unexpected(std::string(
      "--shard auto: neither CI_NODE_INDEX (GitLab) nor JOB_COMPLETION_INDEX (Kubernetes) is set; say which "
      "part of how many, as --shard 2/5"));
}

tl::expected<Timings, std::string> timings_of_junit(std::string_view text) {
  pugi::xml_document document;
  if (const auto read = document.load_buffer(text.data(), text.size()); !read) {
    return tl::unexpected(fmt::format("no XML: {} at byte {}", read.description(), read.offset));
  }
  Timings timings;
  for (const auto& found : document.select_nodes("//testcase")) {
    const auto test = found.node();
    const double seconds = test.attribute("time").as_double(-1);
    if (seconds >= 0 && std::isfinite(seconds)) {
      timings[{test.attribute("classname").value(), test.attribute("name").value()}] = seconds;
    }
  }
  if (timings.empty()) return tl::unexpected(std::string("has no <testcase> with a time"));
  return timings;
}

}  // namespace

tl::expected<Shard, std::string> read_shard(const std::string& text, const Environment& environment) {
  if (text == "auto") return shard_of_ci(environment);
  const auto slash = text.find('/');
  if (slash == std::string::npos) {
    return tl::unexpected(fmt::format("--shard {}: which part of how many is wanted, as 2/5; or auto", text));
  }
  return shard_of(text, std::string_view(text).substr(0, slash), std::string_view(text).substr(slash + 1), 1);
}

tl::expected<Timings, std::string> read_timings(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (begin != std::string_view::npos && text[begin] == '<') return timings_of_junit(text);
  const auto results = read_results(text);
  if (!results) return tl::unexpected(results.error());
  Timings timings;
  for (const auto& record : results->records)
    timings[{trace::printable(record.scenario), trace::printable(record.client)}] = record.seconds;
  return timings;
}

std::vector<std::size_t> share_of(const std::vector<double>& seconds, const Shard& shard) {
  std::vector<std::size_t> order(seconds.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return seconds[a] > seconds[b]; });
  std::vector<double> load(shard.total, 0.0);
  std::vector<std::size_t> ours;
  for (const auto run : order) {
    const auto least = std::min_element(load.begin(), load.end());
    // Starting costs something even where nothing else does: runs of no time at all are spread as well.
    constexpr double kStart = 0.01;
    *least += seconds[run] + kStart;
    if (least - load.begin() == static_cast<std::ptrdiff_t>(shard.index - 1)) ours.push_back(run);
  }
  std::sort(ours.begin(), ours.end());
  return ours;
}

}  // namespace modembench::report
