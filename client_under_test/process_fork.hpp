#pragma once

#include <functional>
#include <initializer_list>
#include <string>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// The two ends of a pipe.
struct Pipe {
  files::Descriptor read;
  files::Descriptor write;
};
/// A pair of connected stream sockets.
struct Connection {
  files::Descriptor ours;
  files::Descriptor theirs;
};
/// Make a pipe, or a connection. Both descriptors close on exec, and none has a standard stream's number. False with
/// errno where there can be none.
[[nodiscard]] bool make_pipe(Pipe& pipe);
[[nodiscard]] bool make_connection(Connection& connection);

/// Hands a descriptor over to the other side of a connection. False with errno where that can't be done.
[[nodiscard]] bool send_descriptor(int connection, int fd);
/// Waits for a descriptor that the other side hands over; none with errno if none is to come.
[[nodiscard]] files::Descriptor receive_descriptor(int connection);

/// Forks a process that runs `body` and exits with its result. Signals are as at a program's start, nothing else is
/// changed. Returns -1 with errno where there can be none.
[[nodiscard]] pid_t fork_to(const std::function<int()>& body);

/// Forks like `fork_to`, but with signals as they are for us: what we hold back or ignore, the new process holds back
/// or ignores. `body` must throw nothing.
[[nodiscard]] pid_t fork_as_we_are(const std::function<int()>& body);

/// Makes a child of ours with `clone_flags`, by way of a process in between. That one does in `prepare` what concerns
/// only the process that does it and its children (setns, say). `prepare` returns what went wrong, empty if nothing.
[[nodiscard]] tl::expected<pid_t, std::string> fork_through(const std::function<std::string()>& prepare,
                                                            int clone_flags, const std::function<int()>& body);

/// Whether one of the functions above has made this process and wait_for hasn't waited for it yet: it is a child of
/// ours by our own doing, not one that came to us as an orphan.
[[nodiscard]] bool is_fork_of_ours(pid_t process);

/// Runs `body` in a process of its own. `body` returns what went wrong, empty if nothing.
[[nodiscard]] tl::expected<void, std::string> run_apart(const std::function<std::string()>& body);

/// Closes all descriptors from 3 on but `kept`.
void close_all_but(std::initializer_list<int> kept);

/// Makes standard input, output and error /dev/null.
void detach_standard_streams();

/// Waits for a child of ours. Returns its wait status, or -1 if there is no such child (any more).
int wait_for(pid_t child);
/// A wait status in words: "killed by signal 11 (Segmentation fault)", "exit status 1".
[[nodiscard]] std::string how_it_ended(int status);

/// Reads all text that comes until the descriptor's other side is closed.
[[nodiscard]] std::string read_to_end(int fd);
void write_text(int fd, const std::string& text);

}  // namespace modembench::client_under_test
