#include "emulator/modem/fixed_answers.hpp"

#include <algorithm>

#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::modem {

namespace {

std::uint32_t key(std::uint8_t service, std::uint16_t message) { return std::uint32_t{service} << 16 | message; }

}  // namespace

FixedAnswers::FixedAnswers(const std::vector<FixedAnswer>& answers) {
  for (const FixedAnswer& answer : answers) sorted_.emplace_back(key(answer.service, answer.message), &answer);
  std::stable_sort(sorted_.begin(), sorted_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

const FixedAnswer* FixedAnswers::find(const qmi::Header& request) const {
  const std::uint32_t wanted = key(request.service, request.message);
  const auto found = std::lower_bound(sorted_.begin(), sorted_.end(), wanted,
                                      [](const auto& entry, std::uint32_t k) { return entry.first < k; });
  return found != sorted_.end() && found->first == wanted ? found->second : nullptr;
}

qmi::Message respond(const FixedAnswer& answer, const qmi::Header& request) {
  qmi::Message response = qmi::response_to(request, answer.error);
  for (const qmi::Tlv& tlv : answer.tlvs) response.set(tlv.id, tlv.value);
  return response;
}

std::string revision_of(const Identity& identity) {
  namespace revision = qmi::dms::get_revision;
  const qmi::Header request{.service = qmi::dms::service, .message = revision::id};
  const FixedAnswers answers(identity.answers);
  const FixedAnswer* answer = answers.find(request);
  if (answer == nullptr) return {};
  return qmi::tlv_in(respond(*answer, request), &revision::Response::revision).value_or("");
}

}  // namespace modembench::modem
