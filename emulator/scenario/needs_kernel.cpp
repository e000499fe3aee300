#include <algorithm>

#include "emulator/scenario/scenario.hpp"

namespace modembench::scenario {
namespace {

bool is_of_kernel(const Step& step) { return std::holds_alternative<KernelSays>(step.what); }

bool sets_usb(const Rule& rule) {
  return std::any_of(rule.actions.begin(), rule.actions.end(), [](const Action& action) {
    const auto* set = std::get_if<SetModem>(&action);
    return set != nullptr && !set->usb.empty();
  });
}

}  // namespace

bool needs_usb(const Scenario& scenario) {
  return scenario.profile.usb_faults != modem::UsbFaults{} ||
         std::any_of(scenario.rules.begin(), scenario.rules.end(), sets_usb);
}

bool needs_kernel(const Scenario& scenario) {
  return std::any_of(scenario.expectations.begin(), scenario.expectations.end(), [](const Expectation& expectation) {
    const auto* order = std::get_if<ExpectOrder>(&expectation.what);
    return std::holds_alternative<ExpectKernelSays>(expectation.what) ||
           (order != nullptr && std::any_of(order->steps.begin(), order->steps.end(), is_of_kernel));
  });
}

}  // namespace modembench::scenario
