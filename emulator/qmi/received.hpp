#pragma once

#include <bitset>
#include <cstdint>
#include <memory>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::qmi {

/// A message that has come in, in the form in which it came. A frame is read into typed messages as it is, and its tree
/// of values is made when somebody asks for it: a rule, a trace. A loose message, as a test makes it, is a tree
/// already.
class Received {
 public:
  Received(Message message);

  /// Checks a whole QMUX frame as `decode` does, with the same errors. The frame must outlive what is returned.
  [[nodiscard]] static Expected<Received> check(ByteView frame);

  [[nodiscard]] const Header& header() const { return header_; }
  /// Whether the message has a TLV of this id.
  [[nodiscard]] bool has(std::uint8_t tlv) const { return tlvs_.test(tlv); }
  /// The tree of values.
  [[nodiscard]] const std::shared_ptr<const Message>& message() const;
  /// The typed message. Its errors are those of `parse`, or of `read` where the message came loose.
  template <class T>
  [[nodiscard]] Expected<T> as() const {
    return frame_.empty() ? read<T>(*message_) : parse<T>(frame_);
  }

 private:
  using Ids = std::bitset<256>;
  Received(const Header& header, const Ids& tlvs, ByteView frame) : header_(header), tlvs_(tlvs), frame_(frame) {}

  Header header_;
  Ids tlvs_;        ///< those that the message has
  ByteView frame_;  ///< empty: the message is a tree
  mutable std::shared_ptr<const Message> message_;
};

}  // namespace modembench::qmi
