#include <catch2/catch.hpp>

#include <map>
#include <numeric>

#include "report/output_formats.hpp"
#include "report/shard.hpp"

using namespace modembench;
using report::read_shard;
using report::read_timings;
using report::Shard;
using report::share_of;

namespace {

report::Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

/// "2/5", or what is wrong.
std::string read(const std::string& text, const std::map<std::string, std::string>& variables = {}) {
  const auto shard = read_shard(text, environment(variables));
  return shard ? fmt::format("{}/{}", shard->index, shard->total) : shard.error();
}

double load(const std::vector<double>& seconds, const Shard& shard) {
  double sum = 0;
  for (const auto run : share_of(seconds, shard)) sum += seconds[run];
  return sum;
}

}  // namespace

TEST_CASE("a part is given as one of how many", "[report][shard]") {
  CHECK(read("1/1") == "1/1");
  CHECK(read("5/5") == "5/5");
  CHECK(read("2") == "--shard 2: which part of how many is wanted, as 2/5; or auto");
  for (const auto* wrong :
       {"0/5", "6/5", "1/0", "-1/5", "1/5x", "/", "1/", "/5", "1/99999999999", "1/10001", "1.5/2"}) {
    CHECK(read(wrong).find("there is no part") != std::string::npos);
  }
  CHECK(read("0/5") == "--shard 0/5: there is no part 0 of 5, counted from 1");
}

TEST_CASE("GitLab counts its nodes from one, Kubernetes from nothing", "[report][shard]") {
  CHECK(read("auto", {{"CI_NODE_INDEX", "3"}, {"CI_NODE_TOTAL", "4"}}) == "3/4");
  CHECK(read("auto", {{"JOB_COMPLETION_INDEX", "0"}, {"JOB_COMPLETIONS", "4"}}) == "1/4");
  CHECK(read("auto", {{"JOB_COMPLETION_INDEX", "3"}, {"JOB_COMPLETIONS", "4"}}) == "4/4");
  CHECK(read("auto", {{"JOB_COMPLETION_INDEX", "4"}, {"JOB_COMPLETIONS", "4"}}) ==
        "--shard auto (JOB_COMPLETION_INDEX=4, JOB_COMPLETIONS=4): there is no part 4 of 4, counted from 0");
  CHECK(read("auto", {{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "4"}}).find("no part 0") != std::string::npos);
  CHECK(read("auto", {{"JOB_COMPLETION_INDEX", "0"}}) ==
        "--shard auto: JOB_COMPLETION_INDEX is set and JOB_COMPLETIONS isn't");
  CHECK(read("auto", {{"CI_NODE_TOTAL", "4"}}).find("neither CI_NODE_INDEX") != std::string::npos);
  CHECK(read("auto").find("--shard 2/5") != std::string::npos);
}

TEST_CASE("each run is in exactly one part, in the plan's order", "[report][shard]") {
  const std::vector<double> seconds{0, 12, 0.5, 0.5, 3, 0, 7, 7, 0.1, 0};
  for (unsigned total = 1; total <= 12; ++total) {
    std::vector<int> times(seconds.size(), 0);
    for (unsigned index = 1; index <= total; ++index) {
      const auto ours = share_of(seconds, {index, total});
      CHECK(std::is_sorted(ours.begin(), ours.end()));
      for (const auto run : ours) ++times[run];
    }
    CHECK(times == std::vector<int>(seconds.size(), 1));
  }
  CHECK(share_of({}, {1, 3}).empty());
}

TEST_CASE("parts take about as long as each other", "[report][shard]") {
  CHECK(load({8, 1, 1, 1, 1, 4}, {1, 2}) == 8);
  CHECK(load({8, 1, 1, 1, 1, 4}, {2, 2}) == 8);
  // Where nothing is known, they have as many.
  CHECK(share_of(std::vector<double>(9, 0.0), {2, 3}).size() == 3);
}

TEST_CASE("what runs took is read from both of our files", "[report][shard]") {
  report::Record record;
  record.scenario = "a/b.yaml";
  record.client = "c & d";
  record.seconds = 1.5;
  const std::vector<report::Record> records{record};
  const report::Timings expected{{{"a/b.yaml", "c & d"}, 1.5}};
  CHECK(read_timings(report::to_results(records)) == expected);
  CHECK(read_timings(report::to_junit(records)) == expected);
  CHECK(read_timings(report::to_results({}))->empty());
}

TEST_CASE("what has no times says so", "[report][shard]") {
  CHECK(read_timings("").error() == "no JSON: was it written to its end?");
  CHECK(read_timings("<testsuites>").error().find("no XML") == 0);
  CHECK(read_timings("<testsuites/>").error() == "has no <testcase> with a time");
  CHECK(read_timings("<testcase name='x' time='-3'/>").error() == "has no <testcase> with a time");
  CHECK(read_timings("<testcase name='x' time='nan'/>").error() == "has no <testcase> with a time");
}
