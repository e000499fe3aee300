#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "files/descriptor.hpp"
#include "network/network.hpp"
#include "network/served_files.hpp"
#include "tests/unit/network/network_support.hpp"
#include "tests/unit/ports/ports_support.hpp"

/// The network with libslirp behind it, by frames of a host that is none.
namespace modembench::network::test {
namespace {

using testing::Scratch;

constexpr Address kElsewhere = {8, 8, 8, 8};
constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kReset = 0x04;
constexpr std::uint8_t kSynAck = 0x12;

struct Host {
  Scratch folder;
  boost::asio::io_context io{1};
  ports::MachineClock clock{io};
  std::vector<Bytes> frames;
  unsigned leases = 0;
  std::string failed;
  std::unique_ptr<Network> network;

  explicit Host(const modem::DataLink& link = link_up()) {
    auto started =
        Network::start(io, clock, folder.path(),
                       {.to_host = [this](ByteView frame) { frames.emplace_back(frame.begin(), frame.end()); },
                        .moved = [](std::uint32_t, const modem::Traffic&, std::uint64_t) {},
                        .dhcp_answered = [this] { ++leases; },
                        .failed = [this](const std::string& why) { failed = why; }});
    if (!started) FAIL(started.error());
    network = std::move(*started);
    network->set_link(link);
    network->from_host(make_arp_request(kHost, kHostAddress, kGateway));
  }

  /// The next frame for which `chosen` holds; fails where none comes in a while.
  template <class Chosen>
  Bytes await(Chosen chosen) {
    for (int turns = 0; turns < 200; ++turns) {
      const auto found = std::find_if(frames.begin(), frames.end(), chosen);
      if (found != frames.end()) {
        Bytes frame = *found;
        frames.erase(found);
        return frame;
      }
      io.restart();
      io.run_one_for(std::chrono::milliseconds(20));
    }
    FAIL("nothing comes; failed: " << failed);
    return {};
  }
  void settle() {
    io.restart();
    io.run_for(std::chrono::milliseconds(20));
  }
};

Bytes ping(const Address& to) {
  Bytes packet = udp(to, 0, Bytes(8, 0));
  packet[9] = 1;
  packet[10] = packet[11] = 0;
  const auto header = internet_checksum(ByteView(packet).first(20));
  packet[10] = static_cast<std::uint8_t>(header >> 8);
  packet[11] = static_cast<std::uint8_t>(header);
  const Bytes echo = {8, 0, 0xF7, 0xFF, 0, 0, 0, 0};
  packet.resize(20);
  append(packet, echo);
  packet[3] = 28;
  packet[10] = packet[11] = 0;
  const auto sum = internet_checksum(ByteView(packet).first(20));
  packet[10] = static_cast<std::uint8_t>(sum >> 8);
  packet[11] = static_cast<std::uint8_t>(sum);
  return ethernet(packet);
}

Bytes syn(const Address& to, std::uint16_t port) {
  Bytes packet = udp(to, port, Bytes(12, 0));
  packet[9] = 6;
  packet[10] = packet[11] = 0;
  const auto header = internet_checksum(ByteView(packet).first(20));
  packet[10] = static_cast<std::uint8_t>(header >> 8);
  packet[11] = static_cast<std::uint8_t>(header);
  std::fill(packet.begin() + 24, packet.end(), std::uint8_t{0});
  packet[32] = 0x50;
  packet[33] = kSyn;
  packet[34] = 0xFF;
  std::uint32_t pseudo = 6 + 20;
  for (std::size_t at = 12; at < 20; at += 2) pseudo += read16(packet, at);
  const auto sum = internet_checksum(ByteView(packet).subspan(20), pseudo);
  packet[36] = static_cast<std::uint8_t>(sum >> 8);
  packet[37] = static_cast<std::uint8_t>(sum);
  return ethernet(packet);
}

/// The flags that TCP answers this with.
int connect(Host& host, const Address& to, std::uint16_t port) {
  host.network->from_host(syn(to, port));
  const auto frame = host.await([](const Bytes& f) { return f.size() > 47 && f[23] == 6; });
  return frame[47] & (kSynAck | kReset);
}

/// A port of the machine's loopback that somebody listens on.
struct Service {
  files::Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::uint16_t port = 0;
  Service() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(socket.get(), 4) == 0);
    socklen_t size = sizeof address;
    REQUIRE(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port = ntohs(address.sin_port);
  }
};

}  // namespace

