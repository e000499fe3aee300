#pragma once

#include <functional>
#include <initializer_list>
#include <string>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

struct Pipe {
  files::Descriptor read;
  files::Descriptor write;
};
struct Connection {
  files::Descriptor ours;
  files::Descriptor theirs;
};
/// Both close on exec and are none of the standard streams' numbers; false with errno where there can be none.
[[nodiscard]] bool make_pipe(Pipe& pipe);
[[nodiscard]] bool make_connection(Connection& connection);  ///< a pair of connected stream sockets

/// Hands a descriptor over to who has the other side of a connection; false with errno where it can't be.
[[nodiscard]] bool send_descriptor(int connection, int fd);
/// Waits for one; none with errno if there is none to come.
[[nodiscard]] files::Descriptor receive_descriptor(int connection);

/// A process of ours that runs `body` and exits with its result: signals as at a program's start, nothing else changed.
/// -1 with errno where there can be none.
[[nodiscard]] pid_t fork_to(const std::function<int()>& body);

/// The same, but with signals as they are for us: what we hold back or ignore, it holds back or ignores. `body` throws
/// nothing.
[[nodiscard]] pid_t fork_as_we_are(const std::function<int()>& body);

/// A child of ours for which a process in between does what only concerns the process that does it or its children
/// (setns, say), and which is then made with `clone_flags`. `prepare` returns what went wrong, empty if nothing.
[[nodiscard]] tl::expected<pid_t, std::string> fork_through(const std::function<std::string()>& prepare,
                                                            int clone_flags, const std::function<int()>& body);

/// True for a process that those above have made and that hasn't been waited for with wait_for: a child of ours by our
/// own doing, not one that somebody has left to us.
[[nodiscard]] bool is_fork_of_ours(pid_t process);

/// Runs `body` in a process of its own; what it returns is what went wrong, empty if nothing.
[[nodiscard]] tl::expected<void, std::string> run_apart(const std::function<std::string()>& body);

/// Closes all descriptors from 3 on but those.
void close_all_but(std::initializer_list<int> kept);

/// Makes standard input, output and error /dev/null.
void detach_standard_streams();

/// Waits for a child of ours; its wait status, or -1 if there is no such child (any more).
int wait_for(pid_t child);
/// What a wait status says: "killed by signal 11 (Segmentation fault)", "exit status 1".
[[nodiscard]] std::string how_it_ended(int status);

/// The whole text that comes until the descriptor's other side is closed.
[[nodiscard]] std::string read_to_end(int fd);
void write_text(int fd, const std::string& text);

}  // namespace modembench::client_under_test
