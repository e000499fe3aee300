#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "emulator/scenario/scripted_modem.hpp"
#include "emulator/scenario/timeline.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::scenario {

/// What the parts of a scripted modem share: the time, and where what happens is told to. Milestones go to the
/// timeline, events to the trace, outputs to whoever carries them out.
class Journal {
 public:
  Journal(Timeline& timeline, trace::Trace& trace) : timeline_(timeline), trace_(trace) {}

  [[nodiscard]] Instant time() const { return time_; }
  /// Time never runs backwards.
  void move_to(Instant now) { time_ = std::max(time_, now); }

  void add(trace::Event event) {
    event.at = time_;
    trace_.add(std::move(event));
  }
  /// False where nobody would see an event: none need be made of what passes by the thousand.
  [[nodiscard]] bool wanted() const { return trace_.wanted(); }
  void note(std::string text) { add({.what = trace::What::note, .text = std::move(text)}); }
  void pass(Milestone milestone) { timeline_.pass(milestone, time_); }
  void put(Output output) { outputs_.push_back(std::move(output)); }
  [[nodiscard]] std::vector<Output> take_outputs() { return std::exchange(outputs_, {}); }

 private:
  Timeline& timeline_;
  trace::Trace& trace_;
  std::vector<Output> outputs_;
  Instant time_{0};
};

}  // namespace modembench::scenario
