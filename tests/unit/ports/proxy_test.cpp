#include <filesystem>

#include <sys/stat.h>

#include "emulator/ports/device_path.hpp"
#include "tests/unit/ports/proxy_support.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using testing::bytes_of;
using testing::ClientEnd;
using testing::connect_to_name;
using testing::proxy_open;
using testing::proxy_opened;
using testing::Recorder;
using testing::request;
using testing::Scratch;
namespace fs = std::filesystem;

struct ProxyPorts {
  std::string name = testing::proxy_name();
  Scratch scratch;
  boost::asio::io_context io{1};
  std::vector<std::string> remarks;
  std::unique_ptr<ports::Proxy> proxy = make_proxy();
  Recorder a{io, attach("a")};
  Recorder b{io, attach("b")};

  ProxyPorts() {
    a.start();
    b.start();
  }

  std::unique_ptr<ports::Proxy> make_proxy() {
    auto listening = ports::listen_as_proxy(name);
    if (!listening) FAIL(listening.error());
    auto made =
        ports::Proxy::serve(io, std::move(*listening), [this](const std::string& text) { remarks.push_back(text); });
    made->start();
    return made;
  }
  ports::Result<std::unique_ptr<ports::Attachment>> attach(const std::string& folder) {
    fs::create_directory(scratch.path() / folder);
    return ports::attach_proxy(io, *proxy, scratch.path() / folder,
                               {.also_known_as = {"/dev/" + folder}, .serial_ports = {}});
  }
  [[nodiscard]] std::string path(const std::string& folder) const { return scratch.path() / folder / "qmi"; }
  [[nodiscard]] ClientEnd connect() const { return ClientEnd(connect_to_name(name)); }

  /// What comes back to it, while the proxy runs.
  std::string answer_to(const ClientEnd& client, std::size_t size) {
    std::string got;
    testing::run_until(io, [&] {
      boost::asio::post(io, [] {});
      std::string more(size - got.size(), '\0');
      const auto some = read(client.fd(), more.data(), more.size());
      if (some > 0) got += more.substr(0, static_cast<std::size_t>(some));
      return got.size() == size || some == 0;
    });
    return got;
  }
  ClientEnd open(const std::string& device_path) {
    auto client = connect();
    client.write(proxy_open(device_path));
    REQUIRE(answer_to(client, proxy_opened().size()) == proxy_opened());
    return client;
  }
  bool hung_up(const ClientEnd& client) { return answer_to(client, 1).empty(); }
  void settle() {
    io.restart();
    io.poll();
  }
};

TEST_CASE_METHOD(ProxyPorts,
                 "proxy: a client says for which device it is, is told that it is open, and speaks to that") {
  auto client = open(path("a"));
  CHECK(a.told == std::vector<std::string>{"opened qmi 1"});
  client.write(request(1) + request(2));
  a.run_until_told("received qmi 1 " + request(1) + request(2));
  CHECK(b.told.empty());
  a.attachment->send(PortName::qmi, 1, bytes_of("answer"));
  CHECK(client.read(6) == "answer");
  client.leave();
  a.run_until_told("closed qmi 1");
  CHECK(proxy->connections() == 0);
}

TEST_CASE_METHOD(ProxyPorts,
                 "proxy: each device numbers its connections, and what it sends goes to one of them alone") {
  const auto first = open(path("a"));
  const auto second = open("/dev/a");
  const auto other = open("/dev/b");
  CHECK(a.told == std::vector<std::string>{"opened qmi 1", "opened qmi 2"});
  CHECK(b.told == std::vector<std::string>{"opened qmi 1"});
  a.attachment->send(PortName::qmi, 2, bytes_of("for second"));
  b.attachment->send(PortName::qmi, 1, bytes_of("for other"));
  a.attachment->send(PortName::qmi, 3, bytes_of("for nobody"));
  CHECK(second.read_some() == "for second");
  CHECK(other.read_some() == "for other");
  char unused = 0;
  CHECK(read(first.fd(), &unused, 1) == -1);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: the node is a character device, as clients want to see one") {
  struct stat is {};
  REQUIRE(stat(path("a").c_str(), &is) == 0);
  CHECK(S_ISCHR(is.st_mode));
  CHECK(a.attachment->target(PortName::qmi) == "/dev/null");
  a.attachment.reset();
  CHECK_FALSE(fs::exists(fs::symlink_status(path("a"))));
}

