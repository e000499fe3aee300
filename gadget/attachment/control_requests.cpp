#include "gadget/attachment/control_requests.hpp"

#include <cerrno>
#include <utility>

#include <endian.h>
#include <unistd.h>

namespace modembench::gadget {
namespace {

namespace asio = boost::asio;

std::size_t read_whole(int file, qmi::Bytes& bytes) {
  const auto got = ::read(file, bytes.data(), bytes.size());
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

}  // namespace

ControlRequests::ControlRequests(asio::io_context& io, UsbDevice& device, int file, Hooks hooks)
    : device_(device), hooks_(std::move(hooks)), control_(io, file), held_(io), clock_(io) {
  worker_.emplace(io);
  clock_.start();
  wait_for_events();
}

ControlRequests::~ControlRequests() {
  worker_.reset();
  (void)control_.release();
}

// Amid a request ep0 is always ready: it isn't waited for then.
void ControlRequests::wait_for_events() {
  control_.async_wait(asio::posix::stream_descriptor::wait_read,
                      [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                        if (!error && !alive.expired()) take_in_events();
                      });
}

/// Until there are no more, or one is a request: what is read next is its data stage.
void ControlRequests::take_in_events() {
  while (!in_request_) {
    usb_functionfs_event event{};
    const auto got = ::read(control_.native_handle(), &event, sizeof event);
    if (got == static_cast<ssize_t>(sizeof event)) {
      take_in(event);
    } else if (got >= 0 || (errno != EINTR && errno != EIDRM)) {
      return wait_for_events();
    }
    // EIDRM: the host has given a request up for another, which comes next.
  }
}

void ControlRequests::take_in(const usb_functionfs_event& event) {
  switch (event.type) {
    case FUNCTIONFS_SETUP: {
      const auto& setup = event.u.setup;
      return handle(
          {setup.bRequestType, setup.bRequest, le16toh(setup.wValue), le16toh(setup.wIndex), le16toh(setup.wLength)});
    }
    case FUNCTIONFS_ENABLE:
      return hooks_.enabled();
    case FUNCTIONFS_DISABLE:
    case FUNCTIONFS_UNBIND:
      device_.reset();
      return hooks_.disabled();
    default:
      return;
  }
}

void ControlRequests::handle(const Setup& setup) {
  hooks_.before();
  in_request_ = setup;
  carry_out(device_.setup(setup, clock_.now()));
  arm_held();
}

void ControlRequests::carry_out(ControlAnswer answer) {
  using Act = ControlAnswer::Act;
  const int file = control_.native_handle();
  const auto setup = *in_request_;
  switch (answer.act) {
    case Act::hold:
      return;
    case Act::take: {
      auto bytes = std::make_shared<qmi::Bytes>(setup.length);
      return work([file, bytes] { bytes->resize(read_whole(file, *bytes)); },
                  [this, setup, bytes] {
                    if (auto arrived = device_.control_data(setup, *bytes)) hooks_.arrived(std::move(*arrived));
                  });
    }
    case Act::give:
      return work([file, bytes = std::move(answer.bytes)] { (void)!::write(file, bytes.data(), bytes.size()); });
    case Act::acknowledge:
      return work([file] { (void)!::read(file, nullptr, 0); });
    case Act::stall:
      // FunctionFS' way of it: to go in the wrong direction.
      return work([file, to_host = setup.to_host()] {
        (void)!(to_host ? ::read(file, nullptr, 0) : ::write(file, nullptr, 0));
      });
  }
}

/// Does the last of a request: then the next one may come.
void ControlRequests::work(std::function<void()> what, std::function<void()> then) {
  worker_->run(std::move(what), [this, then = std::move(then)] {
    in_request_.reset();
    if (then) then();
    take_in_events();
  });
}

void ControlRequests::arm_held() {
  const auto deadline = device_.next_deadline();
  held_.cancel();
  if (!deadline) return;
  held_.expires_at(clock_.wall_time(*deadline));
  held_.async_wait([this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
    if (error || alive.expired()) return;
    if (auto answer = device_.advance(clock_.now())) carry_out(std::move(*answer));
    arm_held();
  });
}

}  // namespace modembench::gadget
