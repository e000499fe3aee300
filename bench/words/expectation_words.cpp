#include "bench/words/expectation_words.hpp"

#include <array>

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "bench/plan/milestone.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

std::string pattern(const std::string& text) { return fmt::format("/{}/", trace::printable(text)); }

std::string with_count(std::string words, const Count& count) {
  const std::string times = in_words(count);
  return times.empty() ? words : words + " " + times;
}

struct Words {
  std::string operator()(const ExpectClientExits& exits) const {
    switch (exits.status) {
      case ExpectClientExits::Status::any:
        return "client exits";
      case ExpectClientExits::Status::success:
        return "client exits with success";
      case ExpectClientExits::Status::failure:
        return "client exits with failure";
      case ExpectClientExits::Status::exact:
        return fmt::format("client exits with status {}", exits.exact);
    }
    return {};
  }
  std::string operator()(const ExpectClientSays& says) const {
    return with_count("client says " + pattern(says.pattern), says.count);
  }
  std::string operator()(const ExpectKernelSays& says) const {
    return with_count("the kernel says " + pattern(says.pattern), says.count);
  }
  std::string operator()(const ExpectMessage& message) const {
    constexpr std::array kKinds = {"request", "answer to", "indication"};
    const auto kind = kKinds[static_cast<std::size_t>(message.pattern.kind)];
    std::string words = with_count(fmt::format("{} {}", kind, message.pattern.text), message.count);
    if (message.apart) words += fmt::format(", {} apart", to_string(*message.apart));
    return words;
  }
  std::string operator()(const ExpectEvent& event) const {
    return with_count(std::string(to_string(event.milestone)), event.count);
  }
  std::string operator()(const ExpectSerial& serial) const {
    return fmt::format("{} receives {}", to_string(serial.port), pattern(serial.pattern));
  }
  std::string operator()(const ExpectDevice& device) const {
    return fmt::format("device {} is {} at the end", to_string(device.port), device.present ? "present" : "gone");
  }
  std::string operator()(const ExpectTraffic& traffic) const {
    std::string words = traffic.to_host ? "traffic to the host" : "traffic from the host";
    if (traffic.bytes > 0) words += fmt::format(", {} bytes or more", traffic.bytes);
    if (traffic.packets > 1) words += fmt::format(", {} packets or more", traffic.packets);
    return words;
  }
  std::string operator()(const ExpectOrder& order) const {
    std::string words = "in this order: ";
    for (const auto& step : order.steps) {
      if (&step != order.steps.data()) words += "; ";
      words += step.text;
    }
    return words;
  }
  std::string operator()(const ExpectBalance& expected) const {
    if (!expected.client_ids) return "every call is stopped";
    return "balance is clean: every client id released, every call stopped";
  }
};

}  // namespace

std::string in_words(const Count& count) {
  if (count.least == 1 && !count.most) return "";
  if (!count.most) return fmt::format("at least {} times", count.least);
  if (*count.most != count.least) return fmt::format("{} to {} times", count.least, *count.most);
  return count.least == 1 ? "once" : fmt::format("{} times", count.least);
}

std::string in_words(const Expectation& expectation) {
  std::string words = std::visit(Words{}, expectation.what);
  if (expectation.never) words = "never: " + words;
  if (!expectation.within) return words;
  words += " within ";
  if (expectation.not_before > Duration{0}) words += to_string(expectation.not_before) + "..";
  words += to_string(*expectation.within);
  if (to_string(expectation.since) != to_string(Milestone::client_starts))
    words += fmt::format(" after {}", to_string(expectation.since));
  return words;
}

}  // namespace modembench::bench
