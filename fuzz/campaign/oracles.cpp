#include "fuzz/campaign/oracles.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "bench/judge/crash.hpp"
#include "bench/judge/judge.hpp"
#include "bench/language/yaml_text.hpp"
#include "bench/plan/text_pattern.hpp"
#include "emulator/ascii.hpp"
#include "emulator/qmi/address.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/typed_tlv.hpp"
#include "fuzz/campaign/dialogue.hpp"

namespace modembench::fuzz {
namespace {

namespace ctl = qmi::ctl;
namespace wds = qmi::wds;
using trace::Event;
using trace::EventKind;

const Event* exit_of(const trace::Trace& trace) {
  const auto& events = trace.events();
  const auto found = std::find_if(events.rbegin(), events.rend(),
                                  [](const Event& event) { return event.kind == EventKind::client_exited; });
  return found == events.rend() ? nullptr : &*found;
}

bool was_ended(const trace::Trace& trace) {
  return std::any_of(trace.events().begin(), trace.events().end(),
                     [](const Event& event) { return event.meaning == trace::Meaning::deadline; });
}

bool is_sent(const Event& event) {
  return event.kind == EventKind::response || event.kind == EventKind::indication || event.kind == EventKind::raw_out;
}

/// An expectation that no line of the client is this one, numbers aside.
std::string never_says(const std::string& line) {
  std::string pattern;
  for (const char c : without_numbers(line)) {
    if (c == '#') {
      pattern += "[0-9a-fx.:]+";
    } else if (std::string_view(R"(^$\.*+?()[]{}|)").find(c) != std::string_view::npos) {
      pattern += '\\';
      pattern += c;
    } else {
      pattern += c;
    }
  }
  return fmt::format("never: {{says: {}}}", bench::yaml_scalar(pattern));
}

std::vector<Complaint> lines_like(const trace::Trace& trace, const std::string& kind, const char* what) {
  const auto pattern = bench::TextPattern::compile(what);
  std::vector<Complaint> complaints;
  std::set<std::string> known;
  for (const auto& event : trace.events()) {
    if (event.kind != EventKind::client_says || !pattern->is_in(event.text)) continue;
    auto cause = without_numbers(event.text);
    if (known.insert(cause).second) complaints.push_back({kind, std::move(cause), event.text, never_says(event.text)});
  }
  return complaints;
}

class Holdings {
 public:
  void given(const qmi::Message& request, const qmi::Message& answer) {
    if (answer.error() != std::uint16_t{0}) return;
    const auto held = qmi::tlv_in(answer, &ctl::allocate_cid::Response::allocation_info);
    // One of another service than it asked for is none of its own.
    if (held && held->service == qmi::tlv_in(request, &ctl::allocate_cid::Request::service)) ids_.insert(key_of(*held));
    if (const auto handle = qmi::tlv_in(answer, &wds::start_network::Response::packet_data_handle)) {
      calls_[*handle] = answer.header.client;
    }
  }
  void given_back(const qmi::Message& request) {
    if (request.header.service == ctl::service && request.header.message == ctl::sync::id) ids_.clear();
    if (const auto held = qmi::tlv_in(request, &ctl::release_cid::Request::release_info)) ids_.erase(key_of(*held));
    if (const auto handle = qmi::tlv_in(request, &wds::stop_network::Request::packet_data_handle)) {
      calls_.erase(*handle);
    }
  }
  /// The modem itself may say that there is no call any more: to the client that has it, or to all.
  void heard(const qmi::Message& indication) {
    const auto said = qmi::tlv_in(indication, &wds::get_packet_service_status::Indication::connection_status);
    if (!said || said->status != wds::ConnectionStatus::Disconnected) return;
    const std::uint8_t to = indication.header.client;
    std::erase_if(calls_, [to](const auto& call) { return to == qmi::kEveryClient || to == call.second; });
  }

