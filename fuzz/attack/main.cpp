// modembench_attack PORT: requests from the schema, most of them mutated, to a modem that is being served; what it
// answers is read and thrown away. Now and then it is asked something sensible, which it has to answer.
// Exit status: 0 it did, 1 it didn't or has grown, 2 unusable.

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <fstream>

#include "client_under_test/reference/proxy_greeting.hpp"
#include "emulator/instant.hpp"
#include "emulator/qmi/frame.hpp"
#include "fuzz/mutator/mutator.hpp"
#include "fuzz/seeds/seed_corpus.hpp"

namespace {

using namespace modembench;
using Clock = std::chrono::steady_clock;
using client_under_test::reference::proxy_open;

constexpr std::size_t kService = 4;
constexpr std::size_t kClientId = 5;

struct Options {
  std::string port;  ///< a path of a socket or pseudo-terminal, or @NAME of an abstract socket
  std::string device;
  std::uint64_t requests = 100'000;
  std::uint64_t seed = 1;
  int pid = 0;
};

int open_port(const std::string& where) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (where.size() >= sizeof address.sun_path) return -1;
  where.copy(address.sun_path, where.size());
  auto size = static_cast<socklen_t>(sizeof address);
  if (where[0] == '@') {
    address.sun_path[0] = '\0';
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + where.size());
  }
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    close(fd);
    const int tty = open(where.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    return tty;
  }
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}

/// CTL Get Version Info with this transaction.
qmi::Bytes sensible(std::uint8_t transaction) { return {1, 11, 0, 0, 0, 0, 0, transaction, 0x21, 0, 0, 0}; }

/// CTL Sync.
qmi::Bytes sync() { return {1, 11, 0, 0, 0, 0, 0, 1, 0x27, 0, 0, 0}; }
/// CTL Allocate CID.
qmi::Bytes allocate(std::uint8_t service) { return {1, 15, 0, 0, 0, 0, 0, 2, 0x22, 0, 4, 0, 1, 1, 0, service}; }

class Attack {
 public:
  explicit Attack(const Options& options) : options_(options), random_(options.seed) {
    for (auto& seed : fuzz::seed_corpus()) {
      const auto header = qmi::read_header(seed.bytes);
      if (header && header->kind == qmi::MessageKind::request) requests_.push_back(std::move(seed.bytes));
    }
    using fuzz::Kind;
    const std::array breaking = {Kind::qmux_length, Kind::truncated, Kind::extended, Kind::garbage_before,
                                 Kind::garbage_after};
    for (const auto& kind : fuzz::kinds()) {
      if (std::find(breaking.begin(), breaking.end(), kind.kind) == breaking.end()) kinds_.push_back(kind.kind);
    }
  }
  Attack(const Attack&) = delete;
  Attack& operator=(const Attack&) = delete;
  ~Attack() { end(); }

  /// In words what went wrong; empty if nothing did.
  std::string run() {
    if (!begin(std::chrono::seconds{0}))
      return fmt::format("{} can't be opened: {}", options_.port, std::strerror(errno));
    for (std::uint64_t sent = 0; sent < options_.requests;) {
      qmi::Bytes batch;
      for (int i = 0; i < 64 && sent < options_.requests; ++i, ++sent) append(batch);
      if (!say(batch) && !begin_anew()) return "it can't be opened again";
      if (sent % kBetweenLooks < 64 && !answers()) return fmt::format("no answer after {} requests", sent);
      if (sent >= options_.requests / 10 && memory_before_ == 0) memory_before_ = memory();
    }
    if (!answers()) return "no answer at the end";
    return {};
  }

