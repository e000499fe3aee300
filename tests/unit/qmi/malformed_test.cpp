// Bytes that are not what they claim to be: an error that says where and why, and never more than that.

#include <random>

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/qmux.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/qmi/frame_support.hpp"
#include "tests/unit/qmi/recorded/qmi_bytes.hpp"
#include "tests/unit/qmi/recorded/qmi_frames.hpp"

namespace {

using namespace modembench::qmi;
using modembench::test::from_hex;
using modembench::test::kRecordedFrames;
using modembench::test::mend_lengths;

std::vector<Bytes> recorded_frames() {
  std::vector<Bytes> frames;
  for (const auto& frame : kRecordedFrames) frames.push_back(from_hex(frame.hex));
  return frames;
}

std::string error_of(std::string_view hex) {
  const Expected<Message> message = decode(from_hex(hex));
  return message ? "decoded" : message.error().to_string();
}

/// What is decoded must be what the bytes say: they come back from it.
void check_decoded_or_refused(const Bytes& frame) {
  const Expected<Message> message = decode(frame);
  if (message) {
    REQUIRE(encode(*message) == frame);
    REQUIRE_FALSE(describe(*message).empty());
  } else {
    REQUIRE(message.error().offset <= frame.size());
    REQUIRE_FALSE(message.error().field.empty());
    REQUIRE_FALSE(message.error().what.empty());
  }
}

TEST_CASE("a frame that ends early is refused wherever it ends") {
  for (const Bytes& frame : recorded_frames()) {
    for (std::size_t size = 0; size < frame.size(); ++size) {
      const Bytes cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
      REQUIRE_FALSE(decode(cut).has_value());
      REQUIRE_FALSE(decode_header(cut).has_value());
    }
  }
}

TEST_CASE("a frame that ends early, with lengths to match, is decoded or refused") {
  for (const Bytes& frame : recorded_frames()) {
    for (std::size_t size = 13; size < frame.size(); ++size) {
      Bytes cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
      mend_lengths(cut);
      check_decoded_or_refused(cut);
    }
  }
}

TEST_CASE("a frame with bytes after its end is refused") {
  for (Bytes frame : recorded_frames()) {
    frame.push_back(0);
    REQUIRE_FALSE(decode(frame).has_value());
  }
}

TEST_CASE("a frame with any byte turned is decoded or refused") {
  for (const Bytes& frame : recorded_frames()) {
    for (std::size_t at = 0; at < frame.size(); ++at) {
      for (const unsigned mask : {0x01U, 0x80U, 0xFFU}) {
        Bytes turned = frame;
        turned[at] = static_cast<std::uint8_t>(turned[at] ^ mask);
        check_decoded_or_refused(turned);
      }
    }
  }
}

TEST_CASE("random bytes are refused or decoded") {
  std::mt19937 random(8355);
  for (int i = 0; i < 50000; ++i) {
    Bytes frame(random() % 64);
    for (std::uint8_t& byte : frame) byte = static_cast<std::uint8_t>(random());
    check_decoded_or_refused(frame);
  }
}

TEST_CASE("frames with random changes are refused or decoded") {
  std::mt19937 random(13);
  const std::vector<Bytes> frames = recorded_frames();
  for (int i = 0; i < 50000; ++i) {
    Bytes frame = frames[random() % frames.size()];
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
      const auto at = static_cast<std::ptrdiff_t>(random() % frame.size());
      switch (random() % 3) {
        case 0:
          frame[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(random());
          break;
        case 1:
          frame.insert(frame.begin() + at, static_cast<std::uint8_t>(random()));
          break;
        default:
          if (frame.size() > 13) frame.erase(frame.begin() + at);
      }
    }
    if (random() % 4 != 0) mend_lengths(frame);
    check_decoded_or_refused(frame);
  }
}

TEST_CASE("a random stream is cut up to its end") {
  std::mt19937 random(1199);
  QmuxStream stream;
  for (int i = 0; i < 2000; ++i) {
    Bytes piece(random() % 32);
    for (std::uint8_t& byte : piece) byte = static_cast<std::uint8_t>(random() % 4);
    stream.append(piece);
    for (std::size_t turns = 0;; ++turns) {
      REQUIRE(turns <= 0x10000);
      const auto frame = stream.next();
      if (frame && !*frame) break;
    }
    REQUIRE(stream.pending() <= kMaxFrame);
  }
}

TEST_CASE("an error says where the header is wrong, and what would be right") {
  CHECK(error_of("") == "offset 0, QMUX header: needs 6 bytes, only 0 are here");
  CHECK(error_of("01 0b 00 00 00") == "offset 0, QMUX header: needs 6 bytes, only 5 are here");
  CHECK(error_of("02 0b 00 00 00 00 00 01 21 00 00 00") == "offset 0, QMUX marker: is 0x02, should be 0x01");
  CHECK(error_of("01 0c 00 00 00 00 00 01 21 00 00 00") ==
        "offset 1, QMUX length: says 12 bytes after the marker, the frame has 11");
  CHECK(error_of("01 0b 00 40 00 00 00 01 21 00 00 00") ==
        "offset 3, QMUX flags: are 0x40, should be 0x00 to the modem or 0x80 from it");
  CHECK(error_of("01 0b 00 80 00 00 00 01 21 00 00 00") ==
        "offset 3, QMUX flags: are 0x80, but requests come with 0x00");
  CHECK(error_of("01 0b 00 00 00 00 01 01 21 00 00 00") ==
        "offset 3, QMUX flags: are 0x00, but responses and indications come with 0x80");
  CHECK(error_of("01 06 00 00 00 00 00") == "offset 6, SDU header: needs 6 bytes, only 1 is left in the frame");
  CHECK(error_of("01 0b 00 00 01 07 00 01 00 20 00 00") ==
        "offset 6, SDU header: needs 7 bytes, only 6 are left in the frame");
  CHECK(error_of("01 0b 00 00 00 00 04 01 21 00 00 00") ==
        "offset 6, SDU flags: are 0x04, should be 0x00 (request), 0x01 (response) or 0x02 (indication)");
  CHECK(error_of("01 0c 00 00 01 07 01 01 00 22 00 00 00") ==
        "offset 6, SDU flags: are 0x01, should be 0x00 (request), 0x02 (response) or 0x04 (indication)");
  CHECK(error_of("01 0b 00 00 00 00 00 01 21 00 01 00") ==
        "offset 10, SDU length: says 1 byte of TLVs, 0 are left in the frame");
  CHECK(error_of("01 0c 00 00 01 07 00 01 00 22 00 ff ff") ==
        "offset 11, SDU length: says 65535 bytes of TLVs, 0 are left in the frame");
}

TEST_CASE("an error says which TLV lies, and how") {
  // Start Network with a TLV of 6 bytes that says 20.
  CHECK(error_of("01 15 00 00 01 07 00 01 00 20 00 09 00 14 14 00 61 62 63 64 65 66") ==
        "offset 13, TLV 0x14 apn: says 20 bytes, only 6 are left in the frame");
  CHECK(error_of("01 10 00 00 01 07 00 01 00 20 00 04 00 42 ff ff 00") ==
        "offset 13, TLV 0x42: says 65535 bytes, only 1 is left in the frame");
  CHECK(error_of("01 0e 00 00 01 07 00 01 00 20 00 02 00 14 00") ==
        "offset 13, TLV header: needs 3 bytes, only 2 are left in the frame");
  // Stop Network: the handle has four bytes.
  CHECK(error_of("01 12 00 00 01 07 00 01 00 21 00 06 00 01 03 00 01 00 00") ==
        "offset 16, TLV 0x01 packet data handle: needs 4 bytes, only 3 are left in the TLV");
  CHECK(error_of("01 14 00 00 01 07 00 01 00 21 00 08 00 01 05 00 01 00 00 00 00") ==
        "offset 20, TLV 0x01 packet data handle: has 1 byte after its end");
}

TEST_CASE("an error names the member of a structure and the element of a list") {
  // UIM Get PIN Status with two of three bytes.
  CHECK(error_of("01 18 00 80 02 01 02 01 00 2b 00 0c 00 02 04 00 00 00 00 00 11 02 00 03 03") ==
        "offset 25, TLV 0x11 pin1 status.unblock retries left: needs 1 byte, only 0 are left in the TLV");
  // Verify PIN: a PIN of 9 characters in 4 bytes.
  CHECK(error_of("01 15 00 00 02 01 00 01 00 28 00 09 00 01 06 00 01 09 31 32 33 34") ==
        "offset 17, TLV 0x01 info.pin: needs 10 bytes, only 5 are left in the TLV");
  // Get Version Info: the second service has no minor version.
  CHECK(error_of("01 1f 00 80 00 00 01 01 21 00 14 00 02 04 00 00 00 00 00 01 0a 00 02 00 01 00 05 00 01 01 00 0b") ==
        "offset 31, TLV 0x01 service list[1].minor version: needs 2 bytes, only 1 is left in the TLV");
}

TEST_CASE("a count that the frame can't hold is refused before anything is made of it") {
  // Network Scan: 65535 networks in no bytes.
  CHECK(error_of("01 18 00 80 03 01 02 01 00 21 00 0c 00 02 04 00 00 00 00 00 10 02 00 ff ff") ==
        "offset 23, TLV 0x10 network information: says 65535 elements, only 0 bytes are left in the TLV");
  // List Messages: a count of 32 bits.
  CHECK(error_of("01 1a 00 80 05 01 02 01 00 31 00 0e 00 02 04 00 00 00 00 00 01 04 00 ff ff ff ff") ==
        "offset 23, TLV 0x01 message list: says 4294967295 elements, only 0 bytes are left in the TLV");
  // Raw Send: 65535 bytes of message.
  CHECK(error_of("01 12 00 00 05 01 00 01 00 20 00 06 00 01 03 00 06 ff ff") ==
        "offset 17, TLV 0x01 raw message data.raw data: needs 65537 bytes, only 2 are left in the TLV");
}

TEST_CASE("a mistake met in the field is told as it was") {
  // An indication that used the TLV numbers of the response: 1C is a time there, not the LAC.
  CHECK(error_of("01 14 00 80 03 01 04 00 00 24 00 08 00 01 00 00 1c 02 00 34 12") ==
        "offset 16, TLV 0x01 serving system.registration state: needs 1 byte, only 0 are left in the TLV");
  CHECK(error_of("01 11 00 80 03 01 04 00 00 24 00 05 00 1c 02 00 34 12") ==
        "offset 18, TLV 0x1c universal time and local time zone 3gpp.month: needs 1 byte, only 0 are left in the TLV");
}

TEST_CASE("the header of a frame with broken TLVs can still be read") {
  const Bytes frame = from_hex("01 15 00 00 01 07 00 01 00 20 00 09 00 14 14 00 61 62 63 64 65 66");
  REQUIRE_FALSE(decode(frame).has_value());
  CHECK(decode_header(frame) == Header{1, 7, MessageKind::request, 1, 0x0020});
  const Bytes lying_sdu = from_hex("01 0c 00 00 01 07 00 01 00 22 00 ff ff");
  CHECK(decode_header(lying_sdu) == Header{1, 7, MessageKind::request, 1, 0x0022});
}

}  // namespace