TEST_CASE_METHOD(ProxyPorts, "proxy: a device that isn't there ends the connection, unanswered, with a remark") {
  const auto client = connect();
  client.write(proxy_open("/dev/nobody"));
  CHECK(hung_up(client));
  CHECK(remarks == std::vector<std::string>{"a client of the proxy is hung up on: there is no device /dev/nobody"});
  CHECK(proxy->connections() == 0);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: paths that can't be any device's end the connection") {
  const auto device = GENERATE(std::string(), std::string("dev/a"), std::string("/dev/a\0x", 8), std::string(5000, '/'),
                               "/" + std::string(60000, 'x'), std::string("/dev"), std::string("/"));
  const auto client = connect();
  client.write(proxy_open(device));
  CHECK(hung_up(client));
  CHECK(remarks.size() == 1);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: a device is found by a link to it, by links to links and by detours") {
  fs::create_symlink(path("a"), scratch.path() / "modem");
  fs::create_symlink("modem", scratch.path() / "again");
  fs::create_directory_symlink(scratch.path() / "a", scratch.path() / "folder");
  for (const auto* way : {"modem", "again", "folder/qmi", "a/../a/./qmi"}) {
    INFO(way);
    const auto client = open(scratch.path() / way);
  }
  settle();
  CHECK(a.count("opened qmi 4") == 1);
  CHECK(b.told.empty());
}

TEST_CASE("proxy: a circle of links has an end", "[ports]") {
  const Scratch scratch;
  fs::create_symlink("b", scratch.path() / "a");
  fs::create_symlink("a", scratch.path() / "b");
  CHECK(ports::names_of_device(scratch.path() / "a").size() <= 2 * (ports::kMaxLinks + 1));
}

TEST_CASE_METHOD(ProxyPorts, "proxy: what is asked before a device is named is ignored, and what comes after isn't") {
  const auto client = connect();
  client.write(request(1) + request(2));
  testing::run_until(io, [&] { return !remarks.empty(); });
  CHECK(remarks.front() == "2 messages of a client of the proxy that hasn't said for which device (FF00): ignored");
  client.write(proxy_open("/dev/a") + request(3));
  a.run_until_told("received qmi 1 " + request(3));
  CHECK(a.told.size() == 2);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: FF00 again is answered again, and leads to another device if it says so") {
  const auto client = open("/dev/a");
  client.write(proxy_open("/dev/a", 2));
  CHECK(answer_to(client, proxy_opened().size()) == proxy_opened(2));
  CHECK(a.told == std::vector<std::string>{"opened qmi 1"});
  client.write(proxy_open("/dev/b", 3) + request(1));
  CHECK(answer_to(client, proxy_opened().size()) == proxy_opened(3));
  a.run_until_told("closed qmi 1");
  b.run_until_told("received qmi 1 " + request(1));
  a.attachment->send(PortName::qmi, 1, bytes_of("too late"));
  b.attachment->send(PortName::qmi, 1, bytes_of("now"));
  CHECK(client.read_some() == "now");
}

TEST_CASE_METHOD(ProxyPorts, "proxy: a device that is unregistered hangs up its own connections and is found no more") {
  const auto one = open("/dev/a");
  const auto two = open("/dev/a");
  const auto other = open("/dev/b");
  a.attachment->unregister_port(PortName::qmi);
  CHECK(one.read_some().empty());
  CHECK(two.read_some().empty());
  a.run_until_told("closed qmi 1");
  a.run_until_told("closed qmi 2");
  CHECK(a.attachment->target(PortName::qmi).empty());
  const auto late = connect();
  late.write(proxy_open("/dev/a"));
  CHECK(hung_up(late));
  REQUIRE(a.attachment->register_port(PortName::qmi));
  const auto again = open("/dev/a");
  CHECK(a.count("opened qmi 3") == 1);
  other.write(request(1));
  b.run_until_told("received qmi 1 " + request(1));
}

TEST_CASE_METHOD(ProxyPorts,
                 "proxy: what can't be QMUX ends a connection that has no device, and is told to the one that has") {
  const auto nobodys = connect();
  nobodys.write("garbage");
  CHECK(hung_up(nobodys));
  CHECK(remarks == std::vector<std::string>{"a client of the proxy is hung up on: what it says isn't QMUX"});
  const auto client = open("/dev/a");
  client.write("garbage");
  a.run_until_told("received qmi 1 garbage");
  a.attachment->hang_up(PortName::qmi, 1);
  CHECK(client.read_some().empty());
  a.run_until_told("closed qmi 1");
}

TEST_CASE_METHOD(ProxyPorts, "proxy: a device hung up on as it is opened answers no FF00") {
  // As a modem does whose scenario unregisters the port when somebody opens it.
  struct Shy : ports::Proxy::Device {
    explicit Shy(ports::Proxy& its_proxy) : proxy(its_proxy) {}
    void opened(ConnectionId) override { proxy.unplug(*this); }
    void closed(ConnectionId) override { was_closed = true; }
    void received(ConnectionId, qmi::ByteView) override {}
    ConnectionId next_connection() override { return 1; }
    [[nodiscard]] std::weak_ptr<char> alive() const override { return life; }
    ports::Proxy& proxy;
    std::shared_ptr<char> life = std::make_shared<char>();
    bool was_closed = false;
  };
  Shy shy(*proxy);
  REQUIRE(proxy->plug(shy, {"/dev/shy"}));
  const auto client = connect();
  client.write(proxy_open("/dev/shy") + request(1));
  CHECK(hung_up(client));
  settle();
  CHECK(shy.was_closed);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: clients that leave amid FF00, amid a frame, or say no more, are gone") {
  {
    const auto amid = connect();
    amid.write(proxy_open("/dev/a").substr(0, 9));
    settle();
    CHECK(proxy->connections() == 1);
  }
  testing::run_until(io, [&] { return proxy->connections() == 0; });
  auto leaves = open("/dev/a");
  leaves.write(request(1).substr(0, 5));
  settle();
  leaves.leave();
  a.run_until_told("closed qmi 1");
  const auto half = open("/dev/a");
  REQUIRE(shutdown(half.fd(), SHUT_WR) == 0);
  a.run_until_told("closed qmi 2");
}

