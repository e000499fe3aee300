#include <algorithm>

#include "bench/plan/scenario.hpp"

namespace modembench::bench {
namespace {

bool is_of_kernel(const Step& step) { return std::holds_alternative<KernelSays>(step.what); }

bool sets_usb(const Rule& rule) {
  return std::any_of(rule.actions.begin(), rule.actions.end(), [](const Action& action) {
    const auto* set = std::get_if<SetModem>(&action);
    return set != nullptr && !set->usb.empty();
  });
}

bool sets_data(const Rule& rule) {
  return std::any_of(rule.actions.begin(), rule.actions.end(), [](const Action& action) {
    const auto* set = std::get_if<SetModem>(&action);
    return set != nullptr && !set->modem.data.empty();
  });
}

bool is_about_traffic(const Expectation& expectation) {
  const auto* event = std::get_if<ExpectEvent>(&expectation.what);
  const auto* since = std::get_if<Milestone>(&expectation.since);
  return std::holds_alternative<ExpectTraffic>(expectation.what) ||
         (event != nullptr && event->milestone == Milestone::dhcp_answered) ||
         (since != nullptr && *since == Milestone::dhcp_answered);
}

}  // namespace

bool needs_usb(const Scenario& scenario) {
  return scenario.profile.settings.usb.faults != modem::UsbFaults{} ||
         std::any_of(scenario.rules.begin(), scenario.rules.end(), sets_usb);
}

bool needs_kernel(const Scenario& scenario) {
  return std::any_of(scenario.expectations.begin(), scenario.expectations.end(), [](const Expectation& expectation) {
    const auto* order = std::get_if<ExpectOrder>(&expectation.what);
    return std::holds_alternative<ExpectKernelSays>(expectation.what) ||
           (order != nullptr && std::any_of(order->steps.begin(), order->steps.end(), is_of_kernel));
  });
}

bool needs_traffic(const Scenario& scenario) {
  const auto& expectations = scenario.expectations;
  return scenario.profile.settings.data != modem::DataSettings{} ||
         std::any_of(scenario.rules.begin(), scenario.rules.end(), sets_data) ||
         std::any_of(expectations.begin(), expectations.end(), is_about_traffic);
}

const KnownIssue* known_issue(const Scenario& scenario, const ClientUse& client) {
  for (const auto& issue : scenario.known_issues) {
    const auto& names = issue.clients;
    const auto named = [&](const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (scenario.variant.find(issue.variant) == std::string::npos) continue;
    if (names.empty() || named(client.as) || named(client.client)) return &issue;
  }
  return nullptr;
}

}  // namespace modembench::bench
