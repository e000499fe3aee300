#include <string>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>

#include "files/descriptor.hpp"
#include "network/interface_port.hpp"
#include "tests/unit/network/network_support.hpp"

namespace modembench::network::test {
namespace {

/// An interface whose host is the test: a datagram is a frame.
struct Wire {
  boost::asio::io_context io{1};
  files::Descriptor host;
  files::Descriptor modem;
  std::vector<std::string> seen;

  Wire() {
    int ends[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) == 0);
    host = files::Descriptor(ends[0]);
    modem = files::Descriptor(ends[1]);
  }
  void say(const std::string& frame) const {
    REQUIRE(write(host.get(), frame.data(), frame.size()) == static_cast<ssize_t>(frame.size()));
  }
};

}  // namespace

TEST_CASE("a host's frame that follows from another's answer waits for its own turn", "[network]") {
  Wire wire;
  const auto port = InterfacePort::open(wire.io, std::move(wire.modem), [&](ByteView frame) {
    wire.seen.emplace_back(frame.begin(), frame.end());
    // A host that is as quick as that. What it has said to its terminal by then is told before what it sends next.
    if (wire.seen.back() == "discover") wire.say("request");
  });
  wire.say("discover");
  wire.say("another");
  REQUIRE(wire.io.poll_one() == 1);
  CHECK(wire.seen == std::vector<std::string>{"discover", "another"});
  REQUIRE(wire.io.poll_one() == 1);
  CHECK(wire.seen.back() == "request");
  CHECK(wire.io.poll_one() == 0);
}

TEST_CASE("an interface may go while its frames are given out", "[network]") {
  Wire wire;
  std::unique_ptr<InterfacePort> port;
  port = InterfacePort::open(wire.io, std::move(wire.modem), [&](ByteView frame) {
    wire.seen.emplace_back(frame.begin(), frame.end());
    port.reset();
  });
  wire.say("first");
  wire.say("second");
  wire.io.poll();
  CHECK(wire.seen == std::vector<std::string>{"first"});
}

}  // namespace modembench::network::test
