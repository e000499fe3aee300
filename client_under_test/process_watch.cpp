#include "client_under_test/process_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace modembench::client_under_test {
namespace {

namespace asio = boost::asio;

Ended read_end(const WardenReport& report) {
  if (report.value < 0)
    return {.status = 0, .in_words = "lost", .bench_failed = "the client's end was taken by another"};
  Ended ended;
  ended.status = WIFEXITED(report.value) ? WEXITSTATUS(report.value) : 128 + WTERMSIG(report.value);
  ended.in_words = how_it_ended(report.value);
  if (report.was_stopped) ended.bench_failed = "the client's warden was stopped for a while";
  return ended;
}

}  // namespace

Watch::Watch(asio::io_context& io, std::unique_ptr<Custody> custody, int group, Connection connection, Pipe output,
             Process::Callbacks callbacks)
    : custody_(std::move(custody)),
      group_(group),
      connection_(io, connection.ours.release()),
      output_(io, output.read.release()),
      patience_(io),
      callbacks_(std::move(callbacks)) {
  output_.native_non_blocking(true);
}

void Watch::begin() {
  wait_for_output();
  await_warden();
}

void Watch::await_warden() {
  connection_.async_wait(asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](boost::system::error_code error) {
                           if (error != asio::error::operation_aborted && !self->over_) self->warden_speaks();
                         });
}

void Watch::end(std::chrono::milliseconds grace) {
  if (over_) return;
  if (grace <= std::chrono::milliseconds(0)) return kill_client();
  order(WardenOrder::terminate);
  give(grace, [this] { kill_client(); });
}

void Watch::kill_client() {
  order(WardenOrder::kill);
  give(Custody::kPatience, [this] {
    lose("the client's warden was told to kill it and didn't in " + std::to_string(Custody::kPatience.count()) + " s");
  });
}

// So much time to the warden, if it isn't stopped; then that is done.
void Watch::give(std::chrono::milliseconds time, std::function<void()> then) {
  if (custody_->is_stopped()) return lose("the client's warden was stopped");
  const auto now = std::min(time, Custody::kLook);
  patience_.expires_after(now);
  patience_.async_wait(
      [self = shared_from_this(), left = time - now, then = std::move(then)](boost::system::error_code error) {
        if (error || self->over_) return;
        if (left > std::chrono::milliseconds(0)) return self->give(left, then);
        then();
      });
}

void Watch::take_end() {
  pollfd event{.fd = connection_.native_handle(), .events = POLLIN, .revents = 0};
  if (!over_ && poll(&event, 1, 0) > 0) warden_speaks();
}

void Watch::let_go() {
  if (over_) return;
  over_ = true;
  if (custody_->is_released()) return close_all();  // it is a callback's wish, while the client's end is told
  order(WardenOrder::kill);
  auto report = custody_->wait_for_word(connection_.native_handle(), Custody::kPatience);
  if (report && report->what == WardenReport::What::started) {
    report = custody_->wait_for_word(connection_.native_handle(), Custody::kPatience);
  }
  if (report) {
    custody_->release();
  } else {
    custody_->end_in_its_stead(report.error());
  }
  close_all();
}

void Watch::order(WardenOrder what) {
  const auto byte = static_cast<char>(what);
  send(connection_.native_handle(), &byte, 1, MSG_NOSIGNAL);
}

void Watch::wait_for_output() {
  output_.async_wait(asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](boost::system::error_code error) {
                       if (error || self->over_) return;
                       if (self->read_output() && !self->over_) self->wait_for_output();
                     });
}

// One portion; false when there is nothing (more).
bool Watch::read_output() {
  std::array<char, 16384> buffer{};
  const auto got = ::read(output_.native_handle(), buffer.data(), buffer.size());
  if (got <= 0) return got < 0 && errno == EINTR;
  say(lines_.take({buffer.data(), static_cast<std::size_t>(got)}));
  return true;
}

void Watch::say(const std::vector<std::string>& lines) {
  for (const auto& line : lines) {
    if (!over_ && callbacks_.says) callbacks_.says(line);
  }
}

void Watch::warden_speaks() {
  const auto report = custody_->wait_for_word(connection_.native_handle(), Custody::kPatience);
  if (!report) return lose(report.error());
  // It was stopped before it could say so.
  if (report->what == WardenReport::What::started) return await_warden();
  if (report->what != WardenReport::What::ended)
    return lose("the client's warden was stopped, and the client can't run");
  custody_->release();
  tell_end(read_end(*report));
}

// The client and all it has started are ended here, and how it would have gone on isn't known.
void Watch::lose(std::string why) {
  const auto failed = custody_->end_in_its_stead(std::move(why));
  tell_end({.status = 128 + SIGKILL, .in_words = "lost: " + failed, .bench_failed = failed});
}

void Watch::tell_end(const Ended& ended) {
  // All who could write are dead. Should one have got away, it doesn't keep us: what is there counts.
  constexpr int kMostPortions = 64;
  for (int portion = 0; portion < kMostPortions && !over_ && read_output(); ++portion) {
  }
  say(lines_.take_rest());
  if (over_) return;
  over_ = true;
  close_all();
  if (callbacks_.ended) callbacks_.ended(ended);
}

void Watch::close_all() {
  patience_.cancel();
  boost::system::error_code ignored;
  connection_.close(ignored);
  output_.close(ignored);
}

}  // namespace modembench::client_under_test
