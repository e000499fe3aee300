#include <catch2/catch.hpp>

#include "tests/unit/gadget/usbip_support.hpp"

using namespace usbip_support;
using usbip::CommandReader;
using usbip::Submit;
using usbip::Unlink;

namespace {

constexpr gadget::Setup kClassRequest{0xA1, 0x01, 0x0203, 0x0405, 0x1000};

std::optional<usbip::Command> only(const Bytes& bytes) {
  CommandReader reader;
  reader.add(bytes);
  auto command = reader.next();
  REQUIRE(command);
  REQUIRE(!reader.next().value().has_value());
  return *command;
}

/// What is said against it; empty: nothing.
std::string refusal(const Urb& urb) {
  CommandReader reader;
  reader.add(bytes_of(urb));
  const auto command = reader.next();
  return command ? "" : command.error();
}

}  // namespace

TEST_CASE("An URB is read as the host has written it: numbers big endian, the control request as on the USB") {
  const auto submit = std::get<Submit>(*only(control(0x01020304, kClassRequest)));
  CHECK(submit.number == 0x01020304);
  CHECK(submit.endpoint == 0x80);
  CHECK(submit.is_control());
  CHECK(submit.length == 0x1000);
  CHECK(submit.setup.request_type == 0xA1);
  CHECK(submit.setup.request == 0x01);
  CHECK(submit.setup.value == 0x0203);
  CHECK(submit.setup.index == 0x0405);
  CHECK(submit.setup.length == 0x1000);
  CHECK(submit.data.empty());
  const auto sent = std::get<Submit>(*only(out(5, 0x03, {7, 8, 9})));
  CHECK(sent.endpoint == 0x03);
  CHECK_FALSE(sent.to_host());
  CHECK(sent.data == Bytes{7, 8, 9});
  const auto asked = std::get<Submit>(*only(in(6, 0x82, 2048)));
  CHECK(asked.endpoint == 0x82);
  CHECK(asked.length == 2048);
  const auto off = std::get<Unlink>(*only(unlink(9, 6)));
  CHECK(off.number == 9);
  CHECK(off.victim == 6);
}

TEST_CASE("Commands are the same however the stream is cut") {
  Bytes stream;
  for (const auto& part : {out(1, 1, {1, 2, 3}), in(2, 0x81, 64), unlink(3, 2), control(4, kClassRequest)}) {
    stream.insert(stream.end(), part.begin(), part.end());
  }
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    CommandReader reader;
    std::string seen;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      reader.add(ByteView(stream).subspan(at, std::min(step, stream.size() - at)));
      for (;;) {
        auto command = reader.next();
        REQUIRE(command);
        if (!*command) break;
        if (const auto* submit = std::get_if<Submit>(&**command)) {
          seen += fmt::format("{}:{} ", submit->number, submit->data.size());
        } else {
          seen += fmt::format("-{} ", std::get<Unlink>(**command).victim);
        }
      }
    }
    CHECK(seen == "1:3 2:0 -2 4:0 ");
  }
}

TEST_CASE("A command that is cut off is waited for") {
  const auto whole = out(1, 1, Bytes(600, 9));
  CommandReader reader;
  reader.add(ByteView(whole).first(whole.size() - 1));
  CHECK(!reader.next().value().has_value());
  reader.add(ByteView(whole).last(1));
  CHECK(reader.next().value().has_value());
}

TEST_CASE("What is no USB/IP, or asks for what there can't be, is refused in words") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.packets = 0xFFFFFFFF}).empty());
  CHECK(refusal({.command = 3}) == "command 0x3");
  CHECK(refusal({.command = 0x01110005}) == "command 0x1110005");
  CHECK(refusal({.direction = 2}) == "a direction of 2");
  CHECK(refusal({.endpoint = 16}) == "endpoint 16");
  CHECK(refusal({.packets = 3}) == "an isochronous transfer of 3 packets");
  CHECK(refusal({.direction = 1, .length = usbip::kMaxTransfer}).empty());
  CHECK(refusal({.length = usbip::kMaxTransfer + 1}) == "a transfer of 1048577 bytes; 1048576 are the most");
  CHECK(refusal({.direction = 1, .length = 0xFFFFFFFF}) == "a transfer of 4294967295 bytes; 1048576 are the most");
}

TEST_CASE("Answers are 48 bytes and the data for the host") {
  Bytes bytes;
  usbip::add_submitted(bytes, 7, usbip::Status::done, 2, Bytes{0xAB, 0xCD});
  CHECK(bytes.size() == 50);
  CHECK(modembench::qmi::to_hex(bytes) ==
        "00 00 00 03 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ab cd");
  bytes.clear();
  usbip::add_unlinked(bytes, 8, usbip::Status::called_off);
  CHECK(modembench::qmi::to_hex(bytes) ==
        "00 00 00 04 00 00 00 08 00 00 00 00 00 00 00 00 00 00 00 00 ff ff ff 98 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
}
