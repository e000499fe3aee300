#include <algorithm>

#include <fmt/format.h>

#include "bench/judge/evidence.hpp"
#include "bench/plan/duration.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/milestone.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

/// "WDS Start Network at 0.512s, with apn \"other\""
std::string in_words(const trace::Event& event, const Evidence& evidence) {
  std::string said = qmi::describe_result(*event.message);
  const std::string tlvs = qmi::describe_tlvs(*event.message);
  if (!tlvs.empty()) said += (said.empty() ? "" : ", ") + tlvs;
  return qmi::message_name(event.message->header) + evidence.when(event) +
         (said.empty() ? "" : ", with " + trace::printable(said));
}

/// The last few different messages of this kind of those from `first` on: what came instead.
std::string what_came(const std::vector<trace::Event>& events, std::size_t first, qmi::MessageKind kind) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> names;
  for (std::size_t i = events.size(); i-- > first && names.size() < kMost;) {
    if (events[i].message == nullptr || events[i].message->header.kind != kind) continue;
    const std::string name = qmi::message_name(events[i].message->header);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  std::reverse(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string_view plural(qmi::MessageKind kind) {
  return kind == qmi::MessageKind::request    ? "requests"
         : kind == qmi::MessageKind::response ? "answers"
                                              : "indications";
}

std::string nothing_of_it(const MessagePattern& pattern, const Evidence& evidence) {
  if (!evidence.client_started()) return "the client was never started";
  const std::string came = what_came(evidence.events(), 0, pattern.kind);
  if (came.empty()) return fmt::format("there was no {} at all", name_of(pattern.kind));
  return fmt::format("there was no {}; {} came last: {}", name_of(pattern), plural(pattern.kind), came);
}

/// What was seen of a message.
struct Seen {
  std::size_t count = 0;
  const trace::Event* last = nullptr;
  const trace::Event* untimely = nullptr;
  const trace::Event* other = nullptr;  ///< the same message, saying something else
  const trace::Event* too_close = nullptr;
  Duration least_apart{0};
};

Seen look_for(const ExpectMessage& expected, const Evidence& evidence) {
  Seen seen;
  for (const auto& event : evidence.events()) {
    if (event.message == nullptr || !is_that_message(expected.pattern, *event.message)) continue;
    if (!matches(expected.pattern, *event.message, {})) {
      seen.other = &event;
    } else if (!evidence.in_time(event)) {
      seen.untimely = &event;
    } else {
      const Duration apart = seen.last != nullptr ? event.at - seen.last->at : Duration::max();
      if (expected.apart && apart < *expected.apart && seen.too_close == nullptr) {
        seen.too_close = &event;
        seen.least_apart = apart;
      }
      ++seen.count;
      seen.last = &event;
    }
  }
  return seen;
}

/// The pattern of a step that is about text; null of another.
const std::string* pattern_of(const Step& step) {
  if (const auto* says = std::get_if<OnSays>(&step.what)) return &says->pattern;
  if (const auto* kernel = std::get_if<KernelSays>(&step.what)) return &kernel->pattern;
  const auto* serial = std::get_if<OnSerial>(&step.what);
  return serial != nullptr ? &serial->pattern : nullptr;
}

/// Looks for one step.
class StepFinder {
 public:
  StepFinder(const Step& step, const Evidence& evidence) : step_(step), evidence_(evidence) {
    const auto* text = pattern_of(step);
    if (text == nullptr) return;
    // The reader has refused what is no pattern.
    if (auto pattern = TextPattern::compile(*text)) pattern_ = std::move(*pattern);
  }

  [[nodiscard]] bool is(const trace::Event& event, const Captured& captured) const;

 private:
  [[nodiscard]] bool finds(std::string_view text) const { return pattern_ && evidence_.finds(*pattern_, text); }

  const Step& step_;
  const Evidence& evidence_;
  std::optional<TextPattern> pattern_;
};

bool StepFinder::is(const trace::Event& event, const Captured& captured) const {
  if (const auto* pattern = std::get_if<MessagePattern>(&step_.what)) {
    return event.message != nullptr && matches(*pattern, *event.message, captured);
  }
  if (const auto* milestone = std::get_if<Milestone>(&step_.what)) return is_passing(event, *milestone);
  if (std::holds_alternative<OnSays>(step_.what))
    return event.kind == trace::EventKind::client_says && finds(event.text);
  if (std::holds_alternative<KernelSays>(step_.what)) {
    return event.kind == trace::EventKind::kernel_says && finds(event.text);
  }
  return event.kind == trace::EventKind::serial_in && event.port == std::get<OnSerial>(step_.what).port &&
         finds({reinterpret_cast<const char*>(event.bytes.data()), event.bytes.size()});
}

std::string when_step(const trace::Event& event, const Evidence& evidence) {
  return event.message != nullptr ? in_words(event, evidence)
                                  : fmt::format("'{}'{}", trace::printable(event.text), evidence.when(event));
}

/// Why the order ends before step `next`, and what came after the last step, `events[after]`.
std::string where_order_ends(const ExpectOrder& expected, std::size_t next, std::size_t after, const Captured& captured,
                             const Evidence& evidence) {
  const auto& events = evidence.events();
  const auto& awaited = expected.steps[next];
  std::string text;
  if (next > 0) {
    text = fmt::format("it got as far as {}{}; then ", expected.steps[next - 1].text, evidence.when(events[after]));
  }
  text += fmt::format("{} was awaited", awaited.text);
  const StepFinder finder(awaited, evidence);
  const auto seen =
      std::find_if(events.begin(), events.end(), [&](const trace::Event& event) { return finder.is(event, captured); });
  const auto* pattern = std::get_if<MessagePattern>(&awaited.what);
  const auto kind = pattern != nullptr ? pattern->kind : qmi::MessageKind::request;
  const std::string came = what_came(events, next > 0 ? after + 1 : 0, kind);
  text += came.empty() ? fmt::format(", and no {} came", name_of(kind)) : fmt::format(", and there came: {}", came);
  if (seen != events.end()) {
    text += fmt::format(" ({} came{})", pattern != nullptr ? name_of(*pattern) : awaited.text, evidence.when(*seen));
  }
  return text;
}

}  // namespace

Match judge(const ExpectMessage& expected, const Evidence& evidence) {
  const Seen seen = look_for(expected, evidence);
  const bool met = is_met(expected.count, seen.count) && seen.too_close == nullptr;
  if (!met && !evidence.began()) return {false, evidence.why_not_begun()};
  if (seen.too_close != nullptr) {
    return {false, fmt::format("{} came {} after the one before it", in_words(*seen.too_close, evidence),
                               to_string(seen.least_apart))};
  }
  if (seen.last != nullptr) {
    return {met, fmt::format("seen {} time{}, last: {}", seen.count, seen.count == 1 ? "" : "s",
                             in_words(*seen.last, evidence))};
  }
  if (seen.untimely != nullptr) return {met, in_words(*seen.untimely, evidence)};
  if (seen.other != nullptr) return {met, in_words(*seen.other, evidence)};
  return {met, nothing_of_it(expected.pattern, evidence)};
}

Match judge(const ExpectEvent& expected, const Evidence& evidence) {
  std::size_t seen = 0;
  const trace::Event* last = nullptr;
  const trace::Event* untimely = nullptr;
  for (const auto& event : evidence.events()) {
    if (!is_passing(event, expected.milestone)) continue;
    if (evidence.in_time(event)) {
      ++seen;
      last = &event;
    } else {
      untimely = &event;
    }
  }
  const bool met = is_met(expected.count, seen);
  if (!met && !evidence.began()) return {false, evidence.why_not_begun()};
  if (last != nullptr) {
    return {met, fmt::format("it came {} time{}, last{}", seen, seen == 1 ? "" : "s", evidence.when(*last))};
  }
  return {met, untimely != nullptr ? "it came" + evidence.when(*untimely) : "it never came"};
}

Match judge(const ExpectOrder& expected, const Evidence& evidence) {
  if (!evidence.began()) return {false, evidence.why_not_begun()};
  const auto& events = evidence.events();
  std::size_t next = 0;
  std::size_t after = 0;
  Captured captured;
  for (std::size_t i = 0; i < events.size() && next < expected.steps.size(); ++next) {
    const StepFinder finder(expected.steps[next], evidence);
    while (i < events.size() && !(evidence.in_time(events[i]) && finder.is(events[i], captured))) ++i;
    if (i == events.size()) break;
    if (events[i].message != nullptr) capture(expected.steps[next].captures, *events[i].message, captured);
    after = i++;
  }
  if (next == expected.steps.size()) return {true, "the last of them was " + when_step(events[after], evidence)};
  if (!evidence.client_started()) return {false, "the client was never started"};
  return {false, where_order_ends(expected, next, after, captured, evidence)};
}

}  // namespace modembench::bench
