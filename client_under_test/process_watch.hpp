#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "client_under_test/process.hpp"
#include "client_under_test/process_custody.hpp"
#include "client_under_test/process_fork.hpp"
#include "client_under_test/process_lines.hpp"

namespace modembench::client_under_test {

/// Watches a client that runs. Its Process and its handlers in the io_context own it together.
class Watch : public std::enable_shared_from_this<Watch> {
 public:
  Watch(boost::asio::io_context& io, ports::Clock& clock, std::unique_ptr<Custody> custody, int group,
        Connection connection, Pipe output, Process::Callbacks callbacks);

  void begin();
  void end(std::chrono::milliseconds grace);
  bool take_output();
  void take_end();
  /// Ends the client and calls back no more.
  void let_go();

  [[nodiscard]] int group() const { return group_; }

 private:
  void order(WardenOrder what);
  void kill_client();
  void give(std::chrono::milliseconds time, std::function<void()> then);
  void wait_for_output();
  bool read_output();
  std::string_view read_portion();
  void say(const std::vector<std::string>& lines);
  void await_warden();
  void warden_speaks();
  void lose(std::string why);
  void tell_end(const Ended& ended);
  void close_all();

  std::unique_ptr<Custody> custody_;
  int group_;
  boost::asio::posix::stream_descriptor connection_;
  boost::asio::posix::stream_descriptor output_;
  ports::Clock& clock_;
  std::unique_ptr<ports::Timer> patience_;
  Process::Callbacks callbacks_;
  std::array<char, 16384> portion_{};
  ProcessLines lines_{Process::kMaxLine};
  bool over_ = false;
};

}  // namespace modembench::client_under_test
