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
/// has no memory in it, which stands in a file of its own (vm/memory.hpp).
namespace modembench::vm {

/// Where QEMU comes to be told what to do: a socket in a folder of ours.
class Control {
 public:
  static Result<Control> in(boost::asio::io_context& io, const std::filesystem::path& folder);

  /// The value of QEMU's -qmp. Short, however long the folder's path is: a socket's has 108 bytes at most.
  [[nodiscard]] std::string option() const;

  /// Appends the state of the machine, which stops for that, to the file and ends QEMU.
  boost::asio::awaitable<Result<void>> save_state(std::filesystem::path file);
  /// Lets a machine that was started with `-incoming defer` go on from the state that begins in the file at `from`.
  boost::asio::awaitable<Result<void>> resume_state(std::filesystem::path file, std::uint64_t from);

 private:
  Control(files::Descriptor folder, boost::asio::local::stream_protocol::acceptor acceptor)
      : folder_(std::move(folder)), acceptor_(std::move(acceptor)) {}
  files::Descriptor folder_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
};

/// QEMU's address of a state that begins in a file so many bytes after its begin.
[[nodiscard]] std::string resume_from(const std::filesystem::path& file, std::uint64_t from);

}  // namespace modembench::vm
