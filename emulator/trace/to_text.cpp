#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/printable.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::trace {
namespace {

/// More bytes than that are cut: the line is for a person.
constexpr std::size_t kMostBytesShown = 64;

std::string and_how_many(qmi::ByteView bytes) {
  return bytes.size() > kMostBytesShown ? fmt::format(" … ({} bytes)", bytes.size()) : "";
}

qmi::ByteView shown(qmi::ByteView bytes) { return bytes.first(std::min(bytes.size(), kMostBytesShown)); }

std::string serial(std::string_view arrow, const Event& event) {
  return fmt::format("{} {}{}", arrow, quoted(shown(event.bytes)), and_how_many(event.bytes));
}

std::string bad_frame(const Event& event) {
  return fmt::format("-> not understood: {} [{}{}]", printable(event.text), qmi::to_hex(shown(event.bytes)),
                     and_how_many(event.bytes));
}

/// "client id 3, transaction 1"; CTL has no client ids, an indication no transaction.
std::string addressing(const qmi::Header& header) {
  std::string out;
  if (header.kind == qmi::MessageKind::indication) out = "indication";
  if (header.client == qmi::kEveryClient) {
    out += ", every client";
  } else if (header.client != 0) {
    out += fmt::format("{}client id {}", out.empty() ? "" : ", ", header.client);
  }
  if (header.kind == qmi::MessageKind::indication) return out;
  return out + fmt::format("{}transaction {}", out.empty() ? "" : ", ", header.transaction);
}

std::string message(std::string_view arrow, const Event& event) {
  if (event.message == nullptr) return fmt::format("{} [{}]", arrow, qmi::to_hex(shown(event.bytes)));
  const auto& header = event.message->header;
  std::string out = fmt::format("{} {}  ({})", arrow, qmi::message_name(header), addressing(header));
  const std::string result = qmi::describe_result(*event.message);
  const std::string tlvs = qmi::describe_tlvs(*event.message);
  if (!result.empty()) out += "  " + result;
  if (!tlvs.empty()) out += (result.empty() ? "  " : ", ") + tlvs;
  return printable(out);
}

std::string exited(const Event& event) {
  return event.text.empty() ? fmt::format("exited with status {}", event.status) : printable(event.text);
}

std::string moved(const Event& event) {
  if (event.moved == nullptr) return printable(event.text);
  const Moved& moved = *event.moved;
  std::string out = fmt::format("-> {} packets, {} bytes; <- {} packets, {} bytes", moved.tx_packets, moved.tx_bytes,
                                moved.rx_packets, moved.rx_bytes);
  if (moved.lost > 0) out += fmt::format("; {} frames lost", moved.lost);
  return out;
}

std::string with_text(std::string_view words, const Event& event) {
  return event.text.empty() ? std::string(words) : fmt::format("{}: {}", words, printable(event.text));
}

}  // namespace

std::string who(const Event& event) {
  switch (event.kind) {
    case EventKind::note:
      return "bench";
    case EventKind::rule:
      return "rule";
    case EventKind::modem:
      return "modem";
    case EventKind::client_started:
    case EventKind::client_says:
    case EventKind::client_exited:
      return "client";
    case EventKind::kernel_says:
      return "kernel";
    case EventKind::data:
      return "data";
    default:
      break;
  }
  std::string port(to_string(event.port));
  return event.connection == 0 ? port : fmt::format("{}#{}", port, event.connection);
}

std::string words(const Event& event) {
  switch (event.kind) {
    case EventKind::note:
    case EventKind::rule:
    case EventKind::modem:
      return printable(event.text);
    case EventKind::registered:
      return with_text("registered", event);
    case EventKind::unregistered:
      return with_text("unregistered", event);
    case EventKind::opened:
      return with_text("opened", event);
    case EventKind::closed:
      return with_text("closed", event);
    case EventKind::request:
      return message("->", event);
    case EventKind::response:
    case EventKind::indication:
      return message("<-", event);
    case EventKind::raw_out:
      return fmt::format("<- bytes [{}{}]", qmi::to_hex(shown(event.bytes)), and_how_many(event.bytes));
    case EventKind::bad_frame:
      return bad_frame(event);
    case EventKind::serial_in:
      return serial("->", event);
    case EventKind::serial_out:
      return serial("<-", event);
    case EventKind::client_started:
      return "starts: " + printable(event.text);
    case EventKind::client_says:
    case EventKind::kernel_says:
      return "| " + printable(event.text);
    case EventKind::client_exited:
      return exited(event);
    case EventKind::data:
      return moved(event);
  }
  return {};
}

std::string seconds(Duration time) {
  const auto milliseconds = std::abs(time.count()) / 1000;
  return fmt::format("{}{}.{:03}", time < Duration{} ? "-" : "", milliseconds / 1000, milliseconds % 1000);
}

std::string to_text(const Event& event) {
  return fmt::format("{:>8}  {:<8} {}", seconds(event.at), who(event), words(event));
}

}  // namespace modembench::trace
