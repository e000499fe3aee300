#include "gadget/attachment/control_worker.hpp"

#include <utility>

#include <boost/asio/post.hpp>

#include "files/signals_blocked.hpp"
#include "gadget/attachment/realtime.hpp"

namespace modembench::gadget {

ControlWorker::ControlWorker(boost::asio::io_context& io) : io_(io), keep_running_(io.get_executor()) {
  const files::SignalsBlocked blocked;
  thread_ = std::thread([this] { live(); });
}

ControlWorker::~ControlWorker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void ControlWorker::run(std::function<void()> work, std::function<void()> done) {
  busy_ = true;
  {
    const std::lock_guard lock(mutex_);
    work_ = std::move(work);
    done_ = std::move(done);
  }
  changed_.notify_one();
}

void ControlWorker::live() {
  const Realtime realtime;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || work_; });
    if (ending_) return;
    const auto work = std::exchange(work_, nullptr);
    auto done = std::exchange(done_, nullptr);
    lock.unlock();
    work();
    boost::asio::post(io_, [this, alive = std::weak_ptr<char>(alive_), done = std::move(done)] {
      if (alive.expired()) return;
      busy_ = false;
      done();
    });
    lock.lock();
  }
}

}  // namespace modembench::gadget
