#include "client_under_test/process_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <iterator>
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

Watch::Watch(asio::io_context& io, ports::Clock& clock, std::unique_ptr<Custody> custody, int group,
             Connection connection, Pipe output, Process::Callbacks callbacks)
    : custody_(std::move(custody)),
      group_(group),
      connection_(io, connection.ours.release()),
      output_(io, output.read.release()),
      clock_(clock),
      patience_(clock.make_timer()),
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
  patience_->call_at(clock_.now() + now, [this, left = time - now, then = std::move(then)] {
    // Whatever is called may be the last that holds this object.
    const auto self = shared_from_this();
    if (over_) return;
    if (left > std::chrono::milliseconds(0)) return give(left, then);
    then();
  });
}

bool Watch::take_output() {
  std::vector<std::string> lines;
  bool any = false;
  for (std::string_view portion; !over_ && !(portion = read_portion()).empty(); any = true) {
    auto more = lines_.take(portion);
    std::move(more.begin(), more.end(), std::back_inserter(lines));
  }
  say(lines);
  return any;
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
  if (report && report->kind == WardenReport::Kind::started) {
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

// False when there is nothing (more).
bool Watch::read_output() {
  const auto portion = read_portion();
  say(lines_.take(portion));
  return !portion.empty();
}

// Good until the next one is read.
std::string_view Watch::read_portion() {
  ssize_t got = 0;
  while ((got = ::read(output_.native_handle(), portion_.data(), portion_.size())) < 0 && errno == EINTR) {
  }
  return {portion_.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
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
  if (report->kind == WardenReport::Kind::started) return await_warden();
  if (report->kind != WardenReport::Kind::ended)
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
  patience_->cancel();
  boost::system::error_code ignored;
  connection_.close(ignored);
  output_.close(ignored);
}

}  // namespace modembench::client_under_test
