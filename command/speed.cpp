#include "command/speed.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "client_under_test/client_clock.hpp"
#include "client_under_test/margin.hpp"

namespace modembench::command {

using client_under_test::RunOptions;
using client_under_test::RunResult;

tl::expected<Speed, std::string> read_speed(const std::string& text) {
  Speed speed;
  if (text == "auto") {
    speed.automatic = true;
  } else {
    const auto* end = text.data() + text.size();
    const auto [rest, wrong] = std::from_chars(text.data(), end, speed.factor);
    if (wrong != std::errc{} || rest != end || speed.factor < 1 || speed.factor > client_under_test::kMaxSpeed) {
      return tl::unexpected(fmt::format("--speed {}: a whole number from 1 to {}, or auto, is wanted", text,
                                        client_under_test::kMaxSpeed));
    }
  }
  if (!speed.automatic && speed.factor == 1) return speed;
  if (const auto found = client_under_test::find_libfaketime(); !found) {
    return tl::unexpected(fmt::format("--speed {}: {}", text, found.error()));
  }
  if (speed.automatic) speed.usual_lateness = client_under_test::usual_lateness();
  return speed;
}

RunResult run_at_speed(const Planned& planned, RunOptions options, const Speed& speed) {
  const auto& scenario = *planned.scenario;
  options.speed = speed.factor;
  if (speed.automatic) {
    options.speed =
        client_under_test::speed_within(client_under_test::margin_of(scenario, planned.use), speed.usual_lateness);
  }
  auto result = client_under_test::run(scenario, planned.use, planned.client, options);
  auto took = result.took;
  while (speed.automatic && result.bearable_speed != 0 && options.speed > 1) {
    options.speed = std::max(1U, std::min(options.speed / 2, result.bearable_speed));
    result = client_under_test::run(scenario, planned.use, planned.client, options);
    took += result.took;
  }
  result.took = took;
  return result;
}

}  // namespace modembench::command