  [[nodiscard]] std::uint64_t hung_up() const { return hung_up_; }
  [[nodiscard]] std::uint64_t heard() const { return heard_; }
  [[nodiscard]] std::size_t memory_before() const { return memory_before_; }
  /// KiB of the process that serves.
  [[nodiscard]] std::size_t memory() const {
    std::ifstream status(fmt::format("/proc/{}/status", options_.pid));
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) return static_cast<std::size_t>(std::strtoull(line.c_str() + 6, nullptr, 10));
    }
    return 0;
  }

 private:
  static constexpr std::uint64_t kBetweenLooks = 8192;

  /// DMS Set Operating Mode can shut the modem down, which then has a right to be silent until it is plugged in again.
  static bool shuts_down(const qmi::Bytes& bytes) {
    for (std::size_t at = 0; at + 10 < bytes.size(); ++at) {
      if (bytes[at] == 1 && bytes[at + kService] == 2 && bytes[at + 9] == 0x2E && bytes[at + 10] == 0) return true;
    }
    return false;
  }

  void append(qmi::Bytes& batch) {
    const auto begin = batch.size();
    append_any(batch);
    if (shuts_down({batch.begin() + static_cast<std::ptrdiff_t>(begin), batch.end()})) batch.resize(begin);
  }

  void append_any(qmi::Bytes& batch) {
    auto request = random_.pick(requests_);
    request[kClientId] = ids_[request[kService]];
    if (random_.one_in(4)) {
      batch.insert(batch.end(), request.begin(), request.end());
      return;
    }
    // Most keep to QMUX: after what doesn't, nothing more of the batch is heard.
    const fuzz::Limits limits{.words = false};
    const auto changed =
        random_.one_in(300) ? fuzz::mutate(request, random_, limits) : fuzz::mutate(request, random_, kinds_, limits);
    batch.insert(batch.end(), changed.bytes.begin(), changed.bytes.end());
  }

  bool begin(std::chrono::seconds patience = kPatience) {
    // A pseudo-terminal is taken away from who hangs up, and put there again.
    const auto until = Clock::now() + patience;
    while ((fd_ = open_port(options_.port)) < 0 && Clock::now() < until) usleep(200);
    if (fd_ < 0) return false;
    if (!options_.device.empty() && !say(proxy_open(options_.device))) return false;
    take_client_ids();
    return true;
  }
  /// One of each service, after all that were there are given back: requests with none are refused at the door.
  void take_client_ids() {
    ids_ = {};
    if (!say(sync())) return;
    constexpr std::array<std::uint8_t, 9> kServices = {1, 2, 3, 4, 5, 6, 9, 10, 11};
    for (const auto service : kServices) {
      if (!say(allocate(service))) return;
    }
    for (int i = 0; i < 40; ++i) {
      pollfd event{fd_, POLLIN, 0};
      if (poll(&event, 1, 50) <= 0 || !hear()) return;
      // A frame of CTL's, a response to Allocate CID; its last two bytes are the service and the id.
      for (std::size_t at = 0; at + 24 <= last_size_; ++at) {
        const auto* byte = &last_[at];
        const bool granted = byte[0] == 1 && byte[1] == 23 && byte[4] == 0 && byte[6] == 1 && byte[8] == 0x22;
        if (granted) ids_[byte[22]] = byte[23];
      }
    }
  }

  void end() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  bool begin_anew() {
    ++hung_up_;
    end();
    return begin();
  }

  /// Writes all of it, reading what comes meanwhile. False if it was hung up on.
  bool say(const qmi::Bytes& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
      pollfd event{fd_, POLLIN | POLLOUT, 0};
      if (poll(&event, 1, kPatienceMs) <= 0) return false;
      if ((event.revents & POLLIN) != 0 && !hear()) return false;
      if ((event.revents & (POLLHUP | POLLERR)) != 0) return false;
      if ((event.revents & POLLOUT) == 0) continue;
      const auto written = write(fd_, bytes.data() + at, bytes.size() - at);
      if (written < 0 && errno != EAGAIN) return false;
      if (written > 0) at += static_cast<std::size_t>(written);
    }
    return true;
  }

  bool hear() {
    const auto got = read(fd_, last_.data(), last_.size());
    if (got > 0) heard_ += static_cast<std::uint64_t>(got);
    last_size_ = got > 0 ? static_cast<std::size_t>(got) : 0;
    return got > 0 || (got < 0 && errno == EAGAIN);
  }

  /// Whether something comes back for a sensible request of a new connection: the old one may be in the middle of a
  /// frame.
  bool answers() {
    const auto until = Clock::now() + kPatience;
    while (Clock::now() < until) {
      end();
      if (!begin() || !say(sensible(0x5A))) continue;
      if (is_answered()) return true;
    }
    return false;
  }

  bool is_answered() {
    for (;;) {
      pollfd event{fd_, POLLIN, 0};
      if (poll(&event, 1, 500) <= 0 || !hear()) return false;
      for (std::size_t at = 0; at + 10 < last_size_; ++at) {
        const auto* byte = &last_[at];
        // A frame of CTL's, a response, of that transaction, to Get Version Info.
        if (byte[0] == 1 && byte[4] == 0 && byte[6] == 1 && byte[7] == 0x5A && byte[8] == 0x21) return true;
      }
    }
  }

  static constexpr std::chrono::seconds kPatience{20};
  static constexpr int kPatienceMs = 20'000;

  const Options& options_;
  fuzz::Random random_;
  std::vector<qmi::Bytes> requests_;
  std::vector<fuzz::Kind> kinds_;
  std::array<std::uint8_t, 256> ids_{};  ///< of each service, the client id that we have
  int fd_ = -1;
  std::array<std::uint8_t, 65536> last_{};
  std::size_t last_size_ = 0;
  std::uint64_t heard_ = 0;
  std::uint64_t hung_up_ = 0;
  std::size_t memory_before_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Says whatever it likes to a modem that is being served"};
  app.add_option("PORT", options.port, "A socket, a pseudo-terminal, or @NAME of an abstract socket")->required();
  app.add_option("--device", options.device, "At a proxy: the device's path");
  app.add_option("--requests", options.requests, "So many")->capture_default_str();
  app.add_option("--seed", options.seed, "What is drawn is drawn by this")->capture_default_str();
  app.add_option("--pid", options.pid, "The process that serves: it must not grow");
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  Attack attack(options);
  const auto began = Clock::now();
  const auto wrong = attack.run();
  const double seconds = modembench::in_seconds(Clock::now() - began);
  fmt::print("{} requests in {:.1f} s ({:.0f}/s), {} bytes of answers, hung up on {} times\n", options.requests,
             seconds, static_cast<double>(options.requests) / seconds, attack.heard(), attack.hung_up());
  if (!wrong.empty()) {
    fmt::print(stderr, "modembench_attack: {}\n", wrong);
    return 1;
  }
  if (options.pid == 0) return 0;
  const auto after = attack.memory();
  fmt::print("memory: {} KiB after a tenth of them, {} KiB after all\n", attack.memory_before(), after);
  // Buffers may still be finding their size; what leaks a byte a request is seen in a hundred thousand of them.
  constexpr std::size_t kSlack = 4096;
  return after > attack.memory_before() + kSlack ? 1 : 0;
}