TEST_CASE("network: the gateway answers ARP and pings, by its own link address") {
  Host host;
  const auto arp = host.await([](const Bytes& frame) { return is_type(frame, EtherType::arp); });
  CHECK(source_of(arp) == DataPlane::gateway_mac(kGateway));
  host.network->from_host(ping(kGateway));
  const auto pong = host.await([](const Bytes& frame) { return is_type(frame, EtherType::ipv4); });
  CHECK(pong[23] == 1);
  CHECK(pong[34] == 0);
}

TEST_CASE("network: closed, its server is there and nothing else is") {
  Host host;
  const Service service;
  CHECK(connect(host, kServerAddress, kWebPort) == kSynAck);
  CHECK(connect(host, kServerAddress, kEchoPort) == kSynAck);
  CHECK((connect(host, kServerAddress, 22) & kReset) != 0);
  CHECK((connect(host, kElsewhere, 443) & kReset) != 0);
  CHECK((connect(host, kGateway, service.port) & kReset) != 0);
}

TEST_CASE("network: with the machine's services, the gateway's ports are those of its loopback") {
  auto link = link_up();
  link.settings.host_services = true;
  Host host(link);
  const Service service;
  CHECK(connect(host, kGateway, service.port) == kSynAck);
  CHECK(connect(host, kServerAddress, kWebPort) == kSynAck);
}

TEST_CASE("network: it is silent before a call, and after it") {
  Host host(modem::DataLink{});
  host.network->from_host(ping(kGateway));
  host.settle();
  CHECK(host.frames.empty());
  host.network->set_link(link_up());
  host.network->from_host(make_arp_request(kHost, kHostAddress, kGateway));
  static_cast<void>(host.await([](const Bytes& frame) { return is_type(frame, EtherType::arp); }));
  host.network->set_link(modem::DataLink{});
  host.network->from_host(ping(kGateway));
  host.settle();
  CHECK(host.frames.empty());
}

TEST_CASE("network: a call that ends while frames are on their way takes them along") {
  Host host;
  for (int i = 0; i < 50; ++i) host.network->from_host(ping(kGateway));
  host.network->set_link(modem::DataLink{});
  host.settle();
  CHECK(host.frames.empty());
}

TEST_CASE("network: calls come and go, and leave no descriptor and no socket behind") {
  Scratch folder;
  const auto open_descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
  };
  const auto before = open_descriptors();
  {
    Host host;
    const auto with_one = open_descriptors();
    for (std::uint32_t call = 8; call < 60; ++call) {
      host.network->set_link(modem::DataLink{});
      host.network->set_link(link_up(call));
      host.network->from_host(make_arp_request(kHost, kHostAddress, kGateway));
      CHECK(connect(host, kServerAddress, kWebPort) == kSynAck);
      host.frames.clear();
    }
    host.network->set_link(modem::DataLink{});
    host.settle();
    CHECK(open_descriptors() <= with_one + 1);
    const auto path = host.folder.path();
    host.network.reset();
    CHECK(std::filesystem::is_empty(path));
  }
  CHECK(open_descriptors() <= before);
}

TEST_CASE("network: random frames do libslirp no harm") {
  Host host;
  std::uint32_t state = 7;
  const auto next = [&] { return state = state * 1664525 + 1013904223; };
  for (int i = 0; i < 20'000; ++i) {
    Bytes frame = i % 3 == 0 ? syn(kServerAddress, kWebPort) : i % 3 == 1 ? ping(kGateway) : Bytes(14 + next() % 200);
    for (int n = 0; n < 4; ++n) frame[12 + next() % (frame.size() - 12)] = static_cast<std::uint8_t>(next() >> 24);
    host.network->from_host(frame);
    if (i % 100 == 0) host.io.poll();
  }
  host.settle();
  host.frames.clear();
  host.network->from_host(ping(kGateway));
  static_cast<void>(host.await([](const Bytes& frame) { return is_type(frame, EtherType::ipv4) && frame[23] == 1; }));
}

TEST_CASE("network: what a folder can't hold is said") {
  boost::asio::io_context io;
  ports::MachineClock clock{io};
  const auto failure = [&](const std::filesystem::path& folder) {
    const auto started = Network::start(io, clock, folder, {});
    return started ? "" : started.error();
  };
  CHECK(failure("/nonexistent").find("/nonexistent/network-web: No such file") != std::string::npos);
  CHECK(failure("/" + std::string(100, 'x')).find("too long for a socket (113 of 107 bytes)") != std::string::npos);
}

