#include "client_under_test/reference/program.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <deque>
#include <memory>
#include <utility>

#include <unistd.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/reference/program_port.hpp"
#include "client_under_test/reference/proxy_greeting.hpp"
#include "emulator/trace/printable.hpp"

namespace modembench::client_under_test::reference {
namespace {

using boost::system::error_code;

/// A port that takes nothing more, with so many frames waiting, is as good as gone.
constexpr std::size_t kMostWaiting = 256;

/// A qmi-proxy that says nothing for so long is none (our choice; it answers by itself, not by the modem).
constexpr std::chrono::seconds kGreeting{5};

/// One opening of a port. Handlers hold it, so that they find it even after it was closed.
struct Port {
  Port(boost::asio::io_context& io, files::Descriptor descriptor) : stream(io, descriptor.release()) {}

  boost::asio::posix::stream_descriptor stream;
  std::array<std::uint8_t, 65536> buffer{};
  std::deque<qmi::Bytes> waiting;
};
using PortPointer = std::shared_ptr<Port>;

class Program {
 public:
  Program(ClientLogic& client, bool by_proxy) : client_(client), by_proxy_(by_proxy) {}

  int run() {
    for (const int signal : end_signals()) signals_.add(signal);
    await_signal();
    add(client_.start(now()));
    io_.run();
    return status_;
  }

 private:
  [[nodiscard]] Instant now() const {
    return Instant(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began_));
  }

  /// In their order: what one of them brings about comes after those that were there before.
  void add(Actions actions) {
    work_.insert(work_.end(), std::make_move_iterator(actions.begin()), std::make_move_iterator(actions.end()));
    if (working_) return;
    working_ = true;
    while (!work_.empty()) {
      const auto action = std::move(work_.front());
      work_.pop_front();
      carry_out(action);
    }
    working_ = false;
    arm_timer();
  }

  void carry_out(const Action& action) {
    switch (action.kind) {
      case Action::Kind::open:
        return open(action.port);
      case Action::Kind::send:
        return send(action.bytes);
      case Action::Kind::close:
        return close();
      case Action::Kind::say:
        return say(action.text);
      case Action::Kind::exit:
        status_ = action.status;
        close();
        return io_.stop();
    }
  }

  /// Nobody who listens any more is as good as being told to stop.
  void say(const std::string& line) {
    const bool written = std::printf("%s\n", trace::printable(line).c_str()) >= 0 && std::fflush(stdout) == 0;
    if (!written && !std::exchange(told_to_stop_, true)) add(client_.told_to_stop(now()));
  }

  void open(const std::string& path) {
    close();
    auto opened = by_proxy_ ? connect_to_proxy() : open_port(path);
    if (!opened) return add(client_.open_failed(opened.error(), now()));
    port_ = std::make_shared<Port>(io_, std::move(*opened));
    if (by_proxy_) return greet(port_, path);
    read(port_);
    add(client_.opened(now()));
  }

  /// Tells the proxy which device is wanted. Before the answer, the port isn't open for the client.
  void greet(const PortPointer& port, const std::string& path) {
    auto greeting = std::make_shared<ProxyGreeting>();
    send(proxy_open(path));
    greeting_limit_.expires_after(kGreeting);
    greeting_limit_.async_wait([this, port](error_code error) {
      if (!error && port == port_) not_greeted("qmi-proxy doesn't answer");
    });
    read_greeting(port, greeting);
  }

  void read_greeting(const PortPointer& port, const std::shared_ptr<ProxyGreeting>& greeting) {
    port->stream.async_read_some(boost::asio::buffer(port->buffer),
                                 [this, port, greeting](error_code error, std::size_t size) {
                                   if (port != port_) return;
                                   // As it does where a device isn't there.
                                   if (error) return not_greeted("qmi-proxy has no such device");
                                   const auto granted = greeting->received({port->buffer.data(), size});
                                   if (!granted) return not_greeted(granted.error());
                                   if (!*granted) return read_greeting(port, greeting);
                                   greeting_limit_.cancel();
                                   read(port);
                                   add(client_.opened(now()));
                                 });
  }

  void not_greeted(const std::string& why) {
    close();
    add(client_.open_failed(why, now()));
  }

  void close() {
    greeting_limit_.cancel();
    if (!port_) return;
    error_code ignored;
    port_->stream.close(ignored);
    port_.reset();
  }

  void hang_up() {
    close();
    add(client_.hung_up(now()));
  }

  void read(const PortPointer& port) {
    port->stream.async_read_some(boost::asio::buffer(port->buffer), [this, port](error_code error, std::size_t size) {
      if (port != port_) return;
      if (error) return hang_up();
      add(client_.received({port->buffer.data(), size}, now()));
      if (port == port_) read(port);
    });
  }

  /// A message is one write: cdc-wdm takes them so.
  void send(const qmi::Bytes& bytes) {
    if (!port_) return;
    port_->waiting.push_back(bytes);
    if (port_->waiting.size() > kMostWaiting) return hang_up();
    if (port_->waiting.size() == 1) write(port_);
  }

  void write(const PortPointer& port) {
    while (!port->waiting.empty()) {
      auto& first = port->waiting.front();
      error_code error;
      const auto size = port->stream.write_some(boost::asio::buffer(first), error);
      if (error == boost::asio::error::would_block) return write_later(port);
      // That the port is gone is told by reading, too; there it is said once.
      if (error) return port->waiting.clear();
      first.erase(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(size));
      if (first.empty()) port->waiting.pop_front();
    }
  }

  void write_later(const PortPointer& port) {
    port->stream.async_wait(boost::asio::posix::stream_descriptor::wait_write, [this, port](error_code error) {
      if (!error && port == port_) write(port);
    });
  }

  void arm_timer() {
    const auto deadline = client_.next_deadline();
    if (deadline == armed_) return;
    armed_ = deadline;
    if (!deadline) {
      timer_.cancel();
      return;
    }
    timer_.expires_at(began_ + deadline->time_since_epoch());
    timer_.async_wait([this](error_code error) {
      if (error) return;
      armed_.reset();
      add(client_.advance(now()));
    });
  }

  void await_signal() {
    signals_.async_wait([this](error_code error, int signal) {
      if (error) return;
      if (std::exchange(told_to_stop_, true)) {
        status_ = 128 + signal;
        return io_.stop();
      }
      await_signal();
      add(client_.told_to_stop(now()));
    });
  }

  ClientLogic& client_;
  bool by_proxy_;
  boost::asio::io_context io_{1};
  boost::asio::signal_set signals_{io_};
  boost::asio::steady_timer timer_{io_};
  boost::asio::steady_timer greeting_limit_{io_};
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  PortPointer port_;
  std::deque<Action> work_;
  std::optional<Instant> armed_;
  bool working_ = false;
  bool told_to_stop_ = false;
  int status_ = 1;
};

}  // namespace

int run_program(ClientLogic& client, bool by_proxy) { return Program(client, by_proxy).run(); }

std::uint16_t some_count() {
  // Spread by a multiplication (Knuth's 2^64 / golden ratio), so that processes shortly after each other lie far apart.
  // Nothing else is in it: in a PID namespace of its own a run repeats.
  return static_cast<std::uint16_t>((static_cast<std::uint64_t>(::getpid()) * 0x9E3779B97F4A7C15ULL) >> 48);
}

}  // namespace modembench::client_under_test::reference
