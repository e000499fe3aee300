#include <numeric>

#include <sys/stat.h>
#include <termios.h>

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

struct PtyPorts {
  Scratch folder;
  boost::asio::io_context io{1};
  Recorder ports{io, ports::attach_pty(io, folder.path(), testing::ports_of_mc8355())};
  ports::Attachment& attachment = *ports.attachment;

  PtyPorts() { ports.start(); }
  [[nodiscard]] fs::path port(PortName name) const { return folder.path() / to_string(name); }
  [[nodiscard]] fs::path qmi() const { return port(PortName::qmi); }
};

TEST_CASE_METHOD(PtyPorts, "four pseudo-terminals stand in the folder by name and go with the attachment") {
  for (const auto name : testing::ports_of_mc8355()) {
    CHECK(fs::read_symlink(port(name)) == attachment.target(name));
    CHECK(fs::is_character_file(port(name)));
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 4);
  ports.attachment.reset();
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE_METHOD(PtyPorts, "a pty is raw before its first client: every byte value passes both ways") {
  std::string all(256, '\0');
  std::iota(all.begin(), all.end(), '\0');
  std::string got;
  ports.on_received = [&](PortName name, ConnectionId id, qmi::ByteView bytes) {
    got += text_of(bytes);
    attachment.send(name, id, bytes);
  };
  const ClientEnd client(qmi());
  client.write(all);
  testing::run_until(io, [&] { return got.size() == all.size(); });
  CHECK(got == all);
  CHECK(client.read(all.size()) == all);
}

TEST_CASE_METHOD(PtyPorts, "a pty's open and close are told without a byte being sent, once each") {
  constexpr int kClients = 20;
  for (int i = 1; i <= kClients; ++i) {
    ClientEnd client(port(tty_usb(1)));
    ports.run_until_told("opened ttyUSB1 0", i);
    client.leave();
    ports.run_until_told("closed ttyUSB1 0", i);
  }
  CHECK(ports.told.size() == 2 * kClients);
}

TEST_CASE_METHOD(PtyPorts, "a pty that several have open is one connection, until the last has left") {
  ClientEnd first(qmi());
  ports.run_until_told("opened qmi 0");
  ClientEnd second(qmi());
  second.write("a");
  ports.run_until_told("received qmi 0 a");
  first.leave();
  second.write("b");
  ports.run_until_told("received qmi 0 b");
  CHECK(ports.told == Told{"opened qmi 0", "received qmi 0 a", "received qmi 0 b"});
  second.leave();
  ports.run_until_told("closed qmi 0");
}

TEST_CASE_METHOD(PtyPorts, "what a pty's client wrote before it left is received before its close") {
  ClientEnd client(qmi());
  client.write("last words");
  client.leave();
  ports.run_until_told("closed qmi 0");
  CHECK(ports.told == Told{"opened qmi 0", "received qmi 0 last words", "closed qmi 0"});
}

TEST_CASE_METHOD(PtyPorts, "between clients a pty has nothing to do: its hang-up doesn't keep the loop busy") {
  ClientEnd(qmi()).leave();
  ports.run_until_told("closed qmi 0");
  io.restart();
  io.poll();
  io.restart();
  CHECK(io.poll() == 0);
}

TEST_CASE_METHOD(PtyPorts, "an answer that a pty's client left unread isn't read by the next one") {
  ClientEnd first(qmi());
  ports.run_until_told("opened qmi 0");
  // More than the terminal's own buffer holds: the rest waits further back.
  attachment.send(PortName::qmi, 0, bytes_of(std::string(30000, 's')));
  first.leave();
  ports.run_until_told("closed qmi 0");
  const ClientEnd second(qmi());
  ports.run_until_told("opened qmi 0", 2);
  attachment.send(PortName::qmi, 0, bytes_of("fresh"));
  CHECK(second.read_some() == "fresh");
}

TEST_CASE_METHOD(PtyPorts, "a pty's next client that comes before the last one's close is seen gets its answer whole") {
  ports.on_received = [&](PortName name, ConnectionId id, qmi::ByteView bytes) {
    attachment.send(name, id, bytes_of("answer to " + text_of(bytes)));
  };
  ClientEnd first(qmi());
  first.write("1");
  ports.run_until_told("received qmi 0 1");
  first.leave();
  const ClientEnd second(qmi());
  second.write("2");
  ports.run_until_told("received qmi 0 2");
  CHECK(ports.told == Told{"opened qmi 0", "received qmi 0 1", "closed qmi 0", "opened qmi 0", "received qmi 0 2"});
  CHECK(second.read_some() == "answer to 2");
}

TEST_CASE_METHOD(PtyPorts, "a pty is raw again for the next client, whatever the last one made of it") {
  ClientEnd client(port(tty_usb(0)));
  termios cooked{};
  REQUIRE(tcgetattr(client.fd(), &cooked) == 0);
  cooked.c_lflag |= ECHO | ICANON;
  REQUIRE(tcsetattr(client.fd(), TCSANOW, &cooked) == 0);
  client.leave();
  ports.run_until_told("closed ttyUSB0 0");
  const ClientEnd next(port(tty_usb(0)));
  termios now{};
  REQUIRE(tcgetattr(next.fd(), &now) == 0);
  CHECK((now.c_lflag & (ECHO | ICANON)) == 0);
}

TEST_CASE_METHOD(PtyPorts, "a pty's client that doesn't read costs a bounded memory and loses whole frames only") {
  const ClientEnd client(qmi());
  ports.run_until_told("opened qmi 0");
  const auto got = testing::read_after_flood(io, attachment, 0, client);
  CHECK(got.size() % testing::kFloodFrame == 0);
  CHECK(got.size() < ports::kMaxUnsent + 100'000);
  bool whole = true;
  for (std::size_t i = 0; i < got.size(); ++i)
    whole = whole && got[i] == static_cast<char>('a' + i / testing::kFloodFrame % 26);
  CHECK(whole);
}

TEST_CASE_METHOD(PtyPorts, "what is sent to a pty nobody has open is gone") {
  attachment.send(tty_usb(2), 0, bytes_of("$GPGGA\r\n"));
  const ClientEnd client(port(tty_usb(2)));
  ports.run_until_told("opened ttyUSB2 0");
  attachment.send(tty_usb(2), 0, bytes_of("now"));
  CHECK(client.read_some() == "now");
}

TEST_CASE_METHOD(PtyPorts,
                 "an unregistered pty hangs up its client and its name is gone, until it is registered again") {
  const ClientEnd client(qmi());
  ports.run_until_told("opened qmi 0");
  attachment.unregister_port(PortName::qmi);
  CHECK(client.read_some().empty());
  CHECK_FALSE(fs::exists(fs::symlink_status(qmi())));
  CHECK(attachment.target(PortName::qmi).empty());
  CHECK(open(qmi().c_str(), O_RDWR | O_NOCTTY) == -1);
  ports.run_until_told("closed qmi 0");
  attachment.send(PortName::qmi, 0, bytes_of("nobody"));
  attachment.unregister_port(PortName::qmi);

  REQUIRE(attachment.register_port(PortName::qmi));
  CHECK_FALSE(attachment.register_port(PortName::qmi));
  const ClientEnd next(qmi());
  next.write("hello");
  ports.run_until_told("received qmi 0 hello");
}

TEST_CASE_METHOD(PtyPorts, "a port can be unregistered, and registered again, from what it told") {
  ports.on_received = [&](PortName name, ConnectionId, qmi::ByteView) {
    attachment.unregister_port(name);
    (void)attachment.register_port(name);
  };
  const ClientEnd client(qmi());
  client.write("x");
  ports.run_until_told("closed qmi 0");
  CHECK(client.read_some().empty());
  CHECK(ports.told == Told{"opened qmi 0", "received qmi 0 x", "closed qmi 0"});
}

TEST_CASE_METHOD(PtyPorts, "a pty that is hung up comes back as another terminal under its name, and says so") {
  const ClientEnd client(qmi());
  ports.run_until_told("opened qmi 0");
  const auto before = attachment.target(PortName::qmi);
  attachment.hang_up(PortName::qmi, 0);
  CHECK(client.read_some().empty());
  ports.run_until_told("replaced qmi");
  CHECK(ports.told == Told{"opened qmi 0", "closed qmi 0", "replaced qmi"});
  CHECK(attachment.target(PortName::qmi) != before);
  CHECK(fs::read_symlink(qmi()) == attachment.target(PortName::qmi));
  const ClientEnd next(qmi());
  ports.run_until_told("opened qmi 0", 2);
}

TEST_CASE("a pty's name isn't put over a file that stands there", "[ports]") {
  const Scratch folder;
  REQUIRE(std::fclose(std::fopen((folder.path() / "ttyUSB1").c_str(), "w")) == 0);
  boost::asio::io_context io{1};
  const auto made = ports::attach_pty(io, folder.path(), testing::ports_of_mc8355());
  REQUIRE_FALSE(made);
  CHECK(made.error() == (folder.path() / "ttyUSB1").string() + ": something else stands here already");
  CHECK(fs::is_regular_file(folder.path() / "ttyUSB1"));
  CHECK_FALSE(fs::exists(fs::symlink_status(folder.path() / "qmi")));
}

TEST_CASE("ptys for a folder that isn't there are refused with its path", "[ports]") {
  boost::asio::io_context io{1};
  const auto made = ports::attach_pty(io, fs::path("/nonexistent/ports"), testing::ports_of_mc8355());
  REQUIRE_FALSE(made);
  CHECK_THAT(made.error(), Contains("/nonexistent/ports/qmi"));
  CHECK_THAT(made.error(), Contains("No such file or directory"));
}

}  // namespace
}  // namespace modembench