TEST_CASE("served files: what a request's first line asks for") {
  CHECK(wanted_bytes("GET /bytes/10 HTTP/1.1") == 10);
  CHECK(wanted_bytes("GET /bytes/0 HTTP/1.0") == 0);
  CHECK(wanted_bytes("GET /bytes/1000000000 HTTP/1.1") == kMaxDownload);
  for (const auto* line :
       {"", "GET", "GET / HTTP/1.1", "GET /bytes/ HTTP/1.1", "GET /bytes/x HTTP/1.1", "GET /bytes/-1 HTTP/1.1",
        "GET /bytes/10", "GET /bytes/10/ HTTP/1.1", "GET /bytes/1000000001 HTTP/1.1", "POST /bytes/10 HTTP/1.1",
        "GET /bytes/99999999999999999999 HTTP/1.1", "GET /bytes/10 HTTP/2"}) {
    INFO(line);
    CHECK_FALSE(wanted_bytes(line));
  }
}

namespace {

/// A client of the served files; all that it is answered until the other side closes, or `wanted` bytes are there.
struct Visitor {
  boost::asio::io_context& io;
  files::Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};

  Visitor(boost::asio::io_context& run, const std::filesystem::path& path) : io(run) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy_n(path.c_str(), path.string().size(), address.sun_path);
    REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  std::string ask(const std::string& text, std::size_t wanted = SIZE_MAX) {
    REQUIRE(write(socket.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    std::string got;
    std::array<char, 65536> buffer{};
    for (int idle = 0; idle < 200 && got.size() < wanted;) {
      const auto size = read(socket.get(), buffer.data(), buffer.size());
      if (size > 0) {
        got.append(buffer.data(), static_cast<std::size_t>(size));
        idle = 0;
        continue;
      }
      if (size == 0 || errno != EAGAIN) return got;
      io.restart();
      if (io.run_one_for(std::chrono::milliseconds(20)) == 0) ++idle;
    }
    return got;
  }
};

struct Served {
  Scratch folder;
  boost::asio::io_context io{1};
  std::filesystem::path web = folder.path() / "web";
  std::filesystem::path echo = folder.path() / "echo";
  std::unique_ptr<ServedFiles> files;
  Served() {
    auto started = ServedFiles::start(io, folder.path(), "web", "echo");
    if (!started) FAIL(started.error());
    files = std::move(*started);
  }
};

}  // namespace

TEST_CASE("served files: a download has just as many bytes, line by line, and ends") {
  Served served;
  const auto got = Visitor(served.io, served.web).ask("GET /bytes/200003 HTTP/1.1\r\nHost: server.test\r\n\r\n");
  const auto body = got.find("\r\n\r\n") + 4;
  CHECK(got.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(got.find("Content-Length: 200003\r\n") != std::string::npos);
  REQUIRE(got.size() - body == 200003);
  bool right = true;
  for (std::size_t i = 0; i < 200003; ++i) right = right && got[body + i] == kDownloadLine[i % kDownloadLine.size()];
  CHECK(right);
}

TEST_CASE("served files: what isn't there is 404, and a request without end is hung up") {
  Served served;
  CHECK(Visitor(served.io, served.web).ask("GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
  CHECK(Visitor(served.io, served.web).ask(std::string(kMaxRequest + 1, 'x')).empty());
}

TEST_CASE("served files: an echo says what it hears") {
  Served served;
  CHECK(Visitor(served.io, served.echo).ask("hello", 5) == "hello");
}

TEST_CASE("served files: more visitors than there is room for are sent away, and those who are there stay") {
  Served served;
  std::vector<std::unique_ptr<Visitor>> visitors;
  for (std::size_t i = 0; i < kMaxServed; ++i) {
    visitors.push_back(std::make_unique<Visitor>(served.io, served.echo));
    CHECK(visitors.back()->ask("x", 1) == "x");
  }
  Visitor late(served.io, served.echo);
  served.io.restart();
  served.io.poll();
  std::array<char, 1> buffer{};
  CHECK(read(late.socket.get(), buffer.data(), buffer.size()) == 0);
  CHECK(visitors.front()->ask("y", 1) == "y");
  visitors.clear();
  served.io.restart();
  served.io.run_for(std::chrono::milliseconds(20));
  CHECK(Visitor(served.io, served.echo).ask("z", 1) == "z");
}

}  // namespace modembench::network::test
