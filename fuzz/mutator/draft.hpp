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
/// QRTR and MBIM), where the bytes don't say the service, so that it must be known.
struct Framing {
  bool bare = false;
  std::uint8_t service = 0;  ///< the service of bare messages; never CTL, which only QMUX has
};

/// A wrong length or count: what it says instead of what is there. Nothing: it is right.
using Lie = std::optional<std::uint16_t>;

struct DraftTlv {
  std::uint8_t id = 0;
  qmi::Bytes value{};
  Lie length{};
  /// A name of this TLV in its message, whatever else is added or removed: see `Work::chosen`.
  std::uint64_t key = 0;
};

struct DraftMessage {
  qmi::Bytes before{};  ///< bytes before this frame that are none
  Lie length{};         ///< QMUX
  std::uint8_t flags = 0x80;
  std::uint8_t service = 0;
  std::uint8_t client = 0;
  std::uint8_t sdu_flags = 0;
  std::uint16_t transaction = 0;  ///< for CTL, the low byte counts
  std::uint16_t message = 0;
  Lie tlv_length{};
  std::vector<DraftTlv> tlvs{};
  qmi::Bytes rest{};  ///< bytes of the frame behind its TLVs, too few to be one; counted as if they were
  std::uint64_t key = 0;

  /// The kind by the SDU flags; a response if they say nothing that is known.
  [[nodiscard]] qmi::MessageKind kind() const;
  /// The schema's entry for this message; null if there is none.
  [[nodiscard]] const qmi::MessageSpec* spec() const;
  [[nodiscard]] const qmi::TlvSpec* spec_of(const DraftTlv& tlv) const;
  /// The TLVs that the schema has for this kind of this message, without a response's result.
  [[nodiscard]] std::span<const qmi::TlvSpec> known_tlvs() const;
  /// A TLV in words: "TLV 0x10 'imei'", or "TLV 0x42".
  [[nodiscard]] std::string words_for(const DraftTlv& tlv) const;
  /// Bytes of the SDU header and the TLVs.
  [[nodiscard]] std::size_t sdu_size() const;
};

struct Draft {
  Framing framing{};
  std::vector<DraftMessage> messages{};
  qmi::Bytes after{};   ///< bytes behind the last frame that are none
  std::size_t cut = 0;  ///< bytes taken off the end when the draft is written

  [[nodiscard]] qmi::Bytes bytes() const;
};

/// Takes any bytes apart; `read(bytes).bytes()` are the same bytes. Bytes that can't begin a frame are kept as they
/// are. A frame whose length is wrong ends where its TLVs are said to end, or with the bytes.
[[nodiscard]] Draft read(qmi::ByteView bytes, Framing framing = {});

}  // namespace modembench::fuzz
