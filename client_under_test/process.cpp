#include "client_under_test/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client_under_test/process_children.hpp"
#include "client_under_test/process_fork.hpp"
#include "client_under_test/process_lines.hpp"
#include "client_under_test/process_program.hpp"
#include "client_under_test/process_warden.hpp"

namespace modembench::client_under_test {
namespace {

namespace asio = boost::asio;

Ended in_words(int wait_status) {
  if (WIFEXITED(wait_status)) {
    const int status = WEXITSTATUS(wait_status);
    return {status, "exit status " + std::to_string(status)};
  }
  const int signal = WTERMSIG(wait_status);
  const char* name = sigdescr_np(signal);
  return {128 + signal, "killed by signal " + std::to_string(signal) +
                            (name != nullptr ? " (" + std::string(name) + ")" : std::string())};
}

// Waits until the other side has closed; false if it hasn't in that time.
bool closes_within(int fd, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd event{.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = poll(&event, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (ready == 0) return false;
    if (ready < 0) continue;
    std::array<char, 64> unused{};
    const auto got = recv(fd, unused.data(), unused.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return true;
  }
}

std::optional<WardenReport> receive_report(int connection) {
  WardenReport report;
  const auto got = recv(connection, &report, sizeof report, MSG_WAITALL);
  if (got != static_cast<ssize_t>(sizeof report)) return std::nullopt;
  return report;
}

// What watches the client; owned by its Process and by its handlers in the io_context.
class Watch : public std::enable_shared_from_this<Watch> {
 public:
  Watch(asio::io_context& io, pid_t warden, int group, Connection connection, Pipe output, Process::Callbacks callbacks)
      : warden_(warden),
        group_(group),
        connection_(io, connection.ours.release()),
        output_(io, output.read.release()),
        grace_(io),
        callbacks_(std::move(callbacks)) {
    output_.native_non_blocking(true);
  }

  void begin() {
    wait_for_output();
    connection_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [self = shared_from_this()](boost::system::error_code error) {
                             if (!error && !self->over_)
                               self->client_ended(receive_report(self->connection_.native_handle()));
                           });
  }

  void end(std::chrono::milliseconds grace) {
    if (over_) return;
    if (grace <= std::chrono::milliseconds(0)) {
      order(WardenOrder::kill);
      return;
    }
    order(WardenOrder::terminate);
    grace_.expires_after(grace);
    grace_.async_wait([self = shared_from_this()](boost::system::error_code error) {
      if (!error && !self->over_) self->order(WardenOrder::kill);
    });
  }

  void let_go() {
    if (over_) return;
    over_ = true;
    order(WardenOrder::kill);
    // Killing takes no time but where the kernel holds a process back.
    if (!closes_within(connection_.native_handle(), std::chrono::seconds(5))) kill(warden_, SIGKILL);
    close_all();
  }

  [[nodiscard]] int group() const { return group_; }

 private:
  void order(WardenOrder what) {
    const auto byte = static_cast<char>(what);
    send(connection_.native_handle(), &byte, 1, MSG_NOSIGNAL);
  }

  void wait_for_output() {
    output_.async_wait(asio::posix::stream_descriptor::wait_read,
                       [self = shared_from_this()](boost::system::error_code error) {
                         if (error || self->over_) return;
                         if (self->read_output() && !self->over_) self->wait_for_output();
                       });
  }

  // One portion; false when there is nothing (more).
  bool read_output() {
    std::array<char, 16384> buffer{};
    const auto got = ::read(output_.native_handle(), buffer.data(), buffer.size());
    if (got <= 0) return got < 0 && errno == EINTR;
    say(lines_.take({buffer.data(), static_cast<std::size_t>(got)}));
    return true;
  }

  void say(const std::vector<std::string>& lines) {
    for (const auto& line : lines) {
      if (!over_ && callbacks_.says) callbacks_.says(line);
    }
  }

  void client_ended(const std::optional<WardenReport>& report) {
    // All who could write are dead. Should one have got away, it doesn't keep us: what is there counts.
    constexpr int kMostPortions = 64;
    for (int portion = 0; portion < kMostPortions && !over_ && read_output(); ++portion) {
    }
    say(lines_.take_rest());
    if (over_) return;
    over_ = true;
    close_all();
    const auto ended = report ? in_words(report->value) : Ended{128 + SIGKILL, "lost: its warden was killed"};
    if (callbacks_.ended) callbacks_.ended(ended);
  }

  void close_all() {
    wait_for(warden_);
    grace_.cancel();
    boost::system::error_code ignored;
    connection_.close(ignored);
    output_.close(ignored);
  }

  pid_t warden_;
  int group_;
  asio::posix::stream_descriptor connection_;
  asio::posix::stream_descriptor output_;
  asio::steady_timer grace_;
  Process::Callbacks callbacks_;
  ProcessLines lines_{Process::kMaxLine};
  bool over_ = false;
};

class WatchedProcess final : public Process {
 public:
  explicit WatchedProcess(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}
  WatchedProcess(const WatchedProcess&) = delete;
  WatchedProcess& operator=(const WatchedProcess&) = delete;
  ~WatchedProcess() override { watch_->let_go(); }

  void end(std::chrono::milliseconds grace) override { watch_->end(grace); }
  [[nodiscard]] int group() const override { return watch_->group(); }

 private:
  std::shared_ptr<Watch> watch_;
};

// The warden's first word: that the program runs, or why it doesn't.
tl::expected<WardenReport, Reason> first_report(int connection, const Program& program) {
  const auto report = receive_report(connection);
  if (!report) return tl::unexpected(std::string("its warden was killed"));
  switch (report->what) {
    case WardenReport::What::no_folder:
      return tl::unexpected("folder " + program.folder + ": " + files::error_text(report->value));
    case WardenReport::What::no_program:
      return tl::unexpected(report->value == ENOENT ? std::string("no such program")
                                                    : files::error_text(report->value));
    default:
      return *report;
  }
}

}  // namespace

tl::expected<std::unique_ptr<Process>, Reason> Process::start(asio::io_context& io, const Command& command,
                                                              Stage* stage, Callbacks callbacks) {
  if (command.arguments.empty()) return tl::unexpected(std::string("there is no command to start"));
  const auto refused = [&](const std::string& why) {
    return tl::unexpected("can't start " + command.arguments.front() + ": " + why);
  };
  auto program = make_program(command);
  program.contained = stage != nullptr;
  Connection connection;
  Pipe output;
  if (!make_connection(connection) || !make_pipe(output)) return refused(files::error_text(errno));

  const auto guard = [&] { return guard_client(program, connection.theirs.get(), output.write.get()); };
  tl::expected<pid_t, Reason> warden = stage != nullptr ? stage->start(guard) : fork_to(guard);
  if (!warden) return refused(warden.error());
  if (*warden < 0) return refused(files::error_text(errno));
  connection.theirs.reset();
  output.write.reset();

  const auto report = first_report(connection.ours.get(), program);
  if (!report) {
    connection.ours.reset();
    wait_for(*warden);
    return refused(report.error());
  }
  int group = report->value;
  if (stage != nullptr) {
    // The client's number in the stage isn't the one it has for us.
    const auto children = children_of(*warden);
    group = children.empty() ? *warden : children.front();
  }
  auto watch =
      std::make_shared<Watch>(io, *warden, group, std::move(connection), std::move(output), std::move(callbacks));
  watch->begin();
  return std::make_unique<WatchedProcess>(std::move(watch));
}

}  // namespace modembench::client_under_test
