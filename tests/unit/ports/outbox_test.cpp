#include <array>
#include <cerrno>
#include <string>

#include <catch2/catch.hpp>

#include "emulator/ports/attachment.hpp"
#include "emulator/ports/outbox.hpp"

namespace modembench {
namespace {

using ports::Outbox;

// A descriptor that takes so much and no more, or refuses.
std::string taken;
std::size_t room = 0;
int writes = 0;
int refusal = EAGAIN;

ssize_t write_some(int, const void* bytes, std::size_t size) {
  if (room == 0) {
    errno = refusal;
    return -1;
  }
  ++writes;
  const auto now = std::min(room, size);
  taken.append(static_cast<const char*>(bytes), now);
  room -= now;
  return static_cast<ssize_t>(now);
}

Outbox empty_outbox(std::size_t with_room) {
  taken.clear();
  room = with_room;
  writes = 0;
  refusal = EAGAIN;
  return Outbox(&write_some);
}

qmi::Bytes frame(std::size_t size, char of) { return qmi::Bytes(size, static_cast<std::uint8_t>(of)); }

TEST_CASE("an outbox writes a frame at once, by one write", "[ports]") {
  auto outbox = empty_outbox(100);
  CHECK(outbox.send(1, frame(60, 'a')) == 0);
  CHECK(writes == 1);
  CHECK(outbox.empty());
  CHECK(outbox.send(1, {}) == 0);
  CHECK(writes == 1);
}

TEST_CASE("an outbox keeps what finds no room and writes it on in order, a write a frame", "[ports]") {
  auto outbox = empty_outbox(4);
  CHECK(outbox.send(1, frame(6, 'a')) == 0);
  CHECK(outbox.send(1, frame(3, 'b')) == 0);
  CHECK(outbox.unsent() == 5);
  CHECK(outbox.flush(1) == 0);
  CHECK(outbox.unsent() == 5);
  room = 100;
  writes = 0;
  CHECK(outbox.flush(1) == 0);
  CHECK(taken == "aaaaaabbb");
  CHECK(writes == 2);
  CHECK(outbox.empty());
  CHECK(outbox.unsent() == 0);
}

TEST_CASE("a full outbox drops frames whole and takes the next that fit", "[ports]") {
  auto outbox = empty_outbox(1);
  CHECK(outbox.send(1, frame(ports::kMaxUnsent, 'a')) == 0);
  CHECK(outbox.unsent() == ports::kMaxUnsent - 1);
  CHECK(outbox.send(1, frame(2, 'b')) == 0);
  CHECK(outbox.send(1, frame(1, 'c')) == 0);
  CHECK(outbox.unsent() == ports::kMaxUnsent);
  room = 2 * ports::kMaxUnsent;
  CHECK(outbox.flush(1) == 0);
  CHECK(taken == std::string(ports::kMaxUnsent, 'a') + "c");
}

TEST_CASE("an outbox drops a frame larger than all it may keep, rather than begin it", "[ports]") {
  auto outbox = empty_outbox(10);
  CHECK(outbox.send(1, frame(ports::kMaxUnsent + 1, 'a')) == 0);
  CHECK(taken.empty());
  CHECK(outbox.empty());
}

TEST_CASE("an outbox reports a write that is refused, at once or later", "[ports]") {
  auto outbox = empty_outbox(0);
  refusal = EPIPE;
  CHECK(outbox.send(1, frame(1, 'a')) == EPIPE);
  CHECK(outbox.empty());
  refusal = EAGAIN;
  CHECK(outbox.send(1, frame(1, 'a')) == 0);
  refusal = EIO;
  CHECK(outbox.flush(1) == EIO);
  outbox.clear();
  CHECK(outbox.unsent() == 0);
}

}  // namespace
}  // namespace modembench
