#include "command/run_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include <sys/prctl.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"

namespace modembench::command {
namespace {

using client_under_test::Pipe;

int live(const std::function<std::string()>& body, Pipe& pipe, pid_t parent) {
  // A run that is told to end cleans up after itself, also where the suite was killed.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) return 1;
  // Were its other end ours, too, we would wait for ourselves to read when the suite has gone.
  pipe.read.reset();
  try {
    client_under_test::write_text(pipe.write.get(), body());
    return 0;
  } catch (...) {
    return 1;
  }
}

}  // namespace

tl::expected<RunProcess, std::string> RunProcess::start(std::size_t run, const std::function<std::string()>& body) {
  std::fflush(stdout);  // once, and by us
  Pipe pipe;
  if (!client_under_test::make_pipe(pipe)) return tl::unexpected(files::error_text(errno));
  const pid_t parent = getpid();
  const pid_t process = client_under_test::fork_as_we_are([&] { return live(body, pipe, parent); });
  if (process < 0) return tl::unexpected(files::error_text(errno));
  return RunProcess(run, process, std::move(pipe.read));
}

bool RunProcess::take() {
  std::array<char, 65536> buffer;
  const auto got = read(from_.get(), buffer.data(), buffer.size());
  if (got <= 0) return got < 0 && errno == EINTR;
  said_.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

void RunProcess::tell(int signal) const { ::kill(process_, signal); }

int RunProcess::wait() const { return client_under_test::wait_for(process_); }

void RunProcess::kill() const {
  tell(SIGKILL);
  wait();
}

}  // namespace modembench::command
