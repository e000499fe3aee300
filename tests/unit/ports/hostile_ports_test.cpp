// Ill-behaved clients on real ports: a pseudo-terminal, a socket, the proxy. A good client is answered meanwhile.

#include <filesystem>
#include <fstream>
#include <optional>

#include <sys/resource.h>

#include "bench/language/load.hpp"
#include "client_under_test/plugged_modem.hpp"
#include "emulator/embedded.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "tests/unit/built_in_modem.hpp"
#include "tests/unit/modem/hostile_support.hpp"
#include "tests/unit/ports/proxy_support.hpp"

namespace modembench {
namespace {

using testing::bytes_of;
using testing::ClientEnd;
using testing::proxy_open;
using testing::proxy_opened;
using testing::raw_frame;
using testing::text_of;
using testing::Values;
namespace fs = std::filesystem;

enum class On : std::uint8_t { pty, socket, proxy };

const qmi::Header kAsk{.transaction = 9, .message = qmi::ctl::get_version_info::id};

bench::Scenario healthy() {
  bench::Scenario scenario;
  scenario.profile = testing::mc8355().profile;
  return scenario;
}

/// A whole modem on a port of the kind, and those who open it.
struct Besieged {
  explicit Besieged(On kind) : on(kind) {
    attachment = make();
    plugged.emplace(clock, modem, *attachment,
                    client_under_test::PluggedModem::Hooks{
                        .unregistered = {}, .registered = {}, .start_client = {}, .failed = [](const std::string& why) {
                          FAIL(why);
                        }});
    plugged->start();
    if (proxy) proxy->start();
  }

  std::unique_ptr<ports::Attachment> make() {
    if (on == On::pty) return ports::attach_pty(io, folder.path(), std::array{PortName::qmi}).value();
    if (on == On::socket) return ports::attach_socket(io, folder.path(), std::array{PortName::qmi}).value();
    proxy = ports::Proxy::serve(io, ports::listen_as_proxy(name).value());
    return ports::attach_proxy(io, *proxy, folder.path(), {.also_known_as = {}, .serial_ports = {}}).value();
  }
  [[nodiscard]] std::string path() const { return folder.path() / "qmi"; }

  /// A new client; of the proxy one that says nothing yet.
  ClientEnd connect() {
    if (on == On::pty) return ClientEnd(path());
    if (on == On::proxy) return ClientEnd(testing::connect_to_name(name));
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return ClientEnd(fd);
  }
  ClientEnd open() {
    auto client = connect();
    if (on == On::proxy) {
      client.write(proxy_open(path()));
      REQUIRE(read(client, proxy_opened().size()) == proxy_opened());
    }
    return client;
  }

  /// What comes until there are so many bytes, or the port is hung up.
  std::string read(const ClientEnd& client, std::size_t size) {
    std::string got;
    testing::run_until(io, [&] {
      boost::asio::post(io, [] {});
      std::string more(size - got.size(), '\0');
      const auto some = ::read(client.fd(), more.data(), more.size());
      if (some > 0) got += more.substr(0, static_cast<std::size_t>(some));
      return got.size() >= size || some == 0 || (some < 0 && errno == EIO);
    });
    return got;
  }
  /// All of it, however little the port takes at once; what comes back meanwhile is read if it is wanted.
  void write_all(const ClientEnd& client, const std::string& text, bool and_read = true) {
    std::size_t at = 0;
    std::string back(65536, '\0');
    testing::run_until(io, [&] {
      boost::asio::post(io, [] {});
      const auto some = ::write(client.fd(), text.data() + at, std::min<std::size_t>(text.size() - at, 4096));
      if (some > 0) at += static_cast<std::size_t>(some);
      if (and_read) (void)!::read(client.fd(), back.data(), back.size());
      return at == text.size() || (some < 0 && errno != EAGAIN);
    });
  }
  void settle() {
    io.restart();
    io.poll();
  }

  /// A good client is answered, also when others do their worst. On a pseudo-terminal it comes after them.
  void require_service() {
    // The port may be on its way to a new terminal after a hang-up.
    settle();
    const auto good = open();
    require_answer(good);
  }
  void require_answer(const ClientEnd& client) {
    const auto answer = *expected_answer_size();
    client.write(text_of(raw_frame(kAsk, {})));
    const auto got = read(client, answer);
    REQUIRE(got.size() == answer);
    const auto message = qmi::decode(bytes_of(got));
    REQUIRE(message);
    CHECK(message->header.transaction == kAsk.transaction);
  }
  /// In bytes: the same each time.
  std::optional<std::size_t>& expected_answer_size() {
    if (!answer_size) {
      const auto client = open();
      client.write(text_of(raw_frame(kAsk, {})));
      const auto start = read(client, 3);
      REQUIRE(start.size() == 3);
      answer_size = 1U + static_cast<std::uint8_t>(start[1]) + 256U * static_cast<std::uint8_t>(start[2]);
      (void)read(client, *answer_size - 3);
    }
    return answer_size;
  }

