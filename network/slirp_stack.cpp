#include "network/slirp_stack.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>
#include <vector>

#include <poll.h>
#include <slirp/libslirp.h>
#include <sys/epoll.h>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include "files/descriptor.hpp"
#include "network/dns.hpp"
#include "network/network.hpp"

namespace modembench::network {
namespace {

using files::error_text;

/// What libslirp takes (its IF_MTU_MIN), and what a frame of ours holds.
constexpr std::uint32_t kLeastMtu = 68;
constexpr std::uint32_t kMostMtu = kMaxFrame - kEthernetHeader;
/// Frames that wait to be given out; more are lost, which TCP mends. Two windows of libslirp's largest.
constexpr std::size_t kMaxWaiting = 1024;

in_addr as_in_addr(const Address& address) {
  in_addr in{};
  std::memcpy(&in.s_addr, address.data(), address.size());
  return in;
}

class Stack final : public SlirpStack {
 public:
  Stack(boost::asio::io_context& io, ports::Clock& clock, Output output)
      : io_(io),
        clock_(clock),
        output_(std::move(output)),
        timer_(clock.make_timer()),
        watch_(io),
        ready_(std::make_shared<bool>(true)) {}
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;
  ~Stack() override {
    *ready_ = false;
    if (slirp_ != nullptr) slirp_cleanup(slirp_);
  }

  ports::Result<void> begin(const Options& options) {
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) return tl::unexpected("epoll: " + error_text(errno));
    watch_.assign(epoll);
    SlirpConfig config{};
    config.version = SLIRP_CONFIG_VERSION_MAX;
    config.restricted = options.host_services ? 0 : 1;
    config.in_enabled = true;
    // All addresses are the network's: it has nothing beyond itself. Who has which netmask is between DHCP and the
    // host.
    config.vhost = as_in_addr(options.gateway);
    config.if_mtu = config.if_mru = std::clamp(options.mtu, kLeastMtu, kMostMtu);
    config.disable_dns = true;
    config.disable_dhcp = true;
    slirp_ = slirp_new(&config, &callbacks(), this);
    if (slirp_ == nullptr) return tl::unexpected(std::string("libslirp can't be had"));
    return forward(options.web, kWebPort).and_then([&] { return forward(options.echo, kEchoPort); });
  }

  void input(ByteView frame) override {
    slirp_input(slirp_, frame.data(), static_cast<int>(frame.size()));
    pump_soon();
  }

 private:
  ports::Result<void> forward(const std::string& path, int port) {
    in_addr server = as_in_addr(kServerAddress);
    if (slirp_add_unix(slirp_, path.c_str(), &server, port) == 0) return {};
    return tl::unexpected("libslirp doesn't take port " + std::to_string(port) + " of the network's server");
  }

  static Stack& self(void* opaque) { return *static_cast<Stack*>(opaque); }

  // What libslirp 4.7 calls without asking is there; its timers are IPv6's, which is off.
  static const SlirpCb& callbacks() {
    static const SlirpCb all = [] {
      SlirpCb cb{};
      cb.send_packet = [](const void* bytes, std::size_t size, void* opaque) -> ssize_t {
        self(opaque).put({static_cast<const std::uint8_t*>(bytes), size});
        return static_cast<ssize_t>(size);
      };
      cb.guest_error = [](const char*, void*) {};
      cb.clock_get_ns = [](void* opaque) -> std::int64_t {
        return std::chrono::nanoseconds(self(opaque).clock_.now().time_since_epoch()).count();
      };
      cb.timer_new = [](SlirpTimerCb, void*, void* opaque) -> void* { return opaque; };
      cb.timer_free = [](void*, void*) {};
      cb.timer_mod = [](void*, std::int64_t, void*) {};
      cb.register_poll_fd = [](int, void*) {};
      cb.unregister_poll_fd = [](int, void*) {};
      cb.notify = [](void* opaque) { self(opaque).pump_soon(); };
      cb.init_completed = [](Slirp*, void*) {};
      cb.timer_new_opaque = [](SlirpTimerId, void*, void* opaque) -> void* { return opaque; };
      return cb;
    }();
    return all;
  }

  void put(ByteView frame) {
    if (waiting_.size() < kMaxWaiting) waiting_.emplace_back(frame.begin(), frame.end());
  }

