#include <utility>

#include "bench/engine/state.hpp"
#include "bench/plan/tampering.hpp"
#include "bench/words/action_words.hpp"

namespace modembench::bench {
namespace {

qmi::Message response(const qmi::Header& request, std::uint16_t error, const std::vector<qmi::Tlv>& tlvs) {
  auto message = qmi::response_to(request, error);
  message.tlvs.insert(message.tlvs.end(), tlvs.begin(), tlvs.end());
  return message;
}

}  // namespace

void ScriptedModem::State::receive_qmi(ConnectionId connection, qmi::ByteView bytes) {
  auto reception = qmi.receive(connection, bytes);
  while (const auto request = qmi.next_request(reception)) {
    if (*request) answer(connection, **request);
    send();
  }
}

void ScriptedModem::State::send() {
  while (const Rule* rule = qmi.send_next()) act(*rule);
}

void ScriptedModem::State::answer(ConnectionId connection, const qmi::Received& request) {
  // The tree of values is made for rules alone.
  const Rule* rule = rules.has_for_messages() ? rules.match(*request.message()) : nullptr;
  if (rule == nullptr) return qmi.pass_on(connection, request, nullptr, nullptr);
  act(*rule);
  if (rule->reply) journal.add(done_by(*rule, in_words(*rule, *rule->reply)));
  if (rule->reply && std::holds_alternative<Drop>(*rule->reply)) return;
  const Tamper* tamper = rule->tamper ? &*rule->tamper : nullptr;
  if (tamper != nullptr) journal.add(done_by(*rule, in_words(*rule, *tamper)));
  if (auto scripted = reply_to(request.header(), *rule)) {
    qmi.answer(connection, request.header(), std::move(*scripted), rule, tamper);
  } else {
    qmi.pass_on(connection, request, rule, tamper);
  }
}

std::optional<qmi::Message> ScriptedModem::State::reply_to(const qmi::Header& request, const Rule& rule) const {
  if (!rule.reply) return std::nullopt;
  if (const auto* fail = std::get_if<Fail>(&*rule.reply)) {
    return response(request, fail->error, filled_in(fail->tlvs, rules.captured()));
  }
  if (const auto* fixed = std::get_if<Answer>(&*rule.reply)) {
    return response(request, 0, filled_in(fixed->tlvs, rules.captured()));
  }
  return std::nullopt;
}

}  // namespace modembench::bench
