#include "emulator/ports/stream_outbox.hpp"

#include <cerrno>

#include <sys/socket.h>

#include "emulator/ports/attachment.hpp"

namespace modembench::ports {

StreamOutbox::~StreamOutbox() { abandon(); }

void StreamOutbox::abandon() {
  if (budget_ != nullptr) budget_->left += unsent();
  budget_ = nullptr;
  bytes_ = {};
  sent_ = 0;
}

void StreamOutbox::add(qmi::ByteView frame) {
  if (unsent() + frame.size() > kMaxUnsent || (budget_ != nullptr && frame.size() > budget_->left)) return;
  if (budget_ != nullptr) budget_->left -= frame.size();
  bytes_.insert(bytes_.end(), frame.begin(), frame.end());
}

int StreamOutbox::flush(int socket) {
  while (!empty()) {
    const auto written = ::send(socket, bytes_.data() + sent_, unsent(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (written > 0) {
      sent_ += static_cast<std::size_t>(written);
      if (budget_ != nullptr) budget_->left += static_cast<std::size_t>(written);
    } else if (written == 0 || errno == EAGAIN) {
      break;
    } else if (errno != EINTR) {
      return errno;
    }
  }
  drop_sent();
  return 0;
}

void StreamOutbox::drop_sent() {
  if (!empty()) {
    // Not at each write of a client that reads little by little: that would move a megabyte each time.
    if (sent_ < bytes_.size() / 2) return;
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(sent_));
  } else {
    bytes_.clear();
    // Thousands of clients are to cost little while they have all they asked for.
    constexpr std::size_t kKept = 4096;
    if (bytes_.capacity() > kKept) bytes_ = {};
  }
  sent_ = 0;
}

}  // namespace modembench::ports