  [[nodiscard]] std::vector<Complaint> left() const {
    std::vector<Complaint> complaints;
    for (const auto& [service, id] : ids_) {
      const auto name = qmi::service_name(service);
      complaints.push_back({"leak", fmt::format("a client id of {} isn't released", name),
                            fmt::format("{} client id {}", name, id), "balance: clean"});
    }
    if (!calls_.empty()) {
      complaints.push_back({"leak", "a call isn't stopped",
                            fmt::format("packet data handle {} of WDS Start Network", calls_.begin()->first),
                            "balance: calls stopped"});
    }
    return complaints;
  }

 private:
  using Key = std::pair<std::uint8_t, std::uint8_t>;
  static Key key_of(const ctl::ClientId& held) { return {held.service, held.cid}; }

  std::set<Key> ids_;                            ///< by service
  std::map<std::uint32_t, std::uint8_t> calls_;  ///< client id by packet data handle
};

/// The name of the last thing that was sent to the client, or nothing.
std::string last_sent(const trace::Trace& trace) {
  const auto& events = trace.events();
  const auto found = std::find_if(events.rbegin(), events.rend(), is_sent);
  if (found == events.rend() || !found->message) return "nothing that has a name";
  return qmi::message_name(found->message->header);
}

/// The last request that has no answer, or what was answered last.
std::string waits_for(const trace::Trace& trace) {
  std::string asked;
  bool answered = true;
  for (const auto& event : trace.events()) {
    if (event.kind == EventKind::request && event.message) {
      asked = qmi::message_name(event.message->header);
      answered = false;
    }
    if (event.kind == EventKind::response) answered = true;
  }
  if (asked.empty()) return "before it asked anything";
  return fmt::format("{} {}", answered ? "after the answer to" : "waiting for the answer to", asked);
}

/// IPv4 addresses in a line.
std::vector<qmi::Ipv4Bytes> addresses_in(std::string_view line) {
  constexpr std::string_view kOfAddress = "0123456789.";
  std::vector<qmi::Ipv4Bytes> found;
  for (std::size_t at = 0; (at = line.find_first_of(kOfAddress, at)) != std::string_view::npos;) {
    auto word = line.substr(at, line.find_first_not_of(kOfAddress, at) - at);
    at += word.size();
    if (word.ends_with('.')) word.remove_suffix(1);  // of the sentence
    if (const auto address = qmi::parse_ipv4(word)) found.push_back(*address);
  }
  return found;
}

bool holds(const qmi::Bytes& bytes, const qmi::Ipv4Bytes& address) {
  const qmi::Ipv4Bytes reversed = {address[3], address[2], address[1], address[0]};
  return std::search(bytes.begin(), bytes.end(), address.begin(), address.end()) != bytes.end() ||
         std::search(bytes.begin(), bytes.end(), reversed.begin(), reversed.end()) != bytes.end();
}

/// Whether such an answer, a success, has been sent by then.
bool was_said(const Dialogue& dialogue, const Event& by, const std::string& answer) {
  return std::any_of(dialogue.said.begin(), dialogue.said.end(), [&](const Said& said) {
    return said.by < &by && said.message.header.kind == qmi::MessageKind::response &&
           said.message.error() == std::uint16_t{0} && qmi::same_name(qmi::message_name(said.message.header), answer);
  });
}

}  // namespace

std::string without_numbers(std::string_view text) {
  constexpr std::size_t kMost = 300;  // a cause is for a person
  std::string plain;
  const auto is_word = [](char c) { return ascii::is_digit(c) || ascii::is_letter(c) || c == '_'; };
  const auto is_number = [](char c) {
    return ascii::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == 'x' || c == '.' || c == ':';
  };
  for (std::size_t at = 0; at < text.size() && plain.size() < kMost;) {
    const bool begins = ascii::is_digit(text[at]) && (at == 0 || !is_word(text[at - 1]));
    if (!begins) {
      plain += text[at++];
      continue;
    }
    while (at < text.size() && is_number(text[at])) ++at;
    plain += '#';
  }
  return plain;
}

std::vector<Complaint> crashes(const trace::Trace& trace) {
  const auto* end = exit_of(trace);
  if (end == nullptr || !bench::is_crash(end->status)) return {};
  return {
      {"crash", fmt::format("signal {} after {}", end->status - 128, last_sent(trace)), end->text, "client: exits"}};
}

std::vector<Complaint> sanitizer_reports(const trace::Trace& trace) {
  auto found = lines_like(trace, "sanitizer report", R"(SUMMARY: \w+Sanitizer)");
  if (found.empty())
    found = lines_like(trace, "sanitizer report", R"(ERROR: \w+Sanitizer|runtime error: |WARNING: MemorySanitizer)");
  if (found.size() > 1) found.resize(1);
  return found;
}

std::vector<Complaint> criticals(const trace::Trace& trace) {
  return lines_like(trace, "critical", R"(-CRITICAL \*\*|-ERROR \*\*|[Aa]ssertion .* failed|\bBail out!)");
}

std::vector<Complaint> hangs(const trace::Trace& trace) {
  if (!was_ended(trace)) return {};
  return {{"hang", waits_for(trace), "the client still runs at the deadline", "client: exits"}};
}

std::vector<Complaint> leaks(const trace::Trace& trace, bool on_failure) {
  const auto* end = exit_of(trace);
  if (end == nullptr || bench::is_crash(end->status) || was_ended(trace)) return {};
  if (end->status != 0 && !on_failure) return {};
  const bool is_taken = std::any_of(trace.events().begin(), trace.events().end(), [&](const Event& event) {
    const bool by_us =
        event.kind == EventKind::unregistered || (event.kind == EventKind::closed && !event.text.empty());
    return by_us && &event < end;
  });
  const auto dialogue = dialogue_of(trace);
  if (is_taken || dialogue.garbled) return {};
  Holdings holdings;
  for (const auto& said : dialogue.said) {
    const auto kind = said.message.header.kind;
    if (kind == qmi::MessageKind::request) holdings.given_back(said.message);
    if (kind == qmi::MessageKind::response && said.answers) holdings.given(*said.answers, said.message);
    if (kind == qmi::MessageKind::indication) holdings.heard(said.message);
  }
  return holdings.left();
}

std::vector<Complaint> contradictions(const trace::Trace& trace, const std::vector<client_under_test::Claim>& claims) {
  std::vector<Complaint> complaints;
  // What passes over the network interface has addresses of its own.
  const auto dialogue = dialogue_of(trace);
  const bool has_traffic = std::any_of(trace.events().begin(), trace.events().end(),
                                       [](const Event& event) { return event.kind == EventKind::data; });
  for (const auto& event : trace.events()) {
    if (event.kind != EventKind::client_says) continue;
    for (const auto& address : addresses_in(event.text)) {
      const auto& events = trace.events();
      const bool known = std::any_of(events.begin(), events.end(),
                                     [&](const Event& other) { return is_sent(other) && holds(other.bytes, address); });
      if (known || has_traffic || address == qmi::Ipv4Bytes{}) continue;
      complaints.push_back({"contradiction",
                            fmt::format("an address that no message has: {}", without_numbers(event.text)), event.text,
                            never_says(event.text)});
    }
    for (const auto& claim : claims) {
      const auto pattern = bench::TextPattern::compile(claim.says);
      if (!pattern || !pattern->is_in(event.text)) continue;
      if (dialogue.garbled || was_said(dialogue, event, claim.answer)) continue;
      complaints.push_back({"contradiction", fmt::format("'{}' without {} having succeeded", claim.says, claim.answer),
                            event.text, never_says(event.text)});
    }
  }
  return complaints;
}

}  // namespace modembench::fuzz
