#pragma once

#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "emulator/ports/outbox.hpp"
#include "files/descriptor.hpp"

namespace modembench::ports {

/// Writes lines for a reader that may not read (a pager, a terminal that Ctrl-S has stopped), without waiting for it.
/// Lines that find no room are kept, up to kMaxUnsent bytes. Further lines are left out, and their count is said as
/// soon as there is room.
class LineOutput {
 public:
  /// `fd` stays as it is: other processes that have it open (the shell) find their blocking and its flags unchanged.
  LineOutput(boost::asio::io_context& io, int fd);
  ~LineOutput();
  LineOutput(const LineOutput&) = delete;
  LineOutput& operator=(const LineOutput&) = delete;

  /// Says a line, without ever blocking. Throws std::system_error if nothing can be written any more.
  void say(std::string_view line);

 private:
  void put(std::string_view line);
  void say_what_is_left_out();
  void wait_for_room();

  files::Descriptor out_;
  boost::asio::posix::stream_descriptor room_;  ///< an epoll of `out_`: Asio makes what it waits for non-blocking
  Outbox outbox_;
  std::size_t left_out_ = 0;
  bool waiting_ = false;
};

}  // namespace modembench::ports
