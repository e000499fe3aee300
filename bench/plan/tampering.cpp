#include "bench/plan/tampering.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

// --- what they do to a message, and to the bytes of its frame

// Layout of a QMUX frame (libqmi, qmi-message.c): marker, length (2), flags, service, client; then the SDU: flags,
// transaction (1 byte for CTL, otherwise 2), message (2), length of the TLVs (2); then TLVs: id, length (2), value.
constexpr std::size_t kQmuxLength = 1;
constexpr std::size_t kService = 4;

std::size_t tlvs_begin(const qmi::Bytes& frame) {
  return qmi::header_size(frame.size() > kService ? frame[kService] : 1);
}

// What doesn't fit a number of that size is cut off at its front, as the modem would send it.
template <class Number>
Number wrong(Number right, const WrongNumber& number) {
  return static_cast<Number>(number.relative ? right + number.number : number.number);
}

void write_u16(qmi::Bytes& bytes, std::size_t at, const WrongNumber& number) {
  if (at + 2 > bytes.size()) return;
  const auto written = wrong(qmi::read_u16(bytes, at), number);
  bytes[at] = static_cast<std::uint8_t>(written & 0xFFU);
  bytes[at + 1] = static_cast<std::uint8_t>(written >> 8U);
}

/// Where the first TLV of this id begins.
std::optional<std::size_t> place_of_tlv(const qmi::Bytes& frame, std::uint8_t id) {
  for (std::size_t at = tlvs_begin(frame); at + qmi::kTlvHeader <= frame.size();) {
    if (frame[at] == id) return at;
    at += qmi::kTlvHeader + qmi::read_u16(frame, at + 1);
  }
  return std::nullopt;
}

void lie(qmi::Bytes& frame, const Lie& what) {
  switch (what.of) {
    case Lie::Of::qmux:
      return write_u16(frame, kQmuxLength, what.length);
    case Lie::Of::message:
      return write_u16(frame, tlvs_begin(frame) - 2, what.length);
    case Lie::Of::tlv:
      if (const auto at = place_of_tlv(frame, what.tlv)) write_u16(frame, *at + 1, what.length);
  }
}

void remove(qmi::Message& message, std::uint8_t id) {
  std::erase_if(message.tlvs, [&](const qmi::Tlv& tlv) { return tlv.id == id; });
}

void repeat(qmi::Message& message, std::uint8_t id) {
  const auto found =
      std::find_if(message.tlvs.begin(), message.tlvs.end(), [&](const qmi::Tlv& tlv) { return tlv.id == id; });
  if (found == message.tlvs.end()) return;
  const qmi::Tlv again = *found;
  message.tlvs.insert(found, again);
}

void cut(qmi::Bytes& frame, std::int64_t bytes) {
  const auto size = static_cast<std::int64_t>(frame.size());
  const std::int64_t left = bytes >= 0 ? bytes : size + bytes;
  frame.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(left, 0, size)));
}

// --- how they are said

std::string describe(const WrongNumber& number) {
  return fmt::format("{}{}", number.relative && number.number >= 0 ? "+" : "", number.number);
}

std::string describe(const Lie& lie) {
  const auto length = describe(lie.length);
  if (lie.of == Lie::Of::qmux) return fmt::format("let the frame's length be {}", length);
  if (lie.of == Lie::Of::message) return fmt::format("let the message's length be {}", length);
  return fmt::format("let the length of TLV 0x{:02x} be {}", lie.tlv, length);
}

std::string list_of_ids(const std::vector<std::uint8_t>& ids) {
  std::string text;
  for (const auto id : ids) text += fmt::format("{}0x{:02x}", text.empty() ? "" : ", ", id);
  return text;
}

std::string describe_cut(std::int64_t bytes) {
  return bytes >= 0 ? fmt::format("leave {} bytes of it", bytes) : fmt::format("cut {} bytes off its end", -bytes);
}

// The message that goes out in the place of another, if its service is known.
std::string name_of_wrong_message(const Tampered& what, const Tamper& tamper) {
  const auto service = tamper.service ? tamper.service : what.service;
  return service ? qmi::message_name(*service, *tamper.message) : fmt::format("0x{:04x}", *tamper.message);
}

