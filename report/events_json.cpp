#include "report/events_json.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"
#include "emulator/trace/trace.hpp"
#include "report/record.hpp"

namespace modembench::report {
namespace {

using nlohmann::ordered_json;
using trace::Event;
using trace::EventKind;

/// More of an event's bytes than that aren't shown: the largest QMUX frame is half as long, serial bytes have no end.
constexpr std::size_t kMostBytesShown = 1 << 17;

/// And of a whole run: a flood's bytes would make a page that no browser opens.
constexpr std::size_t kMostBytesOfRun = 4 << 20;

/// About events that are left out or were lost: a line each.
constexpr std::size_t kNotes = 2;

struct Look {
  std::string_view kind;  ///< the page's class of it
  std::string_view to;    ///< whom the arrow points to
};

Look look_of(EventKind what) {
  switch (what) {
    case EventKind::request:
      return {"request", "modem"};
    case EventKind::bad_frame:
      return {"request", "modem"};
    case EventKind::response:
      return {"response", "client"};
    case EventKind::indication:
    case EventKind::raw_out:
      return {"indication", "client"};
    case EventKind::serial_in:
      return {"serial", "modem"};
    case EventKind::serial_out:
      return {"serial", "client"};
    case EventKind::rule:
      return {"rule", ""};
    case EventKind::modem:
      return {"modem", ""};
    case EventKind::client_started:
    case EventKind::client_says:
    case EventKind::client_exited:
      return {"client", ""};
    default:
      return {"note", ""};
  }
}

/// One line for the diagram. Where it comes from and goes to is drawn, whose client id it has is among the details.
std::string label(const Event& event) {
  if (event.message != nullptr) {
    const auto& header = event.message->header;
    std::string out = qmi::message_name(header);
    if (event.message->error().value_or(0) != 0) out += "  " + qmi::describe_result(*event.message);
    if (const auto tlvs = qmi::describe_tlvs(*event.message); !tlvs.empty()) out += "  " + tlvs;
    return trace::printable(out);
  }
  const std::string words = trace::words(event);
  for (const std::string_view arrow : {"-> ", "<- ", "| "}) {
    if (words.starts_with(arrow)) return words.substr(arrow.size());
  }
  return words;
}

ordered_json fields_of(const Event& event) {
  ordered_json fields = ordered_json::array();
  if (event.message == nullptr) return fields;
  const auto& header = event.message->header;
  if (header.client != 0) fields.push_back({"client id", std::to_string(header.client)});
  if (header.kind != qmi::MessageKind::indication)
    fields.push_back({"transaction", std::to_string(header.transaction)});
  if (const auto result = qmi::describe_result(*event.message); !result.empty()) fields.push_back({"result", result});
  for (const auto& tlv : event.message->tlvs) {
    if (tlv.spec != nullptr && tlv.id == 0x02 && event.message->error()) continue;
    const auto name = tlv.spec != nullptr ? std::string(tlv.spec->name) : fmt::format("TLV 0x{:02x}", tlv.id);
    const auto value = qmi::describe_value(tlv.spec != nullptr ? tlv.spec->type : nullptr, tlv.value);
    fields.push_back({name, trace::printable(value)});
  }
  return fields;
}

ordered_json to_json(const Event& event, bool with_bytes) {
  const Look look = look_of(event.kind);
  ordered_json out = {{"at", event.at.time_since_epoch().count()},
                      {"who", trace::who(event)},
                      {"kind", look.kind},
                      {"text", label(event)}};
  if (!look.to.empty()) out["to"] = look.to;
  if (event.message != nullptr) {
    const auto& header = event.message->header;
    out["title"] = qmi::message_name(header);
    if (event.message->error().value_or(0) != 0) out["failed"] = true;
    out["fields"] = fields_of(event);
  }
  if (event.kind == EventKind::bad_frame || (event.kind == EventKind::client_exited && event.status != 0))
    out["failed"] = true;
  if (with_bytes && !event.bytes.empty()) {
    out["hex"] = qmi::to_hex(qmi::ByteView(event.bytes).first(std::min(event.bytes.size(), kMostBytesShown)));
  }
  return out;
}

bool is_text(const ordered_json& value) { return value.is_string(); }

bool is_flag(const ordered_json& value) { return value.is_boolean(); }

/// What a script counts in without rounding.
bool is_time(const ordered_json& value) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  if (value.is_number_unsigned()) return value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMost);
  return value.is_number_integer() && value.get<std::int64_t>() >= -kMost && value.get<std::int64_t>() <= kMost;
}

