#include "bench/plan/milestone.hpp"

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {

std::string_view to_string(Milestone milestone) { return kMilestoneNames[static_cast<std::size_t>(milestone)]; }

std::optional<Milestone> milestone_from_string(std::string_view name) {
  for (std::size_t i = 0; i < kMilestoneNames.size(); ++i) {
    if (qmi::same_name(kMilestoneNames[i], name)) return static_cast<Milestone>(i);
  }
  return std::nullopt;
}

trace::Meaning meaning_of(Milestone milestone) {
  using trace::Meaning;
  switch (milestone) {
    case Milestone::network_registered:
      return Meaning::network_registered;
    case Milestone::network_lost:
      return Meaning::network_lost;
    case Milestone::call_connected:
      return Meaning::call_connected;
    case Milestone::call_ended:
      return Meaning::call_ended;
    case Milestone::dhcp_answered:
      return Meaning::dhcp_answered;
    default:
      return Meaning::none;
  }
}

trace::Event change_in_modem(Milestone milestone) {
  return {.kind = trace::EventKind::modem, .text = std::string(to_string(milestone)), .meaning = meaning_of(milestone)};
}

bool is_passing(const trace::Event& event, Milestone milestone) {
  using trace::EventKind;
  const bool of_qmi_port = event.port == PortName::qmi;
  switch (milestone) {
    case Milestone::start:
      return false;
    case Milestone::registered:
      return event.kind == EventKind::registered && of_qmi_port;
    case Milestone::unregistered:
      return event.kind == EventKind::unregistered && of_qmi_port;
    case Milestone::port_opened:
      return event.kind == EventKind::opened && of_qmi_port;
    case Milestone::port_closed:
      return event.kind == EventKind::closed && of_qmi_port;
    case Milestone::network_registered:
    case Milestone::network_lost:
    case Milestone::call_connected:
    case Milestone::call_ended:
    case Milestone::dhcp_answered:
      return event.meaning == meaning_of(milestone);
    case Milestone::client_starts:
      return event.kind == EventKind::client_started;
    case Milestone::client_exits:
      return event.kind == EventKind::client_exited;
  }
  return false;
}

std::string to_string(const Since& since) {
  if (const auto* milestone = std::get_if<Milestone>(&since)) return std::string(to_string(*milestone));
  return std::get<MessagePattern>(since).text;
}

std::string to_string(const AtTime& time) {
  const auto milestone = to_string(time.milestone);
  if (time.after == Duration{0}) return std::string(milestone);
  return fmt::format("{} after {}", to_string(time.after), milestone);
}

}  // namespace modembench::bench
