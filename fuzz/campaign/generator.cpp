#include "fuzz/campaign/generator.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"
#include "fuzz/campaign/wording.hpp"
#include "fuzz/mutator/mutator.hpp"

namespace modembench::fuzz {
namespace {

/// From at once to later than any timeout of libqmi's tools (10 s for most requests), and none so near to one of them
/// that a machine with other things to do could make the difference.
std::string_view draw_time(Random& random) {
  static constexpr std::array<std::string_view, 6> kTimes = {"1ms", "20ms", "200ms", "1s", "3s", "20s"};
  return random.pick(kTimes);
}

/// Another message in the place of the right one; often the right one after it, so that the client goes on.
Twist mutated(const Step& step, Random& random) {
  const auto changed = mutate(step.bytes, random);
  Twist twist{step.trigger(), wording(step.bytes, changed.bytes, fmt::format("{}", fmt::join(changed.said, ", "))), {}};
  if (random.below(100) < 40) twist.parts.push_back({kRightOneAfter, random.one_in(2) ? "1ms" : "100ms", {}});
  twist.origin = std::make_shared<const Origin>(Origin{step.bytes, changed.mutations});
  return twist;
}

/// The right message, but late, several times, in pieces, together with others, or lost.
Twist mistimed(const Step& step, Random& random) {
  Twist twist{step.trigger(), {}, {}};
  switch (random.below(6)) {
    case 0:
      twist.parts.push_back({"delay", std::string(draw_time(random)), {}});
      break;
    case 1:
      twist.parts.push_back({"repeat", fmt::format("{}", 2 + random.below(60)), {}});
      break;
    case 2:
      twist.parts.push_back({"split", fmt::format("[{}, {}]", 1 + random.below(7), 1 + random.below(20)), {}});
      twist.parts.push_back({"gap", random.one_in(3) ? "2s" : "5ms", {}});
      break;
    case 3:
      twist.parts.push_back({"merge", "true", {}});
      break;
    case 4:
      twist.parts.push_back({step.kind == qmi::MessageKind::response ? "lose answer" : "drop", "true", {}});
      break;
    default:
      twist.parts.push_back({"cut", fmt::format("{}", random.below(step.bytes.size() + 1)), {}});
      if (random.one_in(2)) twist.parts.push_back({"hang up", "true", {}});
  }
  return twist;
}

/// The request that the step answers, before it is answered; of an indication, this.
std::string asked(const Step& step) {
  if (step.kind != qmi::MessageKind::response) return step.trigger();
  return fmt::format("on: {}, nth: {}, times: 1", step.name, step.nth);
}

/// Says no, for any reason that has a name.
Twist refused(const Step& step, Random& random) {
  const auto& errors = qmi::error_codes().values;
  // The first one is that there is no error.
  const auto& error = errors[1 + random.below(errors.size() - 1)];
  return {asked(step), {{"error", std::string(error.name), {}}}, {}};
}

/// The device, its firmware or its network have something else to do than what was asked.
Twist upset(const Step& step, Random& random) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kUpsets = {{
      {"unplug", "true"},
      {"unplug", "{for: 1s}"},
      {"unregister", "qmi"},
      {"reboot", "true"},
      {"reboot", "{silent for: 15s, sync indication: false}"},
      {"drop calls", "GsmWcdmaNetworkFailure"},
      {"set", "{registration: {state: denied}}"},
      {"set", "{sim: {state: absent}}"},
  }};
  const auto& [key, value] = random.pick(kUpsets);
  return {asked(step), {{std::string(key), std::string(value), {}}}, {}};
}

/// What nobody asked for, many times at once: something that was said before, or is said now otherwise. Before an
/// answer, not by the clock: a campaign is to be the same again.
Twist flood(const Step& step, Random& random) {
  auto bytes = step.bytes;
  const auto times = 1 + random.below(40);
  std::string said = fmt::format("{} {} times", step.name, times);
  if (random.one_in(2)) {
    auto changed = mutate(step.bytes, random);
    bytes = std::move(changed.bytes);
    said += fmt::format(", {}", fmt::join(changed.said, ", "));
  }
  qmi::Bytes all;
  for (std::size_t i = 0; i < times; ++i) all.insert(all.end(), bytes.begin(), bytes.end());
  return {asked(step), {{"send", fmt::format("\"{}\"", qmi::to_hex(all)), said}}, {}};
}

}  // namespace

Twist Generator::draw_twist(Random& random) const {
  const auto& step = random.pick(steps_);
  const auto what = random.below(100);
  if (what < 62) return mutated(step, random);
  if (what < 76) return mistimed(step, random);
  if (what < 86 && step.kind == qmi::MessageKind::response) return refused(step, random);
  if (what < 94) return flood(step, random);
  return upset(step, random);
}

Try Generator::draw(const std::vector<Try>& corpus, Random& random) const {
  Try drawn;
  if (!corpus.empty() && random.below(100) < 60) {
    drawn = random.pick(corpus);
    const auto what = random.below(3);
    if (what == 0)
      drawn.twists.erase(drawn.twists.begin() + static_cast<std::ptrdiff_t>(random.below(drawn.twists.size())));
    if (what == 1) {
      const auto& other = random.pick(corpus);
      drawn.twists.push_back(random.pick(other.twists));
    }
  }
  do {
    drawn.twists.push_back(draw_twist(random));
  } while (random.below(100) < 25);
  if (drawn.twists.size() > kMaxTwists) drawn.twists.resize(kMaxTwists);
  return drawn;
}

}  // namespace modembench::fuzz
