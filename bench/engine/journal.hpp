#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench/engine/scripted_modem.hpp"
#include "bench/engine/timeline.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::bench {

/// What the parts of a scripted modem share: the time, and the ways out. Milestones go to the timeline, events to the
/// trace, and outputs wait for the owner, who carries them out.
class Journal {
 public:
  /// How many bytes one call may write to clients, however much rules make of little. A client has no room for a tenth
  /// of it.
  static constexpr std::size_t kMaxWritten = 16 << 20;

  Journal(Timeline& timeline, trace::Trace& trace) : timeline_(timeline), trace_(trace) {}

  [[nodiscard]] Instant time() const { return time_; }
  /// Moves the time on to `now`; an earlier `now` changes nothing.
  void move_to(Instant now) { time_ = std::max(time_, now); }

  void add(trace::Event event) {
    event.at = time_;
    trace_.add(std::move(event));
  }
  /// Whether anybody sees events. If not, none need be made of what passes by the thousand.
  [[nodiscard]] bool wanted() const { return trace_.wanted(); }
  void note(std::string text) { add({.kind = trace::EventKind::note, .text = std::move(text)}); }
  void pass(Milestone milestone) { timeline_.pass(milestone, time_); }
  void put(Output output) {
    if (output.kind == Output::Kind::send) {
      const std::size_t size = sizeof(Output) + output.bytes.size();
      if (size > kMaxWritten - written_) {
        ++unwritten_;
        return;
      }
      written_ += size;
    }
    outputs_.push_back(std::move(output));
  }
  [[nodiscard]] std::vector<Output> take_outputs() {
    if (unwritten_ > 0) {
      note(fmt::format("{} writes are lost: at one moment there is room for {} MiB of them", unwritten_,
                       kMaxWritten >> 20));
    }
    written_ = unwritten_ = 0;
    return std::exchange(outputs_, {});
  }

 private:
  Timeline& timeline_;
  trace::Trace& trace_;
  std::vector<Output> outputs_;
  std::size_t written_ = 0;
  std::size_t unwritten_ = 0;
  Instant time_{};
};

}  // namespace modembench::bench
