#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/scenario/evidence.hpp"
#include "emulator/scenario/request_pattern.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::scenario {
namespace {

bool is_request(const trace::Event& event) { return event.what == trace::What::request && event.message != nullptr; }

std::string name_of(const trace::Event& request) {
  return qmi::message_name(request.message->header.service, request.message->header.message);
}

/// "WDS Start Network at 0.512s, with apn \"other\""
std::string in_words(const trace::Event& request, const Evidence& evidence) {
  const std::string tlvs = qmi::describe_tlvs(*request.message);
  return name_of(request) + evidence.when(request) + (tlvs.empty() ? "" : ", with " + trace::printable(tlvs));
}

/// The last few different requests of those from `first` on: what came instead.
std::string what_came(const std::vector<trace::Event>& events, std::size_t first) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string> names;
  for (std::size_t i = events.size(); i-- > first && names.size() < kMost;) {
    if (!is_request(events[i])) continue;
    const std::string name = name_of(events[i]);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  std::reverse(names.begin(), names.end());
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string nothing_of_it(const std::string& name, const Evidence& evidence) {
  if (!evidence.client_started()) return "the client was never started";
  const std::string came = what_came(evidence.events(), 0);
  return came.empty() ? "there was no request at all"
                      : fmt::format("there was no {}; requests came last: {}", name, came);
}

std::string name_of(const RequestPattern& pattern) { return qmi::message_name(pattern.service, pattern.message); }

/// Why the order ends before step `next`, and what came after the last step, `events[after]`.
std::string where_order_ends(const ExpectOrder& expected, std::size_t next, std::size_t after,
                             const Evidence& evidence) {
  const auto& events = evidence.events();
  const auto& awaited = expected.requests[next];
  std::string text;
  if (next > 0) {
    text = fmt::format("it got as far as {}{}; then ", expected.requests[next - 1].text, evidence.when(events[after]));
  }
  text += fmt::format("{} was awaited", awaited.text);
  const auto seen = std::find_if(events.begin(), events.end(), [&](const trace::Event& event) {
    return is_request(event) && matches(awaited, *event.message);
  });
  const std::string came = what_came(events, next > 0 ? after + 1 : 0);
  text += came.empty() ? ", and no request came" : fmt::format(", and there came: {}", came);
  if (seen != events.end()) text += fmt::format(" ({} came{})", name_of(awaited), evidence.when(*seen));
  return text;
}

}  // namespace

Outcome judge_request(const ExpectRequest& expected, const Evidence& evidence) {
  std::size_t seen = 0;
  const trace::Event* last = nullptr;
  const trace::Event* untimely = nullptr;
  const trace::Event* other = nullptr;
  for (const auto& event : evidence.events()) {
    if (!is_request(event) || !is_that_message(expected.pattern, *event.message)) continue;
    if (!matches(expected.pattern, *event.message)) {
      other = &event;
    } else if (!evidence.in_time(event)) {
      untimely = &event;
    } else {
      ++seen;
      last = &event;
    }
  }
  const bool met = is_met(expected.count, seen);
  if (!met && !evidence.began()) return {false, evidence.why_not_begun()};
  if (last != nullptr) {
    return {met, fmt::format("seen {} time{}, last: {}", seen, seen == 1 ? "" : "s", in_words(*last, evidence))};
  }
  if (untimely != nullptr) return {met, in_words(*untimely, evidence)};
  if (other != nullptr) return {met, in_words(*other, evidence)};
  return {met, nothing_of_it(name_of(expected.pattern), evidence)};
}

Outcome judge_order(const ExpectOrder& expected, const Evidence& evidence) {
  if (!evidence.began()) return {false, evidence.why_not_begun()};
  const auto& events = evidence.events();
  std::size_t next = 0;
  std::size_t after = 0;
  for (std::size_t i = 0; i < events.size() && next < expected.requests.size(); ++i) {
    if (!is_request(events[i]) || !evidence.in_time(events[i])) continue;
    if (!matches(expected.requests[next], *events[i].message)) continue;
    ++next;
    after = i;
  }
  if (next == expected.requests.size()) return {true, "the last of them was " + in_words(events[after], evidence)};
  if (!evidence.client_started()) return {false, "the client was never started"};
  return {false, where_order_ends(expected, next, after, evidence)};
}

}  // namespace modembench::scenario
