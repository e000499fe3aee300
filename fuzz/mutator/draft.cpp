#include "fuzz/mutator/draft.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/random.hpp"

namespace modembench::fuzz {

namespace {

using qmi::Bytes;
using qmi::ByteView;

void put(Bytes& out, std::uint8_t byte) { out.push_back(byte); }
void put16(Bytes& out, std::size_t number) {
  out.push_back(static_cast<std::uint8_t>(number & 0xFFU));
  out.push_back(static_cast<std::uint8_t>((number >> 8U) & 0xFFU));
}
void put_all(Bytes& out, const Bytes& bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

std::size_t tlvs_size(const DraftMessage& message) {
  std::size_t size = message.rest.size();
  for (const auto& tlv : message.tlvs) size += qmi::kTlvHeader + tlv.value.size();
  return size;
}

std::size_t said_or(const Lie& lie, std::size_t truth) { return lie ? std::size_t{*lie} : truth; }

void write(const DraftMessage& message, bool bare, Bytes& out) {
  put_all(out, message.before);
  const bool control = message.service == qmi::kControlService;
  if (!bare) {
    put(out, qmi::kMarker);
    put16(out, said_or(message.length, qmi::kQmuxHeader - 1 + message.sdu_size()));
    put(out, message.flags);
    put(out, message.service);
    put(out, message.client);
  }
  put(out, message.sdu_flags);
  put(out, static_cast<std::uint8_t>(message.transaction & 0xFFU));
  if (!control) put(out, static_cast<std::uint8_t>(message.transaction >> 8U));
  put16(out, message.message);
  put16(out, said_or(message.tlv_length, tlvs_size(message)));
  for (const auto& tlv : message.tlvs) {
    put(out, tlv.id);
    put16(out, said_or(tlv.length, tlv.value.size()));
    put_all(out, tlv.value);
  }
  put_all(out, message.rest);
}

/// Reads one buffer from its beginning to its end.
class Reader {
 public:
  Reader(ByteView bytes, Framing framing) : bytes_(bytes), framing_(framing) {}

  Draft all() {
    Draft draft{.framing = framing_};
    Bytes unread;
    while (at_ < bytes_.size()) {
      const std::size_t header = header_here();
      if (header == 0) {
        const std::size_t next = next_frame();
        unread.insert(unread.end(), bytes_.begin() + difference(at_), bytes_.begin() + difference(next));
        at_ = next;
        continue;
      }
      DraftMessage message = frame(header);
      message.before = std::move(unread);
      unread.clear();
      message.key = mixed(draft.messages.size() + 1);
      draft.messages.push_back(std::move(message));
    }
    draft.after = std::move(unread);
    return draft;
  }

 private:
  static std::ptrdiff_t difference(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

  /// The size of the headers of the frame that may begin here; 0 if none does.
  [[nodiscard]] std::size_t header_here() const {
    const std::size_t left = bytes_.size() - at_;
    if (framing_.bare) return left >= qmi::kServiceSduHeader ? qmi::kServiceSduHeader : 0;
    if (left < qmi::kSmallestFrame || bytes_[at_] != qmi::kMarker) return 0;
    const std::size_t header = qmi::header_size(bytes_[at_ + 4]);
    return left >= header ? header : 0;
  }

  /// The next marker that a length follows which fits; the end if there is none.
  [[nodiscard]] std::size_t next_frame() const {
    if (framing_.bare) return bytes_.size();
    for (std::size_t at = at_ + 1; at + qmi::kSmallestFrame <= bytes_.size(); ++at) {
      const std::size_t size = std::size_t{1} + qmi::read_u16(bytes_, at + 1);
      if (bytes_[at] == qmi::kMarker && size >= qmi::kSmallestFrame && size <= bytes_.size() - at) return at;
    }
    return bytes_.size();
  }

  DraftMessage frame(std::size_t header) {
    const ByteView left = bytes_.subspan(at_);
    const std::size_t tlvs = qmi::read_u16(left, header - 2);
    std::size_t size = framing_.bare ? header + tlvs : std::size_t{1} + qmi::read_u16(left, 1);
    const bool lies = size < header || size > left.size();
    if (lies) size = header + tlvs <= left.size() ? header + tlvs : left.size();
    DraftMessage message{.service = framing_.service};
    if (!framing_.bare) {
      if (lies) message.length = qmi::read_u16(left, 1);
      message.flags = left[3];
      message.service = left[4];
      message.client = left[5];
    }
    const std::size_t sdu = framing_.bare ? 0 : qmi::kQmuxHeader;
    message.sdu_flags = left[sdu];
    const bool control = header - sdu == qmi::kControlSduHeader;
    message.transaction = control ? left[sdu + 1] : qmi::read_u16(left, sdu + 1);
    message.message = qmi::read_u16(left, header - 4);
    if (tlvs != size - header) message.tlv_length = static_cast<std::uint16_t>(tlvs);
    read_tlvs(left.subspan(header, size - header), message);
    at_ += size;
    return message;
  }

  static void read_tlvs(ByteView left, DraftMessage& message) {
    message.tlvs.reserve(8);
    while (left.size() >= qmi::kTlvHeader) {
      DraftTlv tlv{.id = left[0]};
      const std::uint16_t said = qmi::read_u16(left, 1);
      left = left.subspan(qmi::kTlvHeader);
      if (said > left.size()) tlv.length = said;
      const std::size_t size = std::min<std::size_t>(said, left.size());
      tlv.value.assign(left.begin(), left.begin() + difference(size));
      left = left.subspan(size);
      const auto before = std::count_if(message.tlvs.begin(), message.tlvs.end(),
                                        [&](const DraftTlv& other) { return other.id == tlv.id; });
      tlv.key = mixed(tlv.id, static_cast<std::uint64_t>(before));
      message.tlvs.push_back(std::move(tlv));
    }
    message.rest.assign(left.begin(), left.end());
  }

  ByteView bytes_;
  Framing framing_;
  std::size_t at_ = 0;
};

}  // namespace

qmi::MessageKind DraftMessage::kind() const {
  if (sdu_flags == qmi::sdu_flags(service, qmi::MessageKind::request)) return qmi::MessageKind::request;
  if (sdu_flags == qmi::sdu_flags(service, qmi::MessageKind::indication)) return qmi::MessageKind::indication;
  return qmi::MessageKind::response;
}

const qmi::MessageSpec* DraftMessage::spec() const { return qmi::find_message(service, message); }

std::span<const qmi::TlvSpec> DraftMessage::known_tlvs() const {
  const qmi::MessageSpec* found = spec();
  return found == nullptr ? std::span<const qmi::TlvSpec>{} : qmi::tlvs_of(*found, kind());
}

const qmi::TlvSpec* DraftMessage::spec_of(const DraftTlv& tlv) const {
  if (kind() == qmi::MessageKind::response && tlv.id == qmi::result_tlv().id) return &qmi::result_tlv();
  return qmi::find_tlv(known_tlvs(), tlv.id);
}

std::string DraftMessage::words_for(const DraftTlv& tlv) const {
  const qmi::TlvSpec* found = spec_of(tlv);
  return found == nullptr ? fmt::format("TLV 0x{:02x}", tlv.id) : fmt::format("TLV 0x{:02x} '{}'", tlv.id, found->name);
}

std::size_t DraftMessage::sdu_size() const { return qmi::header_size(service) - qmi::kQmuxHeader + tlvs_size(*this); }

Bytes Draft::bytes() const {
  Bytes out;
  std::size_t size = after.size();
  for (const auto& message : messages) size += message.before.size() + qmi::kQmuxHeader + message.sdu_size();
  out.reserve(size);
  for (const auto& message : messages) write(message, framing.bare, out);
  put_all(out, after);
  out.resize(out.size() - std::min(cut, out.size()));
  return out;
}

Draft read(ByteView bytes, Framing framing) { return Reader(bytes, framing).all(); }

}  // namespace modembench::fuzz
