#include "bench/judge/evidence.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bench/judge/judge.hpp"
#include "bench/plan/duration.hpp"
#include "bench/plan/message_pattern.hpp"
#include "bench/plan/milestone.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

bool is_about_lines(const Expectation& expectation) {
  if (std::holds_alternative<ExpectClientSays>(expectation.what)) return true;
  const auto* order = std::get_if<ExpectOrder>(&expectation.what);
  return order != nullptr && std::any_of(order->steps.begin(), order->steps.end(),
                                         [](const Step& step) { return std::holds_alternative<OnSays>(step.what); });
}

bool since_start(const Since& since) {
  const auto* milestone = std::get_if<Milestone>(&since);
  return milestone != nullptr && *milestone == Milestone::start;
}

bool is_passing(const trace::Event& event, const Since& since) {
  if (const auto* milestone = std::get_if<Milestone>(&since)) return bench::is_passing(event, *milestone);
  return event.message != nullptr && matches(std::get<MessagePattern>(since), *event.message, {});
}

std::optional<Instant> first_passing(const trace::Trace& trace, const Since& since) {
  if (since_start(since)) return Instant{};
  const auto& events = trace.events();
  const auto found =
      std::find_if(events.begin(), events.end(), [&](const trace::Event& event) { return is_passing(event, since); });
  if (found == events.end()) return std::nullopt;
  return found->at;
}

}  // namespace

Evidence::Evidence(const trace::Trace& trace, const modem::Modem& modem, const Expectation& expectation,
                   SearchBudget& searches)
    : trace_(trace),
      modem_(modem),
      expectation_(expectation),
      searches_(searches),
      since_(expectation.since),
      not_before_(expectation.not_before),
      from_(Instant{}) {
  if (!expectation.within) return;
  from_ = first_passing(trace, expectation.since);
  if (!from_) return;
  to_ = *from_ + *expectation.within;
  *from_ += expectation.not_before;
}

bool Evidence::finds(const TextPattern& pattern, std::string_view text) const {
  const bool found = searches_.finds(pattern, text);
  if (!found && (searches_.spent() || text.size() >= TextPattern::kMaxSearched)) searched_in_part_ = true;
  return found;
}

std::string Evidence::what_is_unseen() const {
  // The balance is the modem's own; everything else is known from the trace alone.
  if (std::holds_alternative<ExpectBalance>(expectation_.what)) return {};
  if (trace_.lost() > 0) return fmt::format("{} events at the end were not kept", trace_.lost());
  if (trace_.lines_left_out() > 0 && is_about_lines(expectation_)) {
    return fmt::format("{} lines of the client were not kept", trace_.lines_left_out());
  }
  if (searched_in_part_) return "there was more text than is searched for such patterns";
  return {};
}

bool Evidence::in_time(const trace::Event& event) const {
  return from_ && event.at >= *from_ && (!to_ || event.at <= *to_);
}

std::string Evidence::when(const trace::Event& event) const {
  std::string text = fmt::format(" at {}s", trace::seconds(event.at));
  if (to_ && event.at > *to_) text += fmt::format(", {}s too late", trace::seconds(event.at - *to_));
  if (to_ && from_ && event.at < *from_)
    text += fmt::format(", before {}'{}'", not_before_ > Duration{0} ? to_string(not_before_) + " after " : "",
                        to_string(since_));
  return text;
}

std::string Evidence::why_not_begun() const {
  if (!client_started() && to_string(since_) == to_string(Milestone::client_starts))
    return "the client was never started";
  return fmt::format("'{}', from which the time counts, was never reached", to_string(since_));
}

bool Evidence::client_started() const {
  return std::any_of(events().begin(), events().end(),
                     [](const trace::Event& event) { return event.kind == trace::EventKind::client_started; });
}

const trace::Event* Evidence::client_exit() const {
  const auto found = std::find_if(events().begin(), events().end(), [](const trace::Event& event) {
    return event.kind == trace::EventKind::client_exited;
  });
  return found != events().end() ? &*found : nullptr;
}

bool Evidence::ended_at_deadline() const {
  for (const auto& event : events()) {
    if (event.kind == trace::EventKind::client_exited) return false;
    if (event.meaning == trace::Meaning::deadline) return true;
  }
  return false;
}

std::string Evidence::last_lines() const {
  constexpr std::size_t kMostLines = 3;
  std::vector<std::string> lines;
  for (auto event = events().rbegin(); event != events().rend() && lines.size() < kMostLines; ++event) {
    if (event->kind == trace::EventKind::client_says)
      lines.push_back(fmt::format("\"{}\"", trace::printable(event->text)));
  }
  if (lines.empty()) return "; it said nothing";
  std::reverse(lines.begin(), lines.end());
  return fmt::format("; it said last: {}", fmt::join(lines, ", "));
}

bool is_met(const Count& count, std::size_t seen) {
  return seen >= count.least && (!count.most || seen <= *count.most);
}

}  // namespace modembench::bench
