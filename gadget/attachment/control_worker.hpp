#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace modembench::gadget {

/// Does what may block in a thread of its own: what is done on ep0, and what the host's kernel does at length. Even a
/// non-blocking ep0 waits for a data stage, and a host whose driver is taken off amid a request never sends it: then it
/// waits until the next request, or until the device leaves the bus. One piece of work at a time.
class ControlWorker {
 public:
  explicit ControlWorker(boost::asio::io_context& io);
  ControlWorker(const ControlWorker&) = delete;
  ControlWorker& operator=(const ControlWorker&) = delete;
  /// Waits for the work that is being done: the device must have left the bus. What comes of it isn't told.
  ~ControlWorker();

  /// Runs `work` in the thread, then `done` in the io_context. Not while another is being done.
  void run(std::function<void()> work, std::function<void()> done);
  [[nodiscard]] bool busy() const { return busy_; }

 private:
  void live();

  boost::asio::io_context& io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
  bool busy_ = false;  ///< the io_context's side of it
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;  ///< these three are shared, by the mutex
  std::function<void()> done_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace modembench::gadget
