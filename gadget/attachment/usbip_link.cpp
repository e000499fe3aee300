#include "gadget/attachment/usbip_link.hpp"

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/post.hpp>

#include "files/signals_blocked.hpp"

namespace modembench::gadget {

using Socket = boost::asio::posix::stream_descriptor;
using Error = boost::system::error_code;

UsbipLink::UsbipLink(boost::asio::io_context& io, files::Descriptor socket, usbip::DeviceSide& side,
                     const ports::MachineClock& clock, std::function<void(std::string)> ended)
    : socket_(io, socket.release()), timer_(io), side_(side), clock_(clock), ended_(std::move(ended)) {
  wait_for_host();
}

// What the modem says one after the other goes to the host at once: each write wakes it.
void UsbipLink::pump() {
  if (is_over_ || std::exchange(pump_is_due_, true)) return;
  boost::asio::post(socket_.get_executor(), [this, alive = std::weak_ptr<char>(alive_)] {
    if (alive.expired()) return;
    pump_is_due_ = false;
    if (is_over_) return;
    side_.pump(clock_.now());
    after_change();
  });
}

void UsbipLink::wait_for_host() {
  socket_.async_wait(Socket::wait_read, [this, alive = std::weak_ptr<char>(alive_)](Error error) {
    if (error || alive.expired()) return;
    while (read_some() && !alive.expired()) {
    }
    if (!alive.expired() && !is_over_) wait_for_host();
  });
}

/// Takes in what has come, and sends what is to be said to it; false if there was nothing, or it is over.
bool UsbipLink::read_some() {
  if (is_over_) return false;
  std::array<std::uint8_t, 16384> buffer;
  const auto got = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return errno == EINTR;
  if (got <= 0) {
    end(got == 0 ? "the host has ended the connection" : files::error_text(errno));
    return false;
  }
  const auto bytes = qmi::ByteView(buffer).first(static_cast<std::size_t>(got));
  const std::weak_ptr<char> alive = alive_;
  const auto received = side_.receive(bytes, clock_.now());
  // What it brought may have made the modem leave the bus.
  if (alive.expired()) return false;
  if (!received) {
    end("the host breaks the protocol: " + received.error());
    return false;
  }
  after_change();
  return static_cast<std::size_t>(got) == buffer.size();
}

void UsbipLink::after_change() {
  const auto more = side_.take_output();
  unsent_.insert(unsent_.end(), more.begin(), more.end());
  if (!write_some()) return;
  if (unsent_.size() > kMaxUnsent) return end("the host doesn't take what it has asked for");
  arm_timer();
}

bool UsbipLink::write_some() {
  std::size_t sent = 0;
  while (sent < unsent_.size()) {
    const auto more =
        ::send(socket_.native_handle(), unsent_.data() + sent, unsent_.size() - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (more > 0) {
      sent += static_cast<std::size_t>(more);
    } else if (errno == EAGAIN) {
      break;
    } else if (errno != EINTR) {
      end(files::error_text(errno));
      return false;
    }
  }
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(sent));
  if (!unsent_.empty()) wait_for_room();
  return true;
}

void UsbipLink::wait_for_room() {
  if (std::exchange(waits_for_room_, true)) return;
  socket_.async_wait(Socket::wait_write, [this, alive = std::weak_ptr<char>(alive_)](Error error) {
    if (error || alive.expired()) return;
    waits_for_room_ = false;
    if (!is_over_) write_some();
  });
}

void UsbipLink::arm_timer() {
  const auto deadline = side_.next_deadline();
  if (!deadline) {
    timer_.cancel();
    return;
  }
  timer_.expires_at(clock_.wall_time(*deadline));
  timer_.async_wait([this, alive = std::weak_ptr<char>(alive_)](Error error) {
    if (error || alive.expired() || is_over_) return;
    side_.advance(clock_.now());
    if (!alive.expired()) after_change();
  });
}

void UsbipLink::answer_during(const std::function<void()>& work) {
  const files::Descriptor done(eventfd(0, EFD_CLOEXEC));
  if (!done) return work();
  std::thread worker;
  {
    const files::SignalsBlocked blocked;
    worker = std::thread([&] {
      work();
      (void)eventfd_write(done.get(), 1);
    });
  }
  std::array<pollfd, 2> ready{{{done.get(), POLLIN, 0}, {socket_.native_handle(), POLLIN, 0}}};
  while (ready[0].revents == 0) {
    // A connection that is over stays readable.
    ready[1].events = static_cast<short>(POLLIN | (unsent_.empty() ? 0 : POLLOUT));
    const auto watched = is_over_ ? 1U : 2U;
    if (::poll(ready.data(), watched, -1) < 0) continue;
    if (is_over_) continue;
    if ((ready[1].revents & POLLOUT) != 0) write_some();
    if ((ready[1].revents & ~POLLOUT) == 0) continue;
    while (read_some()) {
    }
  }
  worker.join();
}

// Told later: whoever has begun what has ended it isn't to be destroyed by that.
void UsbipLink::end(std::string why) {
  if (std::exchange(is_over_, true)) return;
  timer_.cancel();
  boost::asio::post(socket_.get_executor(),
                    [alive = std::weak_ptr<char>(alive_), why = std::move(why), ended = std::move(ended_)] {
                      if (!alive.expired()) ended(why);
                    });
}

}  // namespace modembench::gadget
