#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace modembench::gadget {

/// Does work that may block in a thread of its own: what is done on ep0, and what takes the host's kernel long. Even a
/// non-blocking ep0 waits for a data stage, and a host whose driver is taken off amid a request never sends it; ep0
/// then waits until the next request, or until the device leaves the bus. One piece of work is done at a time.
class ControlWorker {
 public:
  explicit ControlWorker(boost::asio::io_context& io);
  ControlWorker(const ControlWorker&) = delete;
  ControlWorker& operator=(const ControlWorker&) = delete;
  /// Waits for the work that is being done, without calling its `done`. The device must have left the bus.
  ~ControlWorker();

  /// Runs `work` in the thread, then `done` in the io_context. Not to be called while other work is being done.
  void run(std::function<void()> work, std::function<void()> done);
  [[nodiscard]] bool busy() const { return busy_; }

 private:
  void live();

  boost::asio::io_context& io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
  bool busy_ = false;  ///< work is being done, as the io_context knows it
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;  ///< this and the next two are shared, by the mutex
  std::function<void()> done_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace modembench::gadget
