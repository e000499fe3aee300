// One frame to a message and back: what can be decoded is encoded to the same bytes.

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const qmi::ByteView frame(data, size);
  const auto message = qmi::decode(frame);
  if (!message) {
    fuzz::require(message.error().offset <= size, "an error is within the frame");
    fuzz::require(!message.error().what.empty(), "an error says what is wrong");
    return 0;
  }
  const auto encoded = qmi::encode(*message);
  fuzz::require(encoded.has_value(), "what was decoded can be encoded");
  fuzz::require(std::equal(frame.begin(), frame.end(), encoded->begin(), encoded->end()),
                "the bytes are the same again");
  fuzz::require(!qmi::describe(*message).empty(), "a message can be told in words");
  return 0;
}
