#include "network/interface_port.hpp"

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace modembench::network {
namespace {

/// Then others get their turn.
constexpr std::size_t kFramesAtOnce = 64;

class Port final : public InterfacePort {
 public:
  Port(boost::asio::io_context& io, files::Descriptor descriptor, Input input)
      : port_(io, descriptor.get()), input_(std::move(input)), alive_(std::make_shared<bool>(true)) {
    fcntl(descriptor.release(), F_SETFL, O_NONBLOCK);
    wait();
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;
  ~Port() override { *alive_ = false; }

  void send(qmi::ByteView frame) override {
    // Lost frames are the host's to send again.
    [[maybe_unused]] const auto sent = ::write(port_.native_handle(), frame.data(), frame.size());
  }

 private:
  void wait() {
    port_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this, alive = alive_](boost::system::error_code error) {
                       if (!error && *alive) read();
                     });
  }

  // All that has come is read before any of it is given out: what the host sends in answer to it is another turn's,
  // before which what it has said by then can be heard.
  void read() {
    bool goes_on = true;
    std::vector<qmi::Bytes> frames;
    while (goes_on && frames.size() < kFramesAtOnce) {
      const auto got = ::read(port_.native_handle(), buffer_.data(), buffer_.size());
      if (got > 0) {
        frames.emplace_back(buffer_.begin(), buffer_.begin() + got);
        continue;
      }
      if (got < 0 && errno == EAGAIN) break;
      // While the interface is down a packet socket says so, once. One that is gone won't come back under this number.
      goes_on = got < 0 && (errno == EINTR || errno == ENETDOWN);
    }
    const auto alive = alive_;
    for (const auto& frame : frames) {
      input_(frame);
      if (!*alive) return;
    }
    if (goes_on) wait();
  }

  boost::asio::posix::stream_descriptor port_;
  Input input_;
  std::shared_ptr<bool> alive_;
  std::array<std::uint8_t, 65536> buffer_{};
};

}  // namespace

std::unique_ptr<InterfacePort> InterfacePort::open(boost::asio::io_context& io, files::Descriptor descriptor,
                                                   Input input) {
  return std::make_unique<Port>(io, std::move(descriptor), std::move(input));
}

}  // namespace modembench::network