TEST_CASE_METHOD(ProxyPorts, "proxy: sending to a client that has left ends its connection, once") {
  auto client = open("/dev/a");
  client.leave();
  for (int i = 0; i < 3; ++i) a.attachment->send(PortName::qmi, 1, bytes_of("anybody?"));
  a.run_until_told("closed qmi 1");
  settle();
  CHECK(a.count("closed qmi 1") == 1);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: a client that doesn't read costs a bounded memory and loses whole frames only") {
  const auto client = open("/dev/a");
  const auto got = testing::read_after_flood(io, *a.attachment, 1, client);
  CHECK(got.size() % testing::kFloodFrame == 0);
  CHECK(got.size() < ports::kMaxUnsent + 1'000'000);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: clients that don't read cost a bounded memory all together") {
  std::vector<ClientEnd> clients;
  constexpr std::size_t kClients = 80;  // of 1 MiB each; 64 MiB are for all
  for (std::size_t i = 0; i < kClients; ++i) clients.push_back(open("/dev/a"));
  const std::string large(60000, 'x');
  for (ConnectionId id = 1; id <= kClients; ++id) {
    for (int i = 0; i < 30; ++i) a.attachment->send(PortName::qmi, id, bytes_of(large));
  }
  std::size_t most = 0;
  std::size_t all = 0;
  for (const auto& client : clients) {
    std::size_t of_this = 0;
    testing::run_until(io, [&] {
      boost::asio::post(io, [] {});
      std::string more(65536, '\0');
      const auto some = read(client.fd(), more.data(), more.size());
      if (some > 0) of_this += static_cast<std::size_t>(some);
      return some <= 0 && of_this % large.size() == 0;
    });
    most = std::max(most, of_this);
    all += of_this;
  }
  // What the kernel's own buffers hold comes on top: a few hundred kilobytes each.
  CHECK(all < ports::kMaxProxyUnsent + kClients * 400'000);
  CHECK(all > ports::kMaxProxyUnsent / 2);
}

TEST_CASE_METHOD(ProxyPorts, "proxy: a path that another modem has is refused") {
  const auto again = ports::attach_proxy(io, *proxy, scratch.path() / "a", {.also_known_as = {}, .serial_ports = {}});
  REQUIRE_FALSE(again);
  CHECK_THAT(again.error(), Contains("another modem of this proxy has this path"));
}

TEST_CASE_METHOD(ProxyPorts, "proxy: serial ports are pseudo-terminals beside it") {
  fs::create_directory(scratch.path() / "c");
  Recorder c{
      io, ports::attach_proxy(io, *proxy, scratch.path() / "c", {.also_known_as = {}, .serial_ports = {tty_usb(0)}})};
  c.start();
  CHECK_THAT(c.attachment->target(tty_usb(0)), Contains("/dev/pts/"));
  CHECK(fs::is_character_file(scratch.path() / "c" / "ttyUSB0"));
  const ClientEnd terminal(scratch.path() / "c" / "ttyUSB0");
  terminal.write("AT\r");
  c.run_until_told("received ttyUSB0 0 AT\r");
  c.attachment->unregister_port(tty_usb(0));
  CHECK(fs::is_character_file(scratch.path() / "c" / "qmi"));
}

TEST_CASE_METHOD(ProxyPorts, "proxy: may go before its clients, and its attachments after a client's last words") {
  auto client = open("/dev/a");
  client.write(request(1));
  a.attachment.reset();
  b.attachment.reset();
  proxy.reset();
  settle();
  CHECK(client.read_some().empty());
  CHECK(connect_to_name(name) == -1);
}

TEST_CASE("proxy: a name that is taken is refused, and says what can be done", "[ports]") {
  const auto name = testing::proxy_name();
  const auto first = ports::listen_as_proxy(name);
  REQUIRE(first);
  const auto second = ports::listen_as_proxy(name);
  REQUIRE_FALSE(second);
  CHECK_THAT(second.error(), Contains("@" + name) && Contains("taken") && Contains("unshare --net"));
  CHECK_FALSE(ports::listen_as_proxy(""));
  CHECK_FALSE(ports::listen_as_proxy(std::string(108, 'x')));
}

}  // namespace
}  // namespace modembench
