#include "fuzz/campaign/wording.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::fuzz {
namespace {

struct Frame {
  qmi::Header header;
  std::vector<qmi::RawTlv> tlvs;
};

/// Nothing if one of the lengths doesn't fit.
std::optional<Frame> read_frame(qmi::ByteView bytes) {
  const auto header = qmi::read_header(bytes);
  if (!header || !qmi::check_tlv_length(bytes, *header)) return std::nullopt;
  Frame frame{*header, {}};
  for (std::size_t at = qmi::header_size(header->service); at < bytes.size();) {
    const auto tlv = qmi::read_tlv(bytes, at);
    if (!tlv) return std::nullopt;
    frame.tlvs.push_back(*tlv);
    at += qmi::kTlvHeader + tlv->value.size();
  }
  return frame;
}

bool same_values(const qmi::RawTlv& a, const qmi::RawTlv& b) {
  return a.id == b.id && std::equal(a.value.begin(), a.value.end(), b.value.begin(), b.value.end());
}

bool has_no_doubles(const std::vector<qmi::RawTlv>& tlvs) {
  std::vector<std::uint8_t> ids;
  for (const auto& tlv : tlvs) ids.push_back(tlv.id);
  std::sort(ids.begin(), ids.end());
  return std::adjacent_find(ids.begin(), ids.end()) == ids.end();
}

const qmi::RawTlv* find(const std::vector<qmi::RawTlv>& tlvs, std::uint8_t id) {
  const auto found = std::find_if(tlvs.begin(), tlvs.end(), [&](const auto& tlv) { return tlv.id == id; });
  return found == tlvs.end() ? nullptr : &*found;
}

/// TLVs that are gone and those that are others now, where these make `sent` of `meant`: kept in their order, with new
/// ones at the end, as `without` and `change` have it.
std::optional<std::vector<Part>> tlv_parts(const Frame& meant, const Frame& sent) {
  if (!has_no_doubles(meant.tlvs) || !has_no_doubles(sent.tlvs)) return std::nullopt;
  std::string gone;
  std::string changed;
  std::vector<std::uint8_t> order;
  for (const auto& tlv : meant.tlvs) {
    if (find(sent.tlvs, tlv.id) != nullptr) {
      order.push_back(tlv.id);
    } else {
      gone += fmt::format("{}0x{:02x}", gone.empty() ? "" : ", ", tlv.id);
    }
  }
  for (const auto& tlv : sent.tlvs) {
    const auto* before = find(meant.tlvs, tlv.id);
    if (before == nullptr) order.push_back(tlv.id);
    if (before != nullptr && same_values(*before, tlv)) continue;
    changed += fmt::format("{}0x{:02x}: \"{}\"", changed.empty() ? "" : ", ", tlv.id, qmi::to_hex(tlv.value));
  }
  const bool in_order = std::equal(order.begin(), order.end(), sent.tlvs.begin(), sent.tlvs.end(),
                                   [](std::uint8_t id, const auto& tlv) { return id == tlv.id; });
  if (!in_order) return std::nullopt;
  std::vector<Part> parts;
  if (!gone.empty()) parts.push_back({"without", fmt::format("[{}]", gone), {}});
  if (!changed.empty()) parts.push_back({"change", fmt::format("{{raw: {{{}}}}}", changed), {}});
  return parts;
}

std::optional<std::vector<Part>> by_fields(qmi::ByteView meant, qmi::ByteView sent) {
  const auto before = read_frame(meant);
  const auto after = read_frame(sent);
  // What a header says in its flags, and CTL's own kind of header, can't be changed by a scenario.
  if (!before || !after || before->header.kind != after->header.kind) return std::nullopt;
  if ((before->header.service == qmi::kControlService) != (after->header.service == qmi::kControlService)) {
    return std::nullopt;
  }
  const auto& was = before->header;
  const auto& is = after->header;
  if (is.message != was.message || is.service != was.service) return std::nullopt;
  auto parts = tlv_parts(*before, *after);
  if (!parts) return std::nullopt;
  // Relative where it can be: the right one may be another in the run at hand.
  const auto wrong = [](int right, int now) {
    return now > right ? fmt::format("+{}", now - right) : fmt::format("{}", now);
  };
  if (is.transaction != was.transaction) {
    parts->push_back({"transaction", wrong(was.transaction, is.transaction), {}});
  }
  if (is.client != was.client) parts->push_back({"client id", wrong(was.client, is.client), {}});
  return parts;
}

}  // namespace

std::vector<Part> wording(qmi::ByteView meant, qmi::ByteView sent, const std::string& said) {
  auto parts = by_fields(meant, sent).value_or(std::vector<Part>{});
  if (parts.empty()) {
    // The frame cut to nothing, with other bytes before it.
    parts.push_back({"cut", "0", {}});
    if (!sent.empty()) parts.push_back({"garbage", fmt::format("\"{}\"", qmi::to_hex(sent)), {}});
  }
  parts.front().said = said;
  return parts;
}

}  // namespace modembench::fuzz
