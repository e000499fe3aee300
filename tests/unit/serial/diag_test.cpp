#include <catch2/catch.hpp>

#include "emulator/serial/diag_speaker.hpp"
#include "emulator/serial/hdlc.hpp"

namespace modembench::serial {

using qmi::Bytes;

namespace {

Bytes receive(DiagSpeaker& diag, const Bytes& bytes) { return diag.receive(bytes, Instant{}); }

const Bytes kVersionRequest = {0x00, 0x78, 0xF0, 0x7E};  // as ModemManager sends it

}  // namespace

TEST_CASE("serial: the CRC of a frame is that of X.25") {
  const Bytes check = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  CHECK(crc16_x25(check) == 0x906E);  // the check value that CRC catalogues have
  CHECK(hdlc_frame(Bytes{0x00}) == kVersionRequest);
}

TEST_CASE("serial: what ends or escapes in a frame is escaped, and read again") {
  const Bytes packet = {0x7E, 0x00, 0x7D, 0x5E, 0x20};
  const Bytes frame = hdlc_frame(packet);
  CHECK(std::count(frame.begin(), frame.end(), 0x7E) == 1);
  HdlcReader reader;
  std::optional<Bytes> read;
  for (const auto byte : frame) {
    REQUIRE_FALSE(read.has_value());
    read = reader.take(byte);
  }
  CHECK(read == packet);
}

TEST_CASE("serial: DIAG says nothing, unless it is told to") {
  DiagSpeaker silent({});
  CHECK(receive(silent, kVersionRequest).empty());
  CHECK(receive(silent, hdlc_frame(Bytes{0x4B, 1, 2, 3})).empty());
}

TEST_CASE("serial: DIAG answers what it doesn't know with \"bad command\" and the request") {
  DiagSpeaker diag({true, false});
  CHECK(receive(diag, hdlc_frame(Bytes{0x4B, 0x0F, 0x00, 0x7E})) == hdlc_frame(Bytes{0x13, 0x4B, 0x0F, 0x00, 0x7E}));
  CHECK(receive(diag, kVersionRequest) == hdlc_frame(Bytes{0x13, 0x00}));
}

TEST_CASE("serial: DIAG tells its version, 55 bytes, to who asks for it") {
  const auto version = [](const std::string& revision) {
    DiagSpeaker diag({false, true, revision});
    HdlcReader reader;
    std::optional<Bytes> packet;
    for (const auto byte : receive(diag, kVersionRequest)) packet = reader.take(byte);
    REQUIRE(packet.has_value());
    CHECK(packet->size() == 55);
    CHECK(packet->at(0) == 0x00);
    CHECK(std::all_of(packet->end() - 8, packet->end(), [](std::uint8_t byte) { return byte == 0; }));
    CHECK(receive(diag, hdlc_frame(Bytes{0x00, 0x01})).empty());
    return std::string(packet->begin() + 1, packet->end() - 8);
  };
  CHECK(version("D3200-STSUGN-1575  1  [Nov 23 2010 16:00:00]") == "Nov 23 201016:00:00Nov 23 201016:00:00D3200-ST");
  // What a modem doesn't say of its firmware is blank.
  const std::string blank(38, ' ');
  CHECK(version("") == blank + "        ");
  CHECK(version("1.0") == blank + "1.0     ");
  CHECK(version("1.0 [Nov 23") == "Nov 23             Nov 23             1.0 [Nov");
}

TEST_CASE("serial: frames come in pieces, and several at once") {
  DiagSpeaker diag({true, false});
  CHECK(receive(diag, {0x00, 0x78}).empty());
  CHECK(receive(diag, {0xF0, 0x7E}) == hdlc_frame(Bytes{0x13, 0x00}));
  Bytes two = kVersionRequest;
  two.insert(two.end(), kVersionRequest.begin(), kVersionRequest.end());
  CHECK(receive(diag, two).size() == 2 * hdlc_frame(Bytes{0x13, 0x00}).size());
  CHECK(receive(diag, {0x00, 0x78}).empty());
  diag.closed(Instant{});
  CHECK(receive(diag, {0xF0, 0x7E}).empty());
}

TEST_CASE("serial: what is no frame is lost without a word, and the next frame is read") {
  DiagSpeaker diag({true, true});
  CHECK(receive(diag, {'A', 'T', '&', 'F', '\r'}).empty());
  CHECK(receive(diag, {0x7E}).empty());
  CHECK(receive(diag, {0x7E, 0x7E, 0x00, 0x7E, 0x00, 0x00, 0x7E}).empty());  // too short
  CHECK(receive(diag, {0x00, 0x78, 0xF1, 0x7E}).empty());                    // a wrong CRC
  CHECK(receive(diag, {0x00, 0x78, 0xF0, 0x7D, 0x7E}).empty());              // an escape of nothing
  CHECK(receive(diag, Bytes(10 * HdlcReader::kMaxPacket, 0x55)).empty());
  CHECK(receive(diag, {0x7E}).empty());
  CHECK_FALSE(receive(diag, kVersionRequest).empty());
}

TEST_CASE("serial: a packet may be as long as the limit, and no longer") {
  DiagSpeaker diag({true, false});
  CHECK_FALSE(receive(diag, hdlc_frame(Bytes(HdlcReader::kMaxPacket - 2, 0x55))).empty());
  CHECK(receive(diag, hdlc_frame(Bytes(HdlcReader::kMaxPacket - 1, 0x55))).empty());
}

}  // namespace modembench::serial
