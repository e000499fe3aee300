#include <catch2/catch.hpp>

#include <array>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "emulator/ports/line_output.hpp"
#include "files/descriptor.hpp"

using modembench::files::Descriptor;
namespace ports = modembench::ports;

namespace {

struct Pair {
  Descriptor reader;
  Descriptor writer;
};

Pair a_pipe() {
  std::array<int, 2> ends{-1, -1};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Pair sockets() {
  std::array<int, 2> ends{-1, -1};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// What lies there, and what comes while the output goes on.
std::string read_all(boost::asio::io_context& io, const Pair& pair) {
  REQUIRE(fcntl(pair.reader.get(), F_SETFL, O_NONBLOCK) == 0);
  std::string all;
  std::array<char, 65536> buffer;
  for (bool got_more = true; got_more;) {
    io.restart();
    io.poll();
    got_more = false;
    for (auto got = ::read(pair.reader.get(), buffer.data(), buffer.size()); got > 0;
         got = ::read(pair.reader.get(), buffer.data(), buffer.size())) {
      all.append(buffer.data(), static_cast<std::size_t>(got));
      got_more = true;
    }
  }
  return all;
}

}  // namespace

TEST_CASE("lines for a reader that doesn't read are kept up to a limit, then counted, and nobody waits", "[limits]") {
  const auto kind = GENERATE(0, 1);
  const Pair pair = kind == 0 ? a_pipe() : sockets();
  const int flags = fcntl(pair.writer.get(), F_GETFL);
  boost::asio::io_context io;
  ports::LineOutput output(io, pair.writer.get());
  const std::string line(99, 'x');
  constexpr std::size_t kLines = 50'000;
  for (std::size_t i = 0; i < kLines; ++i) output.say(line);
  // Whoever shares it with us finds it as it was.
  CHECK(fcntl(pair.writer.get(), F_GETFL) == flags);

  const auto text = read_all(io, pair);
  const auto note = text.find("… ");
  REQUIRE(note != std::string::npos);
  const std::size_t came = note / 100;
  CHECK(came >= ports::kMaxUnsent / 100);
  CHECK(text.substr(note) == "… " + std::to_string(kLines - came) + " lines left out: nobody has read\n");
  output.say("afterwards");
  CHECK(read_all(io, pair) == "afterwards\n");
}

TEST_CASE("lines to a file are all there, and one that can't be written is an error", "[limits]") {
  boost::asio::io_context io;
  const Descriptor file(::memfd_create("lines", MFD_CLOEXEC));
  ports::LineOutput output(io, file.get());
  output.say("one");
  output.say("two");
  std::array<char, 16> buffer{};
  CHECK(::pread(file.get(), buffer.data(), buffer.size(), 0) == 8);
  CHECK(std::string(buffer.data()) == "one\ntwo\n");

  Pair pair = sockets();
  ports::LineOutput broken(io, pair.writer.get());
  pair.reader.reset();
  CHECK_THROWS_AS(broken.say("nobody"), std::system_error);
}
