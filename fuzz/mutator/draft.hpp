#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

/// Bytes taken apart so that they can be changed: unlike a qmi::Message, a draft holds what is wrong, too.
namespace modembench::fuzz {

/// How messages stand in the bytes: in QMUX frames, as on the wire of a QMI port; or bare (SDU header and TLVs, as over
/// QRTR and MBIM), where the service isn't said and must be known.
struct Framing {
  bool bare = false;
  std::uint8_t service = 0;  ///< of bare messages; never CTL, which only QMUX has
};

/// A length or count is right unless it is held here: what it says instead of what is there.
using Lie = std::optional<std::uint16_t>;

struct DraftTlv {
  std::uint8_t id = 0;
  qmi::Bytes value{};
  Lie length{};
  /// Names this TLV in its message, whatever else is added or removed: see `chosen` in choice.hpp.
  std::uint64_t key = 0;
};

struct DraftMessage {
  qmi::Bytes before{};  ///< what isn't a frame, before this one
  Lie length{};         ///< QMUX
  std::uint8_t flags = 0x80;
  std::uint8_t service = 0;
  std::uint8_t client = 0;
  std::uint8_t sdu_flags = 0;
  std::uint16_t transaction = 0;  ///< for CTL, its low byte
  std::uint16_t message = 0;
  Lie tlv_length{};
  std::vector<DraftTlv> tlvs{};
  qmi::Bytes rest{};  ///< bytes of the frame behind its TLVs, too few to be one; counted as if they were
  std::uint64_t key = 0;

  /// By the SDU flags; a response where they say nothing that is known.
  [[nodiscard]] qmi::Kind kind() const;
  /// The schema's entry, or null.
  [[nodiscard]] const qmi::MessageSpec* spec() const;
  [[nodiscard]] const qmi::TlvSpec* spec_of(const DraftTlv& tlv) const;
  /// The TLVs that the schema has for this kind of this message, without a response's result.
  [[nodiscard]] std::span<const qmi::TlvSpec> known_tlvs() const;
  /// "TLV 0x10 'imei'", or "TLV 0x42".
  [[nodiscard]] std::string words_for(const DraftTlv& tlv) const;
  /// SDU header and TLVs.
  [[nodiscard]] std::size_t sdu_size() const;
};

struct Draft {
  Framing framing{};
  std::vector<DraftMessage> messages{};
  qmi::Bytes after{};   ///< what isn't a frame, behind the last
  std::size_t cut = 0;  ///< bytes that are taken off the end when it is written

  [[nodiscard]] qmi::Bytes bytes() const;
};

/// Takes any bytes; `read(bytes).bytes()` are the same bytes. What can't begin a frame is kept as what it is; a frame
/// whose length is wrong ends where its TLVs are said to end, or with the bytes.
[[nodiscard]] Draft read(qmi::ByteView bytes, Framing framing = {});

}  // namespace modembench::fuzz
