#include "bench/engine/state.hpp"

#include <utility>

#include <fmt/format.h>

#include "bench/words/action_words.hpp"

namespace modembench::bench {

void ScriptedModem::State::arm(const Rule& rule, bool armed) {
  if (!rules.set_armed(rule, armed)) return;
  if (armed) {
    timeline.armed(rule, journal.time());
  } else {
    qmi.let_out(rule);
    send();
  }
}

void ScriptedModem::State::act(const Rule& rule) {
  const Duration later = rules.draw(rule.after);
  if (later == Duration{0}) return act_now(rule);
  if (!timeline.put(journal.time() + later, {Timeline::Due::Kind::act, &rule})) {
    journal.note(fmt::format("a rule is given up: {} things wait for their time already", Timeline::kMaxPending));
  }
}

void ScriptedModem::State::act_now(const Rule& rule) {
  if (acting) {
    if (steps < kMaxStepsAtOnce) met_rules.push_back(&rule);
    return;
  }
  acting = true;
  do_all(rule);
  while (!met_rules.empty() && take_step()) {
    const Rule* next = met_rules.front();
    met_rules.pop_front();
    do_all(*next);
  }
  acting = false;
}

void ScriptedModem::State::do_all(const Rule& rule) {
  for (const auto& action : rule.actions) {
    journal.add(done_by(rule, in_words(action)));
    std::visit([this](const auto& what) { carry_out(what); }, action);
    send();
  }
}

void ScriptedModem::State::carry_out(const Reboot& action) {
  qmi.reboot(action);
  timeline.put(journal.time() + action.silent, {Timeline::Due::Kind::end_silence, nullptr});
}

void ScriptedModem::State::carry_out(const SetModem& action) {
  if (!action.modem.empty()) qmi.set(action.modem);
  if (!action.usb.empty()) set_usb(action.usb);
}

void ScriptedModem::State::carry_out(const Arm& action) {
  for (const auto* rule : rules.named(action.rules)) arm(*rule, action.arm);
}

}  // namespace modembench::bench
