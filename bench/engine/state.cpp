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
    say_nmea();
  } else if (const auto next = serial.next(); next && next->at == due) {
    say_to_all(next->port, serial.port(next->port).advance(due));
    follow_effects(next->port);
  } else if (data.next_deadline() == due) {
    data.tell();
  } else {
    carry_out(timeline.take_next());
  }
}

void ScriptedModem::State::carry_out(const Timeline::Due& due) {
  using What = Timeline::Due::What;
  switch (due.what) {
    case What::start_client:
      return journal.put({.what = Output::What::start_client});
    case What::plug_in:
      return plug_in();
    case What::end_reset:
      return end_reset();
    case What::end_silence:
      qmi.end_silence();
      return send();
    case What::arm:
      return arm(*due.rule, true);
    case What::disarm:
      return arm(*due.rule, false);
    case What::fire:
      if (rules.is_armed(*due.rule)) act(*due.rule);
      return;
    case What::act:
      return act_now(*due.rule);
    case What::tick:
      if (rules.tick(*due.rule)) act(*due.rule);
      return timeline.ticked(*due.rule, journal.time());
  }
}

}  // namespace modembench::bench