  // From the event loop: libslirp isn't called from within its own calls, nor is our owner.
  void pump_soon() {
    if (std::exchange(pump_is_due_, true)) return;
    boost::asio::post(io_, [this, ready = ready_] {
      if (*ready) pump();
    });
  }

  void pump() {
    pump_is_due_ = false;
    fill();
    poll(polled_.data(), polled_.size(), 0);
    slirp_pollfds_poll(
        slirp_, 0,
        [](int index, void* opaque) {
          return from_poll(self(opaque).polled_.at(static_cast<std::size_t>(index)).revents);
        },
        this);
    watch(fill());
    const auto ready = ready_;
    // Whoever gets one may end this object.
    for (auto& frame : std::exchange(waiting_, {})) {
      if (!*ready) return;
      output_(std::move(frame));
    }
  }

  /// What libslirp waits for, and for how long at most.
  std::uint32_t fill() {
    polled_.clear();
    std::uint32_t timeout = UINT32_MAX;
    slirp_pollfds_fill(
        slirp_, &timeout,
        [](int fd, int events, void* opaque) {
          auto& polled = self(opaque).polled_;
          polled.push_back({fd, to_poll(events), 0});
          return static_cast<int>(polled.size() - 1);
        },
        this);
    return timeout;
  }

  // libslirp opens and closes its descriptors as it likes: what is watched is set anew each time, in an epoll of ours
  // that the event loop waits for.
  void watch(std::uint32_t timeout) {
    const int epoll = watch_.native_handle();
    std::vector<int> now;
    for (const auto& one : polled_) {
      epoll_event event{};
      // poll(2)'s bits are epoll's.
      event.events = static_cast<std::uint32_t>(static_cast<unsigned short>(one.events));
      event.data.fd = one.fd;
      if (epoll_ctl(epoll, EPOLL_CTL_MOD, one.fd, &event) != 0) epoll_ctl(epoll, EPOLL_CTL_ADD, one.fd, &event);
      now.push_back(one.fd);
    }
    for (const int fd : watched_) {
      if (std::find(now.begin(), now.end(), fd) == now.end()) epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nullptr);
    }
    watched_ = std::move(now);
    if (!waits_) {
      waits_ = true;
      watch_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                        [this, ready = ready_](boost::system::error_code error) {
                          if (!*ready) return;
                          waits_ = false;
                          if (!error) pump();
                        });
    }
    if (timeout == UINT32_MAX) {
      timer_->cancel();
      return;
    }
    timer_->call_at(clock_.now() + std::chrono::milliseconds(std::max(timeout, 1U)), [this] { pump(); });
  }

  static short to_poll(int events) {
    int bits = 0;
    if ((events & SLIRP_POLL_IN) != 0) bits |= POLLIN;
    if ((events & SLIRP_POLL_OUT) != 0) bits |= POLLOUT;
    if ((events & SLIRP_POLL_PRI) != 0) bits |= POLLPRI;
    return static_cast<short>(bits);
  }
  static int from_poll(short bits) {
    int events = 0;
    if ((bits & POLLIN) != 0) events |= SLIRP_POLL_IN;
    if ((bits & POLLOUT) != 0) events |= SLIRP_POLL_OUT;
    if ((bits & POLLPRI) != 0) events |= SLIRP_POLL_PRI;
    if ((bits & POLLERR) != 0) events |= SLIRP_POLL_ERR;
    if ((bits & POLLHUP) != 0) events |= SLIRP_POLL_HUP;
    return events;
  }

  boost::asio::io_context& io_;
  ports::Clock& clock_;
  Output output_;
  std::unique_ptr<ports::Timer> timer_;
  boost::asio::posix::stream_descriptor watch_;  ///< an epoll
  std::shared_ptr<bool> ready_;                  ///< false when this object is gone
  Slirp* slirp_ = nullptr;
  std::vector<pollfd> polled_;
  std::vector<int> watched_;
  std::vector<Bytes> waiting_;
  bool waits_ = false;
  bool pump_is_due_ = false;
};

}  // namespace

std::string missing_library() { return {}; }

ports::Result<std::unique_ptr<SlirpStack>> SlirpStack::start(boost::asio::io_context& io, ports::Clock& clock,
                                                             const Options& options, Output output) {
  auto stack = std::make_unique<Stack>(io, clock, std::move(output));
  if (auto begun = stack->begin(options); !begun) return tl::unexpected(begun.error());
  return stack;
}

}  // namespace modembench::network
