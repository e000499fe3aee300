#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

namespace modembench::vm {

/// Commands to a QEMU and its replies, a line of JSON each. The end of QEMU is told by Asio's exception.
class QmpConnection {
 public:
  explicit QmpConnection(boost::asio::local::stream_protocol::socket socket) : socket_(std::move(socket)) {}

  boost::asio::awaitable<nlohmann::json> ask(nlohmann::json order) {
    const std::string text = order.dump() + "\n";
    co_await boost::asio::async_write(socket_, boost::asio::buffer(text), boost::asio::use_awaitable);
    for (;;) {
      auto reply = co_await read();
      // Events come in between.
      if (reply.is_discarded() || reply.contains("return") || reply.contains("error")) co_return reply;
    }
  }

  boost::asio::awaitable<nlohmann::json> read() {
    constexpr std::size_t kMaxReply = 1 << 20;
    const auto length = co_await boost::asio::async_read_until(
        socket_, boost::asio::dynamic_buffer(received_, kMaxReply), '\n', boost::asio::use_awaitable);
    auto reply = nlohmann::json::parse(received_.substr(0, length), nullptr, false);
    received_.erase(0, length);
    co_return reply;
  }

 private:
  boost::asio::local::stream_protocol::socket socket_;
  std::string received_;
};

}  // namespace modembench::vm
