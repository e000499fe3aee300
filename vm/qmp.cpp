#include "vm/qmp.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

namespace modembench::vm {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using nlohmann::json;

constexpr std::size_t kMaxReply = 1 << 20;
// Between two looks at how far it is.
constexpr std::chrono::milliseconds kLook{20};

// The shell's word for a path.
std::string quoted(const std::filesystem::path& path) {
  std::string word = "'";
  for (const char c : path.string()) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + "'";
}

class Control {
 public:
  explicit Control(stream_protocol::socket socket) : socket_(std::move(socket)) {}

  asio::awaitable<json> ask(json order) {
    const std::string text = order.dump() + "\n";
    co_await asio::async_write(socket_, asio::buffer(text), asio::use_awaitable);
    for (;;) {
      auto reply = co_await read();
      // Events come in between.
      if (reply.is_discarded() || reply.contains("return") || reply.contains("error")) co_return reply;
    }
  }

  asio::awaitable<json> read() {
    const auto length =
        co_await asio::async_read_until(socket_, asio::dynamic_buffer(received_, kMaxReply), '\n', asio::use_awaitable);
    auto reply = json::parse(received_.substr(0, length), nullptr, false);
    received_.erase(0, length);
    co_return reply;
  }

 private:
  stream_protocol::socket socket_;
  std::string received_;
};

std::string status_of(const json& reply) {
  if (!reply.is_object() || !reply.contains("return")) return "failed";
  const auto& answer = reply["return"];
  return answer.is_object() ? answer.value("status", std::string("none")) : "none";
}

// GCC 12 knows no list in braces in an awaited expression: the commands are made apart.
json command(const char* name) { return {{"execute", name}}; }

// Its own limit is that of a network: 128 MiB/s.
json without_limit() {
  return {{"execute", "migrate-set-parameters"}, {"arguments", {{"max-bandwidth", std::int64_t{1} << 40}}}};
}

json migrate_to(const std::filesystem::path& file) {
  return {{"execute", "migrate"}, {"arguments", {{"uri", fmt::format("exec:cat >{}", quoted(file))}}}};
}

asio::awaitable<Result<void>> save(Control& control, std::filesystem::path file) {
  co_await control.read();  // its greeting
  co_await control.ask(command("qmp_capabilities"));
  // A guest that goes on while its memory is written can have a state that never was.
  co_await control.ask(command("stop"));
  co_await control.ask(without_limit());
  const auto begun = co_await control.ask(migrate_to(file));
  if (!begun.is_object() || begun.contains("error")) {
    co_return tl::unexpected(fmt::format("QEMU doesn't save its state: {}", begun.dump()));
  }
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    const auto reply = co_await control.ask(command("query-migrate"));
    const auto status = status_of(reply);
    if (status == "completed") break;
    if (status == "failed" || status == "cancelled") {
      co_return tl::unexpected(fmt::format("QEMU couldn't save its state: {}", reply.dump()));
    }
    timer.expires_after(kLook);
    co_await timer.async_wait(asio::use_awaitable);
  }
  try {
    co_await control.ask(command("quit"));
  } catch (const boost::system::system_error&) {
    // It may be gone before it has answered: what is saved is saved.
  }
  co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<void>> save_state(std::filesystem::path control_path, std::filesystem::path file) {
  // Asio says by exceptions that the connection has ended; they go no further.
  try {
    stream_protocol::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(stream_protocol::endpoint(control_path.string()), asio::use_awaitable);
    Control control(std::move(socket));
    co_return co_await save(control, file);
  } catch (const boost::system::system_error& error) {
    co_return tl::unexpected(fmt::format("QEMU's control socket: {}", error.code().message()));
  }
}

std::string resume_from(const std::filesystem::path& file) { return "exec:cat " + quoted(file); }

}  // namespace modembench::vm
