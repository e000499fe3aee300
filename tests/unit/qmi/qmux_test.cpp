// Frames out of a stream of bytes.

#include <catch2/catch.hpp>

#include "emulator/qmi/qmux.hpp"
#include "tests/unit/qmi/recorded/qmi_bytes.hpp"

namespace {

using namespace modembench::qmi;
using modembench::test::from_hex;

const Bytes kSync = from_hex("01 0b 00 00 00 00 00 01 27 00 00 00");
const Bytes kModel = from_hex("01 0c 00 00 02 01 00 01 00 22 00 00 00");

TEST_CASE("a frame is given when its last byte is there") {
  QmuxStream stream;
  for (const std::uint8_t byte : kModel) {
    CHECK(stream.next().value() == std::nullopt);
    stream.append({&byte, 1});
  }
  CHECK(stream.pending() == kModel.size());
  CHECK(stream.next().value() == kModel);
  CHECK(stream.next().value() == std::nullopt);
  CHECK(stream.pending() == 0);
}

TEST_CASE("several frames in one piece are given one by one") {
  QmuxStream stream;
  stream.append(kSync);
  stream.append(kModel);
  CHECK(stream.next().value() == kSync);
  stream.append(kSync);
  CHECK(stream.next().value() == kModel);
  CHECK(stream.next().value() == kSync);
  CHECK(stream.next().value() == std::nullopt);
}

TEST_CASE("what can't begin a frame is an error, and the stream goes on at the next marker") {
  QmuxStream stream;
  stream.append(from_hex("61 74 0d"));
  stream.append(kSync);
  CHECK(stream.next().error().to_string() == "offset 0, QMUX marker: is 0x61, should be 0x01");
  CHECK(stream.next().value() == kSync);
}

TEST_CASE("a length below the smallest header is an error") {
  QmuxStream stream;
  stream.append(from_hex("01 0a 00"));
  stream.append(kSync);
  CHECK(stream.next().error().to_string() ==
        "offset 1, QMUX length: says 10 bytes after the marker, the smallest frame has 11");
  CHECK(stream.next().value() == kSync);
}

TEST_CASE("rubbish without a marker is gone as a whole") {
  QmuxStream stream;
  stream.append(from_hex("ff ff ff ff"));
  CHECK_FALSE(stream.next().has_value());
  CHECK(stream.pending() == 0);
  CHECK(stream.next().value() == std::nullopt);
}

TEST_CASE("the largest frame passes") {
  Bytes largest(kMaxFrame, 0x01);
  largest[1] = 0xFF;
  largest[2] = 0xFF;
  QmuxStream stream;
  stream.append(ByteView(largest).first(kMaxFrame - 1));
  CHECK(stream.next().value() == std::nullopt);
  stream.append(ByteView(largest).last(1));
  CHECK(stream.next().value() == largest);
}

TEST_CASE("a cleared stream has forgotten the half frame") {
  QmuxStream stream;
  stream.append(ByteView(kModel).first(5));
  stream.clear();
  CHECK(stream.pending() == 0);
  stream.append(kSync);
  CHECK(stream.next().value() == kSync);
}

}  // namespace
