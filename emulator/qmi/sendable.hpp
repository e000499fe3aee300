#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/error.hpp"
#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

namespace modembench::qmi {

namespace typed {
/// The frame of a response to `request`: the Result, then the TLVs of `from`. A null `layout` means that there are
/// none. Nothing if the bytes can't say it, or if the decoder would make another tree of them than the typed message's
/// own one: of an address, say, that isn't written as the decoder writes it.
[[nodiscard]] std::optional<Bytes> encode_response(const Header& request, ErrorCode error, const MessageLayout* layout,
                                                   const void* from);
}  // namespace typed

/// A message that is ready to be sent, in the form in which it was made. A typed response is put into bytes at once,
/// and its tree of values is made when somebody asks for it: a rule, a trace, a test. A loose message is put into bytes
/// when it is sent.
class Sendable {
 public:
  Sendable(Message message);

  /// The response that has the Result alone.
  [[nodiscard]] static Sendable response(const Header& request, ErrorCode error = ErrorCode::None);
  /// The response with these TLVs, which are those of a typed message. A failure has no mandatory ones.
  template <class T>
  [[nodiscard]] static Sendable response(const Header& request, const T& tlvs, ErrorCode error = ErrorCode::None) {
    return response(request, error, T::layout, &tlvs);
  }

  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] bool is_response() const { return header_.is_response(); }
  /// As `Message::error`.
  [[nodiscard]] std::optional<std::uint16_t> error() const { return frame_.empty() ? message_->error() : error_; }
  /// The tree of values.
  [[nodiscard]] const std::shared_ptr<const Message>& message() const;
  /// The whole frame, or why the message can't be put into bytes.
  [[nodiscard]] Expected<Bytes> frame() const&;
  [[nodiscard]] Expected<Bytes> frame() &&;

 private:
  static Sendable response(const Header& request, ErrorCode error, const MessageLayout& layout, const void* from);
  Sendable(const Header& request, ErrorCode error, Bytes frame);

  Header header_;
  std::optional<std::uint16_t> error_;
  Bytes frame_;  ///< empty: the message is a tree
  mutable std::shared_ptr<const Message> message_;
};

/// What a modem says, in its order. Whoever wants trees takes them as a vector of them.
class Said : public std::vector<Sendable> {
 public:
  using vector::vector;
  operator std::vector<Message>() const;
};

}  // namespace modembench::qmi
