#include <fmt/format.h>

#include "bench/judge/evidence.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

/// The last of serial bytes: enough for a person to see what went on.
std::string last_of(const std::string& bytes) {
  constexpr std::size_t kMostShown = 64;
  const std::size_t from = bytes.size() > kMostShown ? bytes.size() - kMostShown : 0;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  return (from > 0 ? "… " : "") + trace::quoted(qmi::ByteView(data, bytes.size()).subspan(from));
}

}  // namespace

Match judge(const ExpectSerial& expected, const Evidence& evidence) {
  const auto pattern = TextPattern::compile(expected.pattern);
  if (!pattern) return {false, pattern.error()};
  if (!evidence.began()) return {false, evidence.why_not_begun()};
  std::string received;
  std::size_t untimely = 0;
  for (const auto& event : evidence.events()) {
    if (event.kind != trace::EventKind::serial_in || event.port != expected.port) continue;
    if (!evidence.in_time(event)) {
      untimely += event.bytes.size();
    } else if (received.size() < TextPattern::kMaxSearched) {
      received.append(event.bytes.begin(), event.bytes.end());
    }
  }
  const bool met = evidence.finds(*pattern, received);
  std::string text = received.empty() ? fmt::format("{} received nothing", to_string(expected.port))
                                      : fmt::format("{} received {}", to_string(expected.port), last_of(received));
  if (untimely > 0) text += fmt::format("; {} more bytes out of time", untimely);
  if (!met && !evidence.client_started()) text = "the client was never started";
  return {met, std::move(text)};
}

Match judge(const ExpectDevice& expected, const Evidence& evidence) {
  const trace::Event* last = nullptr;
  for (const auto& event : evidence.events()) {
    const bool changes = event.kind == trace::EventKind::registered || event.kind == trace::EventKind::unregistered;
    if (changes && event.port == expected.port) last = &event;
  }
  const bool present = last != nullptr && last->kind == trace::EventKind::registered;
  std::string text = last == nullptr
                         ? "it was never registered"
                         : fmt::format("it is {} since {}s", present ? "present" : "gone", trace::seconds(last->at));
  return {present == expected.present, std::move(text)};
}

Match judge(const ExpectBalance& expected, const Evidence& evidence) {
  std::vector<std::string> left;
  if (expected.client_ids) {
    for (const auto& held : evidence.modem().held_client_ids()) {
      left.push_back(fmt::format("{} client id {} is not released", qmi::service_name(held.service), held.client));
    }
  }
  for (const auto& call : evidence.modem().running_calls()) {
    left.push_back(fmt::format("the IPv{} call of WDS client id {} (packet data handle {}) still runs", call.ip_family,
                               call.client, call.handle));
  }
  if (left.empty()) return {true, "nothing is left"};
  return {false, fmt::format("{}", fmt::join(left, "; "))};
}

}  // namespace modembench::bench
