#pragma once

#include <cstdint>
#include <functional>
#include <list>

#include <linux/aio_abi.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::gadget {

/// Reads and writes that wait in the kernel. poll(2) says nothing of FunctionFS' endpoint files, so these transfers go
/// by Linux' asynchronous I/O, whose completions an eventfd tells of.
class AsyncTransfers {
 public:
  /// Called with what came of a transfer: the bytes read (none of a write), or the error.
  using Done = std::function<void(int error, qmi::Bytes bytes)>;

  static constexpr unsigned kMaxAtOnce = 128;

  static ports::Result<std::unique_ptr<AsyncTransfers>> create(boost::asio::io_context& io);
  AsyncTransfers(const AsyncTransfers&) = delete;
  AsyncTransfers& operator=(const AsyncTransfers&) = delete;
  /// Calls off the transfers that still wait, without calling their `done`.
  ~AsyncTransfers();

  /// Begin a transfer. `done` is called from the io_context, never from within these, even if the transfer can't be
  /// begun.
  void read(int file, std::size_t size, Done done);
  void write(int file, qmi::Bytes bytes, Done done);
  /// Calls off all transfers that wait at a file. `done` of each is called with an error.
  void cancel(int file);

 private:
  struct Transfer {
    iocb block{};
    qmi::Bytes bytes;
    bool reading = false;
    Done done;
  };
  AsyncTransfers(boost::asio::io_context& io, files::Descriptor event, aio_context_t context);
  void submit(int file, bool reading, qmi::Bytes bytes, Done done);
  void wait();
  void take_in();

  boost::asio::io_context& io_;
  files::Descriptor event_;
  boost::asio::posix::stream_descriptor ready_;
  aio_context_t context_;
  std::list<Transfer> transfers_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace modembench::gadget
