#include "bench/engine/tampering.hpp"

#include <algorithm>

#include "emulator/qmi/frame.hpp"

namespace modembench::bench {
namespace {

// Layout of a QMUX frame (libqmi, qmi-message.c): marker, length (2), flags, service, client; then the SDU: flags,
// transaction (1 byte for CTL, otherwise 2), message (2), length of the TLVs (2); then TLVs: id, length (2), value.
constexpr std::size_t kQmuxLength = 1;
constexpr std::size_t kService = 4;

std::size_t tlvs_begin(const qmi::Bytes& frame) {
  return qmi::header_size(frame.size() > kService ? frame[kService] : 1);
}

std::int64_t right_or_wrong(std::int64_t right, const WrongNumber& wrong) {
  return wrong.relative ? right + wrong.number : wrong.number;
}

void write_u16(qmi::Bytes& bytes, std::size_t at, const WrongNumber& wrong) {
  if (at + 2 > bytes.size()) return;
  const auto number = static_cast<std::uint64_t>(right_or_wrong(qmi::read_u16(bytes, at), wrong));
  bytes[at] = static_cast<std::uint8_t>(number & 0xFFU);
  bytes[at + 1] = static_cast<std::uint8_t>(number >> 8U & 0xFFU);
}

/// Where the first TLV of this id begins.
std::optional<std::size_t> find_tlv(const qmi::Bytes& frame, std::uint8_t id) {
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
      if (const auto at = find_tlv(frame, what.tlv)) write_u16(frame, *at + 1, what.length);
  }
}

void remove(qmi::Message& message, std::uint8_t id) {
  std::erase_if(message.tlvs, [&](const qmi::Tlv& tlv) { return tlv.id == id; });
}

void put(qmi::Message& message, qmi::Tlv tlv) {
  const auto same =
      std::find_if(message.tlvs.begin(), message.tlvs.end(), [&](const qmi::Tlv& other) { return other.id == tlv.id; });
  if (same != message.tlvs.end()) {
    *same = std::move(tlv);
  } else {
    message.tlvs.push_back(std::move(tlv));
  }
}

void repeat(qmi::Message& message, std::uint8_t id) {
  const auto found =
      std::find_if(message.tlvs.begin(), message.tlvs.end(), [&](const qmi::Tlv& tlv) { return tlv.id == id; });
  if (found == message.tlvs.end()) return;
  const qmi::Tlv again = *found;
  message.tlvs.insert(found, again);
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

qmi::Message tampered(qmi::Message message, const Tamper& tamper, const Captured& captured) {
  for (const auto id : tamper.without) remove(message, id);
  for (auto& tlv : filled_in(tamper.change, captured)) put(message, std::move(tlv));
  for (const auto id : tamper.doubled) repeat(message, id);
  qmi::Header& header = message.header;
  if (tamper.transaction) {
    header.transaction = static_cast<std::uint16_t>(right_or_wrong(header.transaction, *tamper.transaction));
  }
  if (tamper.client) header.client = static_cast<std::uint8_t>(right_or_wrong(header.client, *tamper.client));
  if (tamper.service) header.service = *tamper.service;
  if (tamper.message) header.message = *tamper.message;
  return message;
}

qmi::Bytes tampered(qmi::Bytes frame, const Tamper& tamper) {
  for (const auto& what : tamper.lies) lie(frame, what);
  if (tamper.cut) {
    const auto size = static_cast<std::int64_t>(frame.size());
    const std::int64_t left = *tamper.cut >= 0 ? *tamper.cut : size + *tamper.cut;
    frame.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(left, 0, size)));
  }
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