  On on;
  std::string name = testing::proxy_name();
  testing::Scratch folder;
  boost::asio::io_context io{1};
  ports::MachineClock clock{io};
  bench::Scenario scenario = healthy();
  trace::Trace trace{trace::Trace::Keep::nothing};
  bench::ScriptedModem modem{scenario, nullptr, trace, on == On::proxy ? bench::Sharing::proxy : bench::Sharing::node};
  std::unique_ptr<ports::Proxy> proxy;
  std::unique_ptr<ports::Attachment> attachment;
  std::optional<client_under_test::PluggedModem> plugged;
  std::optional<std::size_t> answer_size;
};

struct Everywhere {
  On on = GENERATE(On::pty, On::socket, On::proxy);
  Besieged modem{on};
};
struct OnSockets {
  On on = GENERATE(On::socket, On::proxy);
  Besieged modem{on};
};

TEST_CASE_METHOD(Everywhere, "hostile port: clients that leave amid a frame leave nothing to the next", "[hostile]") {
  const auto frame = text_of(raw_frame(kAsk, {}));
  for (std::size_t size = 0; size < frame.size(); ++size) {
    {
      const auto client = modem.open();
      if (size > 0) client.write(frame.substr(0, size));
      modem.settle();
    }
    if (size % 4 == 0) modem.require_service();
  }
  modem.require_service();
}

TEST_CASE_METHOD(Everywhere, "hostile port: clients that leave before their answer comes are no trouble", "[hostile]") {
  const auto frame = text_of(raw_frame(kAsk, {}));
  for (int i = 0; i < 50; ++i) {
    auto client = modem.open();
    for (int n = 0; n < 10; ++n) client.write(frame);
    if (i % 2 == 0) modem.settle();
    client.leave();
  }
  modem.require_service();
}

TEST_CASE_METHOD(Everywhere, "hostile port: a frame of 64 KiB, and one byte by byte, are answered", "[hostile]") {
  const auto size = *modem.expected_answer_size();
  const auto client = modem.open();
  const auto largest = text_of(raw_frame(kAsk, qmi::Bytes(qmi::kMaxFrame - 12, 0xFF)));
  modem.write_all(client, largest, false);
  CHECK(modem.read(client, 19).size() == 19);  // refused: MalformedMessage
  for (const char byte : text_of(raw_frame(kAsk, {}))) {
    client.write(std::string(1, byte));
    modem.settle();
  }
  CHECK(modem.read(client, size).size() == size);
}

TEST_CASE_METHOD(Everywhere, "hostile port: a length that lies is waited for, and others are served", "[hostile]") {
  const auto liar = modem.open();
  liar.write(std::string("\x01\xff\xff\x00\x00\x00", 6));
  modem.settle();
  if (on != On::pty) modem.require_service();
}

TEST_CASE_METHOD(Everywhere, "hostile port: garbage is hung up on, and the next is served", "[hostile]") {
  Values values(7);
  for (int i = 0; i < 20; ++i) {
    const auto client = modem.open();
    auto noise = values.bytes(1 + values.below(3000));
    noise[0] = static_cast<std::uint8_t>(noise[0] | 2);
    modem.write_all(client, text_of(noise), false);
    CHECK(modem.read(client, 1).empty());
    modem.require_service();
  }
}

TEST_CASE_METHOD(Everywhere, "hostile port: a sample of all mistakes in all messages is answered", "[hostile]") {
  Values values(77);
  const auto client = modem.open();
  std::string all;
  std::size_t sent = 0;
  for (const auto& service : qmi::services()) {
    for (const auto& message : service.messages) {
      if (!message.has_request) continue;
      testing::for_every_mistake(message.request, values, [&](const qmi::Bytes& area, std::size_t claimed) {
        if (values.below(10) != 0) return;
        const std::uint8_t its = service.id == 0 ? std::uint8_t{0} : std::uint8_t{1};
        all += text_of(raw_frame({service.id, its, qmi::MessageKind::request, 1, message.id}, area, claimed));
        ++sent;
      });
    }
  }
  CHECK(sent > 500);
  modem.write_all(client, all);
  if (on != On::pty) modem.require_service();
  CHECK(modem.modem.modem().held_client_ids().size() <= modem.scenario.profile.settings.client_ids.limit);
}

TEST_CASE_METHOD(OnSockets, "hostile port: one who floods and never reads doesn't stop the others", "[hostile]") {
  const auto flood = modem.open();
  const auto good = modem.open();
  (void)modem.expected_answer_size();
  const auto frame = text_of(raw_frame(kAsk, {}));
  std::string many;
  for (int i = 0; i < 1000; ++i) many += frame;
  // 10,000 requests, the answers to which are 1 MB and more.
  for (int i = 0; i < 10; ++i) {
    modem.write_all(flood, many, false);
    modem.require_answer(good);
  }
  // It has its whole answers still, as far as they were kept.
  const auto size = *modem.expected_answer_size();
  CHECK(modem.read(flood, 100 * size).size() == 100 * size);
}

TEST_CASE_METHOD(OnSockets, "hostile port: 2,000 that come and go, saying something or nothing, are taken",
                 "[hostile]") {
  const auto good = modem.open();
  const auto frame = text_of(raw_frame(kAsk, {}));
  for (int i = 0; i < 2000; ++i) {
    auto client = modem.connect();
    if (i % 3 == 0) client.write(frame.substr(0, frame.size() - static_cast<std::size_t>(i % 2)));
    if (i % 50 == 0) modem.settle();
    client.leave();
    if (i % 500 == 0) modem.require_answer(good);
  }
  modem.require_answer(good);
}

TEST_CASE_METHOD(OnSockets, "hostile port: after 2,000 that are gone before they are taken, the next is served",
                 "[hostile]") {
  (void)modem.expected_answer_size();
  const auto opening = on == On::proxy ? proxy_open(modem.path()) : std::string();
  for (int i = 0; i < 2000; ++i) {
    const auto client = modem.connect();
    client.write(opening + text_of(raw_frame(kAsk, {})));
  }
  modem.require_answer(modem.open());
}

TEST_CASE_METHOD(OnSockets, "hostile port: more than a modem takes at once are hung up on, and later ones taken",
                 "[hostile]") {
  (void)modem.expected_answer_size();
  modem.settle();
  std::vector<ClientEnd> clients;
  for (std::size_t i = 0; i < bench::Connections::kMaxOpen; ++i) clients.push_back(modem.open());
  const auto one_more = modem.connect();
  if (on == On::proxy) one_more.write(proxy_open(modem.path()));
  CHECK(modem.read(one_more, 1).empty());
  clients.front().leave();
  modem.settle();
  modem.require_service();
}

TEST_CASE_METHOD(OnSockets, "hostile port: client ids of another connection can be used and released by anyone",
                 "[hostile]") {
  // So it is on the device and with qmi-proxy: nobody owns them against others. It is no way to break anything.
  const auto one = modem.open();
  const auto other = modem.open();
  qmi::Message allocate{{.transaction = 1, .message = qmi::ctl::allocate_cid::id}, {}};
  allocate.set(qmi::ctl::allocate_cid::request::service, qmi::nas::service);
  one.write(testing::frame(allocate));
  CHECK(modem.read(one, 24).size() == 24);
  const Values none(0);
  for (int service = 0; service < 256; ++service) {
    other.write(text_of(raw_frame({static_cast<std::uint8_t>(service), 1, qmi::MessageKind::request, 3, 0x0020}, {})));
    modem.settle();
  }
  qmi::Message release{{.transaction = 2, .message = qmi::ctl::release_cid::id}, {}};
  release.set(qmi::ctl::release_cid::request::release_info, qmi::Struct{{"service", qmi::nas::service}, {"cid", 1U}});
  other.write(testing::frame(release));
  modem.settle();
  CHECK(modem.modem.modem().held_client_ids().empty());
  modem.require_answer(one);
}

TEST_CASE("hostile port: a storm of FF00 is answered or hung up on, and others are served", "[hostile]") {
  Besieged modem(On::proxy);
  const auto good = modem.open();
  const auto client = modem.open();
  std::string storm;
  for (int i = 0; i < 5000; ++i) storm += proxy_open(modem.path(), static_cast<std::uint8_t>(i % 255 + 1));
  modem.write_all(client, storm);
  modem.require_answer(good);
  modem.require_answer(modem.open());
  for (int i = 0; i < 500; ++i) {
    const auto lost = modem.connect();
    modem.write_all(lost, proxy_open("/dev/" + std::to_string(i)) + text_of(raw_frame(kAsk, {})));
  }
  modem.require_answer(good);
  modem.settle();
  CHECK(modem.proxy->connections() <= 3);
}

TEST_CASE("hostile port: 4,000 of the proxy that say nothing are held, and cost the others nothing", "[hostile]") {
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  const auto before = limit;
  limit.rlim_cur = limit.rlim_max;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
  const std::size_t held = std::min<std::size_t>(4000, (limit.rlim_cur - 200) / 2);
  {
    Besieged modem(On::proxy);
    std::vector<ClientEnd> clients;
    for (std::size_t i = 0; i < held; ++i) {
      clients.push_back(modem.connect());
      if (i % 100 == 0) modem.settle();
    }
    testing::run_until(modem.io, [&] { return modem.proxy->connections() == held; });
    modem.require_service();
    clients.clear();
    modem.require_service();
  }
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace modembench