/// Each thing that is done.
std::vector<std::string> all_in_words(const Tamper& tamper, const Tampered& what) {
  std::vector<std::string> all;
  if (tamper.lost) all.push_back("lose " + what.name);
  if (tamper.delay) all.push_back(fmt::format("delay {} by {}", what.name, to_string(*tamper.delay)));
  if (tamper.held) all.push_back("hold back " + what.name);
  if (!tamper.without.empty()) all.push_back("leave out TLV " + list_of_ids(tamper.without));
  for (const auto& tlv : tamper.change) all.push_back(fmt::format("change TLV 0x{:02x}", tlv.tlv.id));
  if (!tamper.doubled.empty()) all.push_back("double TLV " + list_of_ids(tamper.doubled));
  if (tamper.transaction) all.push_back("give it transaction " + describe(*tamper.transaction));
  if (tamper.client) all.push_back("give it client id " + describe(*tamper.client));
  if (tamper.service) all.push_back("give it service " + qmi::service_name(*tamper.service));
  if (tamper.message) all.push_back("let it be " + name_of_wrong_message(what, tamper));
  for (const auto& lie : tamper.lies) all.push_back(describe(lie));
  if (tamper.cut) all.push_back(describe_cut(*tamper.cut));
  if (!tamper.before.empty()) all.push_back(fmt::format("put {} before it", qmi::to_hex(tamper.before)));
  if (!tamper.behind.empty()) all.push_back(fmt::format("put {} behind it", qmi::to_hex(tamper.behind)));
  if (tamper.repeat > 1) all.push_back(fmt::format("send it {} times", tamper.repeat));
  if (!tamper.split.empty()) all.push_back(fmt::format("split it into pieces of {}", fmt::join(tamper.split, ", ")));
  if (tamper.merged) all.push_back("send it with what comes next");
  if (tamper.right_after) all.push_back(fmt::format("send the right one {} later", to_string(*tamper.right_after)));
  if (tamper.hang_up) all.push_back("hang up");
  return all;
}

}  // namespace

std::vector<qmi::Tlv> filled_in(const std::vector<GivenTlv>& given, const Captured& captured) {
  std::vector<qmi::Tlv> tlvs;
  for (const auto& one : given) {
    if (one.captured.empty()) {
      tlvs.push_back(one.tlv);
    } else if (const auto value = captured.find(one.captured); value != captured.end()) {
      tlvs.push_back({one.tlv.id, value->second, one.tlv.spec});
    }
  }
  return tlvs;
}

std::string in_words(const Tamper& tamper, const Tampered& what) {
  const bool names_it = tamper.lost || tamper.delay || tamper.held;
  return (names_it ? "" : "to " + what.name + ": ") + fmt::format("{}", fmt::join(all_in_words(tamper, what), ", "));
}

qmi::Message tampered(qmi::Message message, const Tamper& tamper, const Captured& captured) {
  for (const auto id : tamper.without) remove(message, id);
  for (auto& tlv : filled_in(tamper.change, captured)) message.set(std::move(tlv));
  for (const auto id : tamper.doubled) repeat(message, id);
  qmi::Header& header = message.header;
  if (tamper.transaction) header.transaction = wrong(header.transaction, *tamper.transaction);
  if (tamper.client) header.client = wrong(header.client, *tamper.client);
  if (tamper.service) header.service = *tamper.service;
  if (tamper.message) header.message = *tamper.message;
  return message;
}

qmi::Bytes tampered(qmi::Bytes frame, const Tamper& tamper) {
  for (const auto& what : tamper.lies) lie(frame, what);
  if (tamper.cut) cut(frame, *tamper.cut);
  frame.insert(frame.begin(), tamper.before.begin(), tamper.before.end());
  frame.insert(frame.end(), tamper.behind.begin(), tamper.behind.end());
  return frame;
}

std::vector<qmi::Bytes> pieces(const qmi::Bytes& bytes, const Tamper& tamper) {
  if (tamper.split.empty()) return {bytes};
  std::vector<qmi::Bytes> all;
  for (std::size_t from = 0, i = 0; from < bytes.size(); ++i) {
    const std::size_t wanted = tamper.split[std::min(i, tamper.split.size() - 1)];
    const std::size_t size = std::min(wanted, bytes.size() - from);
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(from);
    all.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(size));
    from += size;
  }
  if (all.empty()) all.emplace_back();
  return all;
}

}  // namespace modembench::bench
