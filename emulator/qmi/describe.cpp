#include "emulator/qmi/describe.hpp"

#include <iterator>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::qmi {

namespace {

void put_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

bool is_one_bit(std::uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

/// A mask in words, "PAP|CHAP". Bits without a name are one number at the end.
std::string flags(const EnumSpec& spec, std::uint64_t value) {
  std::string out;
  for (const EnumValue& flag : spec.values) {
    if (!is_one_bit(flag.value) || (value & flag.value) == 0) continue;
    if (!out.empty()) out.push_back('|');
    out += flag.name;
    value &= ~flag.value;
  }
  if (out.empty()) return value == 0 ? "0" : fmt::format("0x{:x}", value);
  return value == 0 ? out : fmt::format("{}|0x{:x}", out, value);
}

std::string number(const TypeSpec* type, const Value& value) {
  const EnumSpec* spec = type != nullptr ? type->enumeration : nullptr;
  if (spec != nullptr) {
    if (const EnumValue* named = spec->find(value.number())) return std::string(named->name);
    if (spec->is_flags) return flags(*spec, value.number());
  }
  const auto* negative = std::get_if<std::int64_t>(&value.data());
  return negative != nullptr ? std::to_string(*negative) : std::to_string(value.number());
}

void put_value(std::string& out, const TypeSpec* type, const Value& value);

void put_list(std::string& out, const TypeSpec* type, const List& list) {
  const TypeSpec* element = type != nullptr && type->shape == Shape::array ? type->element : nullptr;
  out.push_back('[');
  for (const Value& value : list) {
    if (&value != list.data()) out += ", ";
    put_value(out, element, value);
  }
  out.push_back(']');
}

void put_members(std::string& out, const TypeSpec* type, const Struct& members) {
  out.push_back('{');
  for (const Member& member : members) {
    if (&member != members.data()) out += ", ";
    const TypeSpec* member_type = nullptr;
    for (const MemberSpec& spec : type != nullptr ? type->members : std::span<const MemberSpec>{}) {
      if (same_name(spec.name, member.name)) member_type = spec.type;
    }
    out += member.name;
    out.push_back(' ');
    put_value(out, member_type, member.value);
  }
  out.push_back('}');
}

void put_value(std::string& out, const TypeSpec* type, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data())) {
    const bool is_address = type != nullptr && (type->shape == Shape::ipv4 || type->shape == Shape::ipv6);
    return is_address ? void(out += *text) : put_quoted(out, *text);
  }
  if (const auto* bytes = std::get_if<Bytes>(&value.data())) {
    fmt::format_to(std::back_inserter(out), "[{}]", to_hex(*bytes));
  } else if (const auto* list = std::get_if<List>(&value.data())) {
    put_list(out, type, *list);
  } else if (const auto* members = std::get_if<Struct>(&value.data())) {
    put_members(out, type, *members);
  } else {
    out += number(type, value);
  }
}

bool is_result(const Message& message, const Tlv& tlv) {
  return message.header.kind == MessageKind::response && tlv.id == result_tlv().id;
}

std::string_view kind_name(MessageKind kind) {
  switch (kind) {
    case MessageKind::request:
      return "request";
    case MessageKind::response:
      return "response";
    case MessageKind::indication:
      return "indication";
  }
  return "";
}

/// The header in words: "WDS Start Network request, client id 4, transaction 1". A client id or
/// a transaction that the message doesn't have is left out.
std::string describe_header(const Header& header) {
  std::string out = fmt::format("{} {}", message_name(header), kind_name(header.kind));
  if (header.kind == MessageKind::indication && header.client == kEveryClient) {
    out += ", every client";
  } else if (header.service != kControlService || header.client != 0) {
    out += fmt::format(", client id {}", header.client);
  }
  if (header.kind != MessageKind::indication || header.transaction != 0) {
    out += fmt::format(", transaction {}", header.transaction);
  }
  return out;
}

}  // namespace

std::string describe_value(const TypeSpec* type, const Value& value) {
  std::string out;
  put_value(out, type, value);
  return out;
}

std::string describe_tlvs(const Message& message) {
  std::string out;
  for (const Tlv& tlv : message.tlvs) {
    if (is_result(message, tlv)) continue;
    if (!out.empty()) out += ", ";
    if (tlv.spec != nullptr) {
      out += tlv.spec->name;
    } else {
      fmt::format_to(std::back_inserter(out), "TLV 0x{:02x}", tlv.id);
    }
    out.push_back(' ');
    put_value(out, tlv.spec != nullptr ? tlv.spec->type : nullptr, tlv.value);
  }
  return out;
}

std::string describe_result(const Message& message) {
  const std::optional<std::uint16_t> error = message.error();
  if (!error) return message.header.kind == MessageKind::response ? "no result" : "";
  if (*error == 0) return "success";
  const EnumValue* named = error_codes().find(std::uint64_t{*error});
  return named != nullptr ? fmt::format("failed: {} ({})", named->name, *error) : fmt::format("failed: {}", *error);
}

std::string describe(const Message& message) {
  const std::string result = describe_result(message);
  const std::string tlvs = describe_tlvs(message);
  std::string out = describe_header(message.header);
  if (!result.empty() || !tlvs.empty()) out += ": ";
  return out + result + (result.empty() || tlvs.empty() ? "" : ", ") + tlvs;
}

std::string describe_frame(ByteView frame) {
  const Expected<Message> message = decode(frame);
  if (message) return describe(*message);
  return fmt::format("{} [{}]", message.error().to_string(), to_hex(frame));
}

}  // namespace modembench::qmi
