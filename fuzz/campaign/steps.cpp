#include "fuzz/campaign/steps.hpp"

#include <map>

#include <fmt/format.h>

#include "emulator/qmi/schema.hpp"

namespace modembench::fuzz {

std::string Step::trigger() const {
  return fmt::format("on: {{{}: {}}}, nth: {}, times: 1", kind == qmi::Kind::response ? "answer" : "indication", name,
                     nth);
}

std::vector<Step> steps_of(const trace::Trace& trace) {
  std::vector<Step> steps;
  std::map<std::pair<qmi::Kind, std::string>, unsigned> seen;
  for (const auto& event : trace.events()) {
    const bool is_answer = event.what == trace::What::response;
    if ((!is_answer && event.what != trace::What::indication) || !event.message) continue;
    const auto kind = is_answer ? qmi::Kind::response : qmi::Kind::indication;
    const auto name = qmi::message_name(event.message->header.service, event.message->header.message);
    steps.push_back({kind, name, ++seen[{kind, name}], event.bytes});
  }
  return steps;
}

}  // namespace modembench::fuzz
