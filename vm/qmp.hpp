#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "files/descriptor.hpp"
#include "vm/result.hpp"

/// QEMU's control protocol (docs/interop/qmp-spec), for the commands that keep a state and go on from one. The state
/// has no memory in it; that stands in a file of its own (vm/memory.hpp).
namespace modembench::vm {

/// A socket in a folder of ours, to which QEMU connects to be told what to do.
class Control {
 public:
  static Result<Control> in(boost::asio::io_context& io, const std::filesystem::path& folder);

  /// The value of QEMU's option -qmp. It is short, however long the folder's path is: a socket's path has 108 bytes at
  /// most.
  [[nodiscard]] std::string option() const;

  /// Stops the machine, appends its state to the file, and ends QEMU.
  boost::asio::awaitable<Result<void>> save_state(std::filesystem::path file);
  /// Lets a machine that was started with `-incoming defer` go on from the state that begins in the file at `from`.
  boost::asio::awaitable<Result<void>> resume_state(std::filesystem::path file, std::uint64_t from);

 private:
  Control(files::Descriptor folder, boost::asio::local::stream_protocol::acceptor acceptor)
      : folder_(std::move(folder)), acceptor_(std::move(acceptor)) {}
  files::Descriptor folder_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
};

/// QEMU's address of a state that begins `from` bytes after the begin of a file.
[[nodiscard]] std::string resume_from(const std::filesystem::path& file, std::uint64_t from);

}  // namespace modembench::vm
