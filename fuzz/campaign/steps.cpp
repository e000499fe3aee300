#include "fuzz/campaign/steps.hpp"

#include <map>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"

namespace modembench::fuzz {

std::string Step::trigger() const {
  return fmt::format("on: {{{}: {}}}, nth: {}, times: 1", kind == qmi::MessageKind::response ? "answer" : "indication",
                     name, nth);
}

std::vector<Step> steps_of(const trace::Trace& trace) {
  std::vector<Step> steps;
  std::map<std::pair<qmi::MessageKind, std::string>, unsigned> seen;
  for (const auto& event : trace.events()) {
    const bool is_answer = event.kind == trace::EventKind::response;
    if ((!is_answer && event.kind != trace::EventKind::indication) || !event.message) continue;
    const auto kind = is_answer ? qmi::MessageKind::response : qmi::MessageKind::indication;
    const auto name = qmi::message_name(event.message->header);
    steps.push_back({kind, name, ++seen[{kind, name}], event.bytes});
  }
  return steps;
}

}  // namespace modembench::fuzz
