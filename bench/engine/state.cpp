#include "bench/engine/state.hpp"

#include <fmt/format.h>

namespace modembench::bench {

void ScriptedModem::State::begin(Instant now) {
  journal.move_to(now);
  steps = 0;
  catch_up();
  steps = 0;
}

std::vector<Output> ScriptedModem::State::end() {
  catch_up();
  ask_for_ports();
  say_nmea();
  return journal.take_outputs();
}

std::optional<Instant> ScriptedModem::State::next_deadline() const {
  const auto of_serial = serial.next();
  const auto next = earlier(qmi.next_deadline(), of_serial ? std::optional(of_serial->at) : std::nullopt);
  return earlier(next, earlier(data.next_deadline(), timeline.next_deadline()));
}

void ScriptedModem::State::catch_up() {
  while (steps < kMaxStepsAtOnce) {
    const auto due = next_deadline();
    if (!due || *due > journal.time()) return;
    step(*due);
    take_step();
  }
  timeline.drop_due(journal.time());
}

bool ScriptedModem::State::take_step() {
  if (steps >= kMaxStepsAtOnce) return false;
  if (++steps < kMaxStepsAtOnce) return true;
  if (!met_rules.empty() || timeline.is_due(journal.time())) {
    journal.note(fmt::format("rules set each other off without end: stopped after {} steps", kMaxStepsAtOnce));
  }
  met_rules.clear();
  return false;
}

void ScriptedModem::State::step(Instant due) {
  if (qmi.next_deadline() == due) {
    qmi.step(due);
    send();
    ask_for_ports();
    say_nmea();
  } else if (const auto next = serial.next(); next && next->at == due) {
    say_to_all(next->port, serial.port(next->port).advance(due));
    ask_for_ports();
  } else if (data.next_deadline() == due) {
    data.tell();
  } else {
    carry_out(timeline.take_next());
  }
}

void ScriptedModem::State::carry_out(const Timeline::Due& due) {
  using Kind = Timeline::Due::Kind;
  switch (due.kind) {
    case Kind::start_client:
      return journal.put({.kind = Output::Kind::start_client});
    case Kind::plug_in:
      return plug_in();
    case Kind::end_reset:
      return end_reset();
    case Kind::end_silence:
      qmi.end_silence();
      return send();
    case Kind::arm:
      return arm(*due.rule, true);
    case Kind::disarm:
      return arm(*due.rule, false);
    case Kind::fire:
      if (rules.is_armed(*due.rule)) act(*due.rule);
      return;
    case Kind::act:
      return act_now(*due.rule);
    case Kind::tick:
      if (rules.tick(*due.rule)) act(*due.rule);
      return timeline.ticked(*due.rule, journal.time());
  }
}

}  // namespace modembench::bench
