#include <cstring>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <boost/asio/post.hpp>

#include "tests/unit/built_in_modem.hpp"
#include "tests/unit/ports/recorder.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using testing::bytes_of;
using testing::ClientEnd;
using testing::Recorder;
using testing::Scratch;
using testing::text_of;
namespace fs = std::filesystem;
using Told = std::vector<std::string>;

int connect_to(const fs::path& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(fd);
    return -1;
  }
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

struct SocketPorts {
  Scratch folder;
  boost::asio::io_context io{1};
  Recorder ports{io, ports::attach_socket(io, folder.path(), testing::ports_of_mc8355())};
  ports::Attachment& attachment = *ports.attachment;

  SocketPorts() { ports.start(); }
  [[nodiscard]] fs::path qmi() const { return folder.path() / "qmi"; }
};

TEST_CASE_METHOD(SocketPorts, "four sockets for this user alone stand in the folder and go with the attachment") {
  for (const auto name : testing::ports_of_mc8355()) {
    const auto path = folder.path() / to_string(name);
    CHECK(attachment.target(name) == path);
    struct stat is {};
    REQUIRE(lstat(path.c_str(), &is) == 0);
    CHECK(S_ISSOCK(is.st_mode));
    CHECK((is.st_mode & 0777) == 0600);
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 4);
  ports.attachment.reset();
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE_METHOD(SocketPorts, "each client of a socket has a connection of its own, numbered from 1") {
  ports.on_received = [&](PortName name, ConnectionId id, qmi::ByteView bytes) {
    attachment.send(name, id, bytes_of(std::to_string(id) + text_of(bytes)));
  };
  ClientEnd first(connect_to(qmi()));
  const ClientEnd second(connect_to(qmi()));
  second.write("b");
  first.write("a");
  ports.run_until_told("received qmi 2 b");
  ports.run_until_told("received qmi 1 a");
  CHECK(first.read_some() == "1a");
  CHECK(second.read_some() == "2b");
  first.leave();
  ports.run_until_told("closed qmi 1");
  const ClientEnd third(connect_to(qmi()));
  ports.run_until_told("opened qmi 3");
}

TEST_CASE_METHOD(SocketPorts, "a socket takes its 256 clients of 300, turns the others away and takes new ones later") {
  std::vector<ClientEnd> clients;
  for (int i = 0; i < 300; ++i) clients.emplace_back(connect_to(qmi()));
  // Clients are accepted in order: those from the 257th on have been turned away when the last one has.
  while (true) {
    io.restart();
    io.poll();
    char unused = 0;
    if (read(clients.back().fd(), &unused, 1) == 0) break;
  }
  CHECK(ports.told.size() == ports::kMaxConnections);
  CHECK(ports.told.back() == "opened qmi " + std::to_string(ports::kMaxConnections));
  clients.clear();
  ports.run_until_told("closed qmi 256");
  const ClientEnd next(connect_to(qmi()));
  ports.run_until_told("opened qmi 257");
}

TEST_CASE_METHOD(SocketPorts, "a socket's client that leaves amid a frame, or says no more, is closed") {
  ClientEnd leaves(connect_to(qmi()));
  leaves.write("\x01\x0f");
  leaves.leave();
  ports.run_until_told("closed qmi 1");
  const ClientEnd half(connect_to(qmi()));
  REQUIRE(shutdown(half.fd(), SHUT_WR) == 0);
  ports.run_until_told("closed qmi 2");
  CHECK(half.read_some().empty());
}

TEST_CASE_METHOD(SocketPorts, "sending to a socket's client that has left ends the connection, not the process") {
  ClientEnd client(connect_to(qmi()));
  ports.run_until_told("opened qmi 1");
  client.leave();
  for (int i = 0; i < 3; ++i) attachment.send(PortName::qmi, 1, bytes_of("anybody?"));
  ports.run_until_told("closed qmi 1");
  io.restart();
  io.poll();
  CHECK(ports.count("closed qmi 1") == 1);
}

TEST_CASE_METHOD(SocketPorts,
                 "a socket's client that doesn't read costs a bounded memory and loses whole frames only") {
  const ClientEnd client(connect_to(qmi()));
  ports.run_until_told("opened qmi 1");
  const auto got = testing::read_after_flood(io, attachment, 1, client);
  CHECK(got.size() % testing::kFloodFrame == 0);
  CHECK(got.size() < ports::kMaxUnsent + 1'000'000);
}

TEST_CASE_METHOD(SocketPorts, "one connection of a socket can be hung up from what it told; the others stay") {
  ports.on_received = [&](PortName name, ConnectionId id, qmi::ByteView) { attachment.hang_up(name, id); };
  const ClientEnd one(connect_to(qmi()));
  const ClientEnd other(connect_to(qmi()));
  one.write("garbage");
  ports.run_until_told("closed qmi 1");
  CHECK(one.read_some().empty());
  attachment.send(PortName::qmi, 2, bytes_of("still here"));
  CHECK(other.read_some() == "still here");
}

TEST_CASE_METHOD(SocketPorts, "an unregistered socket hangs up all and is gone, until it is registered again") {
  const ClientEnd one(connect_to(qmi()));
  const ClientEnd other(connect_to(qmi()));
  ports.run_until_told("opened qmi 2");
  attachment.unregister_port(PortName::qmi);
  CHECK(one.read_some().empty());
  CHECK(other.read_some().empty());
  CHECK(connect_to(qmi()) == -1);
  CHECK(attachment.target(PortName::qmi).empty());
  ports.run_until_told("closed qmi 1");
  ports.run_until_told("closed qmi 2");
  REQUIRE(attachment.register_port(PortName::qmi));
  const ClientEnd next(connect_to(qmi()));
  ports.run_until_told("opened qmi 3");
}

TEST_CASE_METHOD(SocketPorts,
                 "a socket's client that comes when descriptors are used up is turned away, without a spin") {
  const ClientEnd client(connect_to(qmi()));
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const int next_free = dup(STDIN_FILENO);
  close(next_free);
  const rlimit none_left{static_cast<rlim_t>(next_free), before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &none_left) == 0);
  io.restart();
  io.poll();
  io.restart();
  const auto busy = io.poll();
  setrlimit(RLIMIT_NOFILE, &before);
  CHECK(busy == 0);
  CHECK(client.read_some().empty());
  CHECK(ports.told.empty());
  const ClientEnd later(connect_to(qmi()));
  ports.run_until_told("opened qmi 1");
}

TEST_CASE("a socket's path that is too long, or taken, is refused with the path", "[ports]") {
  const Scratch folder;
  boost::asio::io_context io{1};
  const auto deep = folder.path() / std::string(120, 'd');
  fs::create_directory(deep);
  const auto too_long = ports::attach_socket(io, deep, testing::ports_of_mc8355());
  REQUIRE_FALSE(too_long);
  CHECK_THAT(too_long.error(), Contains("too long for a socket"));

  REQUIRE(std::fclose(std::fopen((folder.path() / "ttyUSB0").c_str(), "w")) == 0);
  const auto occupied = ports::attach_socket(io, folder.path(), testing::ports_of_mc8355());
  REQUIRE_FALSE(occupied);
  CHECK(occupied.error() ==
        "can't listen at " + (folder.path() / "ttyUSB0").string() + ": something else stands here already");
  CHECK_FALSE(fs::exists(folder.path() / "qmi"));
}

}  // namespace
}  // namespace modembench