/// Of which the page makes a class.
bool is_word(const ordered_json& value) {
  if (!value.is_string()) return false;
  const auto& word = value.get_ref<const std::string&>();
  return !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
}

bool is_side(const ordered_json& value) { return value == "modem" || value == "client"; }

bool are_fields(const ordered_json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const ordered_json& field) {
           return field.is_array() && field.size() == 2 && field[0].is_string() && field[1].is_string();
         });
}

bool is_hex(const ordered_json& value) {
  return value.is_string() &&
         value.get_ref<const std::string&>().find_first_not_of("0123456789abcdef ") == std::string::npos;
}

/// What an event of a results file has, as to_json() above writes it.
struct Member {
  const char* name;
  bool always;
  bool (*is)(const ordered_json& value);
  const char* wanted;
};
constexpr std::array<Member, 9> kMembers = {{{"at", true, is_time, "a whole number of microseconds"},
                                             {"who", true, is_text, "a text"},
                                             {"kind", true, is_word, "a word"},
                                             {"text", true, is_text, "a text"},
                                             {"to", false, is_side, "modem or client"},
                                             {"title", false, is_text, "a text"},
                                             {"failed", false, is_flag, "true or false"},
                                             {"fields", false, are_fields, "a list of pairs of texts"},
                                             {"hex", false, is_hex, "bytes in hexadecimal"}}};

/// What is wrong with it, if anything.
std::string mistake_in(const ordered_json& event) {
  if (!event.is_object()) return "is to be an object";
  for (const auto& member : kMembers) {
    const auto found = event.find(member.name);
    if (found == event.end() ? member.always : !member.is(*found)) {
      return fmt::format("'{}' is to be {}", member.name, member.wanted);
    }
  }
  for (const auto& item : event.items()) {
    const std::string& name = item.key();
    const auto known =
        std::any_of(kMembers.begin(), kMembers.end(), [&](const Member& one) { return one.name == name; });
    if (!known) return fmt::format("'{}' is nothing that an event has", trace::printable(name));
  }
  return {};
}

/// Each text in it, for people to read.
void make_printable(ordered_json& value) {
  if (value.is_string()) value = trace::printable(value.get_ref<const std::string&>());
  if (value.is_structured()) std::for_each(value.begin(), value.end(), make_printable);
}

/// What is no UTF-8 has been escaped by the trace; should any be left, it is replaced rather than thrown over.
std::string dumped(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string events_json(std::span<const Event> events) {
  std::string out = "[";
  std::size_t shown = 0;
  for (const auto& event : events) {
    shown += event.bytes.size();
    if (out.size() > 1) out += ",";
    out += dumped(to_json(event, shown <= kMostBytesOfRun));
  }
  return out + "]";
}

tl::expected<std::string, std::string> read_events(const ordered_json& events) {
  if (events.size() > kMaxEventsOfRun + kNotes) {
    return tl::unexpected(fmt::format("has {} events; {} is the most", events.size(), kMaxEventsOfRun + kNotes));
  }
  std::string out = "[";
  std::size_t number = 0;
  for (auto event : events) {
    ++number;
    if (const auto mistake = mistake_in(event); !mistake.empty()) {
      return tl::unexpected(fmt::format("event {}: {}", number, mistake));
    }
    make_printable(event);
    if (out.size() > 1) out += ",";
    out += dumped(event);
  }
  return out + "]";
}

}  // namespace modembench::report
