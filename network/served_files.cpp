#include "network/served_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "emulator/ports/socket_listener.hpp"

namespace modembench::network {
namespace {

using Protocol = boost::asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t kPiece = 64 * 1024;

/// The line often enough for a piece that begins anywhere in it.
const std::string& lines() {
  static const std::string text = [] {
    std::string all;
    while (all.size() < kPiece + kDownloadLine.size()) all += kDownloadLine;
    return all;
  }();
  return text;
}

/// One connection; it lives as long as it has something to do.
class Served : public std::enable_shared_from_this<Served> {
 public:
  explicit Served(Protocol::socket socket) : socket_(std::move(socket)) {}
  virtual ~Served() = default;
  virtual void begin() = 0;
  void close() {
    error_code ignored;
    socket_.close(ignored);
  }

 protected:
  Protocol::socket socket_;
};

class Download final : public Served {
 public:
  using Served::Served;
  void begin() override { read(); }

 private:
  template <class Next>
  auto then(Next next) {
    return [self = std::static_pointer_cast<Download>(shared_from_this()), next](error_code error, std::size_t size) {
      if (!error) next(*self, size);
    };
  }

  void read() {
    socket_.async_read_some(boost::asio::buffer(buffer_), then([](Download& self, std::size_t size) {
                              self.request_.append(self.buffer_.data(), size);
                              self.look();
                            }));
  }

  void look() {
    if (request_.find("\r\n\r\n") == std::string::npos && request_.find("\n\n") == std::string::npos) {
      if (request_.size() < kMaxRequest) read();
      return;
    }
    const auto wanted = wanted_bytes(std::string_view(request_).substr(0, request_.find_first_of("\r\n")));
    left_ = wanted.value_or(0);
    head_ = fmt::format("HTTP/1.1 {}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                        wanted ? "200 OK" : "404 Not Found", left_);
    boost::asio::async_write(socket_, boost::asio::buffer(head_),
                             then([](Download& self, std::size_t) { self.write(); }));
  }

  void write() {
    if (left_ == 0) {
      error_code ignored;
      socket_.shutdown(Protocol::socket::shutdown_send, ignored);
      return;
    }
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, kPiece));
    const auto piece = boost::asio::buffer(lines().data() + sent_ % kDownloadLine.size(), size);
    boost::asio::async_write(socket_, piece, then([](Download& self, std::size_t written) {
                               self.sent_ += written;
                               self.left_ -= written;
                               self.write();
                             }));
  }

  std::array<char, 1024> buffer_{};
  std::string request_;
  std::string head_;
  std::uint64_t left_ = 0;
  std::uint64_t sent_ = 0;
};

class Echo final : public Served {
 public:
  using Served::Served;
  void begin() override {
    auto self = std::static_pointer_cast<Echo>(shared_from_this());
    socket_.async_read_some(boost::asio::buffer(buffer_), [self](error_code error, std::size_t size) {
      if (error) return;
      boost::asio::async_write(self->socket_, boost::asio::buffer(self->buffer_, size),
                               [self](error_code unsent, std::size_t) {
                                 if (!unsent) self->begin();
                               });
    });
  }

 private:
  std::array<char, 4096> buffer_{};
};

template <class Kind>
class Listener {
 public:
  explicit Listener(boost::asio::io_context& io) : acceptor_(io), pause_(io) {}
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    for (const auto& weak : served_) {
      if (const auto one = weak.lock()) one->close();
    }
    error_code ignored;
    acceptor_.close(ignored);
  }

  ports::Result<void> listen(const files::Place& folder, const std::string& name) {
    auto listening = ports::listen_at(folder, name);
    if (!listening) return tl::unexpected(listening.error());
    node_ = std::move(listening->node);
    error_code error;
    acceptor_.assign(Protocol(), listening->socket.get(), error);
    if (error) return tl::unexpected(name + ": " + error.message());
    (void)listening->socket.release();
    accept();
    return {};
  }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code error, Protocol::socket socket) {
      if (error == boost::asio::error::operation_aborted) return;
      if (error) return accept_later();
      std::erase_if(served_, [](const auto& weak) { return weak.expired(); });
      if (served_.size() < kMaxServed) {
        auto one = std::make_shared<Kind>(std::move(socket));
        served_.push_back(one);
        one->begin();
      }
      accept();
    });
  }

  // No descriptors left, for one: whoever waits is waited for.
  void accept_later() {
    pause_.expires_after(std::chrono::milliseconds(50));
    pause_.async_wait([this](error_code error) {
      if (!error) accept();
    });
  }

  Protocol::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  files::Node node_;
  std::vector<std::weak_ptr<Served>> served_;
};

class Both final : public ServedFiles {
 public:
  explicit Both(boost::asio::io_context& io) : web(io), echo(io) {}
  Listener<Download> web;
  Listener<Echo> echo;
};

}  // namespace

std::optional<std::uint64_t> wanted_bytes(std::string_view request_line) {
  constexpr std::string_view kBefore = "GET /bytes/";
  if (!request_line.starts_with(kBefore)) return std::nullopt;
  request_line.remove_prefix(kBefore.size());
  std::uint64_t bytes = 0;
  const auto [end, error] = std::from_chars(request_line.data(), request_line.data() + request_line.size(), bytes);
  const std::string_view rest(end, static_cast<std::size_t>(request_line.data() + request_line.size() - end));
  if (error != std::errc{} || bytes > kMaxDownload || !rest.starts_with(" HTTP/1.")) return std::nullopt;
  return bytes;
}

ports::Result<std::unique_ptr<ServedFiles>> ServedFiles::start(boost::asio::io_context& io, const files::Place& folder,
                                                               const std::string& web, const std::string& echo) {
  auto both = std::make_unique<Both>(io);
  auto listening = both->web.listen(folder, web).and_then([&] { return both->echo.listen(folder, echo); });
  if (!listening) return tl::unexpected(listening.error());
  return both;
}

}  // namespace modembench::network
