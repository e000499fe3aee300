// Hands something over in each way that there is, or in those that are named, so many times. Usage: hops ROUNDS|late
// [WAY]...; a line for each way, "pipe 1000 of 1000", or "tap not here". Late: twice, after long computing.

#include <algorithm>
#include <cstdio>
#include <span>
#include <string_view>

#include "ways.hpp"

namespace {

using namespace hops;

/// False if it came too late once.
bool go(const Way& way, int rounds) {
  int came = 0;
  for (int round = 1; round <= rounds; ++round) {
    const Hop hop = way.hop(round);
    if (hop == Hop::not_here) {
      std::printf("%s not here\n", way.name);
      return true;
    }
    came += hop == Hop::came ? 1 : 0;
  }
  std::printf("%s %d of %d\n", way.name, came, rounds);
  return came == rounds;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = rounds_from(argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const std::span named(argv + 2, static_cast<std::size_t>(argc > 2 ? argc - 2 : 0));
  const auto is_wanted = [&](const Way& way) {
    return named.empty() || std::ranges::find(named, std::string_view(way.name)) != named.end();
  };
  bool all = true;
  for (const auto ways : {ways_by_descriptors(), ways_by_network(), ways_by_processes(), ways_by_threads()}) {
    for (const auto& way : ways) {
      if (is_wanted(way)) all = go(way, rounds) && all;
    }
  }
  return all ? 0 : 1;
}
