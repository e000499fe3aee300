#pragma once

#include <optional>
#include <vector>

#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/sendable.hpp"
#include "emulator/qmi/typed.hpp"

/// Every typed message of every service, for tests that go through all of them.
namespace modembench::qmi::test {

/// What becomes of a message that is read as a typed one and written again.
struct Passage {
  Expected<Message> parsed;  ///< from the frame and back
  Expected<Message> read;    ///< from the loose message and back
  bool same = false;         ///< both were read, as the same
  /// What was parsed, as it is sent; nothing if it is no response.
  std::optional<Sendable> sent{};
};

struct TypedMessage {
  const MessageLayout* layout = nullptr;
  /// `frame` is the loose message in bytes, or something else altogether.
  Passage (*pass)(ByteView frame, const Message& message) = nullptr;
};

[[nodiscard]] std::vector<TypedMessage> typed_messages();

}  // namespace modembench::qmi::test
