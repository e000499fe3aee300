#include "vm/qmp.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "vm/qmp_connection.hpp"

namespace modembench::vm {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using nlohmann::json;

// Between two looks at how far it is.
constexpr std::chrono::milliseconds kLook{20};
constexpr const char* kSocket = "control";

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

bool is_error(const json& reply) { return !reply.is_object() || reply.contains("error"); }

std::string status_of(const json& reply) {
  if (!reply.is_object() || !reply.contains("return")) return "failed";
  const auto& answer = reply["return"];
  return answer.is_object() ? answer.value("status", std::string("none")) : "none";
}

// GCC 12 knows no list in braces in an awaited expression: the commands are made apart.
json command(const char* name) { return {{"execute", name}}; }

json without_memory() {
  const json capability = {{"capability", "x-ignore-shared"}, {"state", true}};
  return {{"execute", "migrate-set-capabilities"}, {"arguments", {{"capabilities", json::array({capability})}}}};
}

json migrate(const char* which_way, const std::string& uri) {
  return {{"execute", which_way}, {"arguments", {{"uri", uri}}}};
}

asio::awaitable<Result<void>> prepare(QmpConnection& qemu) {
  co_await qemu.read();  // its greeting
  co_await qemu.ask(command("qmp_capabilities"));
  const auto reply = co_await qemu.ask(without_memory());
  if (is_error(reply)) co_return tl::unexpected(fmt::format("QEMU knows no memory in a file: {}", reply.dump()));
  co_return Result<void>{};
}

asio::awaitable<Result<void>> save(QmpConnection& qemu, std::filesystem::path file) {
  if (auto prepared = co_await prepare(qemu); !prepared) co_return prepared;
  // A guest that goes on while its memory is copied can have a state that never was.
  co_await qemu.ask(command("stop"));
  const auto begun = co_await qemu.ask(migrate("migrate", "exec:cat >>" + quoted(file)));
  if (is_error(begun)) co_return tl::unexpected(fmt::format("QEMU doesn't save its state: {}", begun.dump()));
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    const auto reply = co_await qemu.ask(command("query-migrate"));
    const auto status = status_of(reply);
    if (status == "completed") break;
    if (status == "failed" || status == "cancelled") {
      co_return tl::unexpected(fmt::format("QEMU couldn't save its state: {}", reply.dump()));
    }
    timer.expires_after(kLook);
    co_await timer.async_wait(asio::use_awaitable);
  }
  try {
    co_await qemu.ask(command("quit"));
  } catch (const boost::system::system_error&) {
    // It may be gone before it has answered: what is saved is saved.
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> resume(QmpConnection& qemu, std::string uri) {
  if (auto prepared = co_await prepare(qemu); !prepared) co_return prepared;
  const auto begun = co_await qemu.ask(migrate("migrate-incoming", uri));
  if (is_error(begun)) co_return tl::unexpected(fmt::format("QEMU doesn't take a state: {}", begun.dump()));
  co_return Result<void>{};
}

tl::unexpected<std::string> failure(const boost::system::error_code& error) {
  return tl::unexpected(fmt::format("QEMU's control socket: {}", error.message()));
}

}  // namespace

Result<Control> Control::in(asio::io_context& io, const std::filesystem::path& folder) {
  files::Descriptor opened(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!opened) return failure({errno, boost::system::system_category()});
  const stream_protocol::endpoint place(fmt::format("/proc/self/fd/{}/{}", opened.get(), kSocket));
  stream_protocol::acceptor acceptor(io);
  boost::system::error_code error;
  if (acceptor.open(place.protocol(), error) || acceptor.bind(place, error) || acceptor.listen(1, error)) {
    return failure(error);
  }
  return Control(std::move(opened), std::move(acceptor));
}

std::string Control::option() const { return fmt::format("unix:/proc/{}/fd/{}/{}", getpid(), folder_.get(), kSocket); }

// Asio says by exceptions that the connection has ended; they go no further.
asio::awaitable<Result<void>> Control::save_state(std::filesystem::path file) {
  try {
    QmpConnection qemu(co_await acceptor_.async_accept(asio::use_awaitable));
    co_return co_await save(qemu, std::move(file));
  } catch (const boost::system::system_error& error) {
    co_return failure(error.code());
  }
}

asio::awaitable<Result<void>> Control::resume_state(std::filesystem::path file, std::uint64_t from) {
  try {
    QmpConnection qemu(co_await acceptor_.async_accept(asio::use_awaitable));
    co_return co_await resume(qemu, resume_from(file, from));
  } catch (const boost::system::system_error& error) {
    co_return failure(error.code());
  }
}

std::string resume_from(const std::filesystem::path& file, std::uint64_t from) {
  return fmt::format("exec:tail -c +{} {}", from + 1, quoted(file));
}

}  // namespace modembench::vm
