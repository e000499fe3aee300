#include "emulator/ports/outbox.hpp"

#include <cerrno>

#include "emulator/ports/attachment.hpp"

namespace modembench::ports {

Outbox::Taken Outbox::put(int fd, qmi::ByteView bytes) const {
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    const auto written = write_(fd, bytes.data() + taken, bytes.size() - taken);
    if (written > 0) {
      taken += static_cast<std::size_t>(written);
    } else if (written == 0 || errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      return {taken, errno};
    }
  }
  return {taken, 0};
}

int Outbox::send(int fd, qmi::ByteView frame) {
  if (frame.empty() || unsent_ + frame.size() > kMaxUnsent) return 0;
  std::size_t taken = 0;
  if (frames_.empty()) {
    const auto put_now = put(fd, frame);
    if (put_now.error != 0) return put_now.error;
    if (put_now.size == frame.size()) return 0;
    taken = sent_of_first_ = put_now.size;
  }
  frames_.emplace_back(frame.begin(), frame.end());
  unsent_ += frame.size() - taken;
  return 0;
}

int Outbox::flush(int fd) {
  while (!frames_.empty()) {
    const auto rest = qmi::ByteView(frames_.front()).subspan(sent_of_first_);
    const auto taken = put(fd, rest);
    unsent_ -= taken.size;
    sent_of_first_ += taken.size;
    if (taken.error != 0) return taken.error;
    if (taken.size < rest.size()) return 0;
    frames_.pop_front();
    sent_of_first_ = 0;
  }
  return 0;
}

void Outbox::clear() {
  frames_.clear();
  sent_of_first_ = 0;
  unsent_ = 0;
}

}  // namespace modembench::ports
