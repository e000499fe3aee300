#include <algorithm>

#include <fmt/format.h>

#include "bench/judge/crash.hpp"
#include "bench/judge/evidence.hpp"
#include "emulator/ascii.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

bool is_wanted(const ExpectClientExits& expected, int status) {
  switch (expected.status) {
    // A crash is an end that nobody meant.
    case ExpectClientExits::Status::any:
      return !is_crash(status);
    case ExpectClientExits::Status::success:
      return status == 0;
    case ExpectClientExits::Status::failure:
      return status != 0 && !is_crash(status);
    case ExpectClientExits::Status::exact:
      return status == expected.exact;
  }
  return false;
}

std::string status_in_words(const trace::Event& exit) {
  std::string text = fmt::format("exited with status {}", exit.status);
  if (is_crash(exit.status)) text += fmt::format(", a crash (signal {})", exit.status - 128);
  return text;
}

/// How many characters in a row the two have in common, whatever their case.
std::size_t longest_common_part(std::string_view a, std::string_view b) {
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::size_t longest = 0;
  for (const char c : a) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = ascii::lower(c) == ascii::lower(b[j]) ? last[j] + 1 : 0;
      longest = std::max(longest, row[j + 1]);
    }
    std::swap(last, row);
  }
  return longest;
}

/// The line that looks most like the pattern; null if none has a word's worth in common with it. Of much output
/// only the last lines are looked at.
const trace::Event* closest_line(const std::string& pattern, trace::EventKind what, const Evidence& evidence) {
  constexpr std::size_t kMostLines = 200;
  constexpr std::size_t kMostText = 200;
  constexpr std::size_t kLeastCommon = 5;
  const trace::Event* closest = nullptr;
  std::size_t most = kLeastCommon - 1;
  std::size_t lines = 0;
  const auto& events = evidence.events();
  for (auto event = events.rbegin(); event != events.rend() && lines < kMostLines; ++event) {
    if (event->kind != what) continue;
    ++lines;
    const auto common = longest_common_part(std::string_view(pattern).substr(0, kMostText),
                                            std::string_view(event->text).substr(0, kMostText));
    if (common <= most) continue;
    most = common;
    closest = &*event;
  }
  return closest;
}

std::string quoted_line(const trace::Event& line) { return fmt::format("\"{}\"", trace::printable(line.text)); }

std::string nearest_line(const std::string& pattern, trace::EventKind what, const Evidence& evidence) {
  const bool of_client = what == trace::EventKind::client_says;
  if (of_client && !evidence.client_started()) return "the client was never started";
  if (const auto* line = closest_line(pattern, what, evidence)) {
    return fmt::format("it said {}{}", quoted_line(*line), evidence.when(*line));
  }
  return of_client ? "no line like it" + evidence.last_lines() : "no line of the kernel is like it";
}

/// Lines of what says them.
template <class Expected>
Match judge_lines(const Expected& expected, trace::EventKind what, const Evidence& evidence) {
  const auto pattern = TextPattern::compile(expected.pattern);
  if (!pattern) return {false, pattern.error()};
  std::size_t seen = 0;
  const trace::Event* last = nullptr;
  const trace::Event* untimely = nullptr;
  for (const auto& event : evidence.events()) {
    if (event.kind != what || !evidence.finds(*pattern, event.text)) continue;
    if (!evidence.in_time(event)) {
      untimely = &event;
      continue;
    }
    ++seen;
    last = &event;
  }
  const bool met = is_met(expected.count, seen);
  if (!evidence.began() && !met) return {false, evidence.why_not_begun()};
  if (last != nullptr) {
    return {met, fmt::format("seen {} time{}, last{}: {}", seen, seen == 1 ? "" : "s", evidence.when(*last),
                             quoted_line(*last))};
  }
  if (untimely != nullptr) {
    return {met, fmt::format("it said {}{}", quoted_line(*untimely), evidence.when(*untimely))};
  }
  return {met, met ? "it was never said" : nearest_line(expected.pattern, what, evidence)};
}

}  // namespace

Match judge(const ExpectClientExits& expected, const Evidence& evidence) {
  if (!evidence.client_started()) return {false, "the client was never started"};
  const auto* exit = evidence.client_exit();
  if (exit == nullptr) return {false, "the client still ran at the end" + evidence.last_lines()};
  if (evidence.ended_at_deadline()) {
    return {false, "the client still ran at the deadline and was ended" + evidence.last_lines()};
  }
  if (!evidence.began()) return {false, evidence.why_not_begun()};
  const bool met = is_wanted(expected, exit->status) && evidence.in_time(*exit);
  return {met, "the client " + status_in_words(*exit) + evidence.when(*exit) + evidence.last_lines()};
}

Match judge(const ExpectClientSays& expected, const Evidence& evidence) {
  return judge_lines(expected, trace::EventKind::client_says, evidence);
}

Match judge(const ExpectKernelSays& expected, const Evidence& evidence) {
  return judge_lines(expected, trace::EventKind::kernel_says, evidence);
}

}  // namespace modembench::bench
