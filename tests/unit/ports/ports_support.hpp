#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "emulator/qmi/bytes.hpp"

/// What tests of ports, stages and processes share. They wait for events; the guard's time only says when to give up.
namespace modembench::testing {

inline constexpr std::chrono::seconds kGuard{30};

/// Runs the io_context until `done()`; fails the test if that never comes.
template <class Done>
void run_until(boost::asio::io_context& io, const Done& done) {
  const auto give_up = std::chrono::steady_clock::now() + kGuard;
  while (!done()) {
    if (io.stopped()) io.restart();
    if (io.run_one_until(give_up) == 0) FAIL("what was awaited did not come");
  }
}

/// An empty folder of the test's own, gone with the object.
class Scratch {
 public:
  Scratch() {
    std::string path = std::filesystem::temp_directory_path() / "unit-XXXXXX";
    REQUIRE(mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A client's descriptor. Reads wait for what is awaited.
class ClientEnd {
 public:
  explicit ClientEnd(int fd) : fd_(fd) { REQUIRE(fd >= 0); }
  explicit ClientEnd(const std::filesystem::path& path)
      : ClientEnd(open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {}
  ClientEnd(ClientEnd&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  ClientEnd& operator=(ClientEnd&&) = delete;
  ~ClientEnd() { leave(); }

  void leave() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  [[nodiscard]] int fd() const { return fd_; }
  void write(std::string_view text) const {
    REQUIRE(::write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  /// What there is; empty at the end of file or after a hang-up. Waits for one of them.
  [[nodiscard]] std::string read_some() const {
    pollfd event{.fd = fd_, .events = POLLIN, .revents = 0};
    if (poll(&event, 1, static_cast<int>(std::chrono::milliseconds(kGuard).count())) != 1) FAIL("nothing to read came");
    std::string bytes(65536, '\0');
    const auto got = ::read(fd_, bytes.data(), bytes.size());
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }
  [[nodiscard]] std::string read(std::size_t size) const {
    std::string bytes;
    while (bytes.size() < size) {
      const auto more = read_some();
      if (more.empty()) FAIL("the port ended after " << bytes.size() << " of " << size << " bytes");
      bytes += more;
    }
    return bytes;
  }

 private:
  int fd_;
};

inline qmi::Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
inline std::string text_of(qmi::ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace modembench::testing
