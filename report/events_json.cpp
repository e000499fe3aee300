#include "report/events_json.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::report {
namespace {

using nlohmann::ordered_json;
using trace::Event;
using trace::What;

/// More of an event's bytes than that aren't shown: the largest QMUX frame is half as long, serial bytes have no end.
constexpr std::size_t kMostBytesShown = 1 << 17;

/// And of a whole run: a flood's bytes would make a page that no browser opens.
constexpr std::size_t kMostBytesOfRun = 4 << 20;

struct Look {
  std::string_view kind;  ///< the page's class of it
  std::string_view to;    ///< whom the arrow points to
};

Look look_of(What what) {
  switch (what) {
    case What::request:
      return {"request", "modem"};
    case What::bad_frame:
      return {"request", "modem"};
    case What::response:
      return {"response", "client"};
    case What::indication:
    case What::raw_out:
      return {"indication", "client"};
    case What::serial_in:
      return {"serial", "modem"};
    case What::serial_out:
      return {"serial", "client"};
    case What::rule:
      return {"rule", ""};
    case What::modem:
      return {"modem", ""};
    case What::client_started:
    case What::client_says:
    case What::client_exited:
      return {"client", ""};
    default:
      return {"note", ""};
  }
}

/// One line for the diagram. Where it comes from and goes to is drawn, whose client id it has is among the details.
std::string label(const Event& event) {
  if (event.message != nullptr) {
    const auto& header = event.message->header;
    std::string out = qmi::message_name(header.service, header.message);
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
  if (header.kind != qmi::Kind::indication) fields.push_back({"transaction", std::to_string(header.transaction)});
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
  const Look look = look_of(event.what);
  ordered_json out = {
      {"at", event.at.count()}, {"who", trace::who(event)}, {"kind", look.kind}, {"text", label(event)}};
  if (!look.to.empty()) out["to"] = look.to;
  if (event.message != nullptr) {
    const auto& header = event.message->header;
    out["title"] = qmi::message_name(header.service, header.message);
    if (event.message->error().value_or(0) != 0) out["failed"] = true;
    out["fields"] = fields_of(event);
  }
  if (event.what == What::bad_frame || (event.what == What::client_exited && event.status != 0)) out["failed"] = true;
  if (with_bytes && !event.bytes.empty()) {
    out["hex"] = qmi::to_hex(qmi::ByteView(event.bytes).first(std::min(event.bytes.size(), kMostBytesShown)));
  }
  return out;
}

}  // namespace

std::string events_json(std::span<const Event> events) {
  std::string out = "[";
  std::size_t shown = 0;
  for (const auto& event : events) {
    shown += event.bytes.size();
    if (out.size() > 1) out += ",";
    // What is no UTF-8 has been escaped by the trace; should any be left, it is replaced rather than thrown over.
    out += to_json(event, shown <= kMostBytesOfRun).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  }
  return out + "]";
}

}  // namespace modembench::report
