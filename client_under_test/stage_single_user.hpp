#pragma once

#include <string>
#include <string_view>

namespace modembench::client_under_test {

/// Helps this process and those it starts to live in a user namespace with one user. Every name in /etc/passwd gets
/// root's numbers, in a mount namespace of these processes' own, so that no other process sees it. setgroups(2), which
/// the kernel forbids there, is answered as done without being done: there are no other groups to take or to give up.
/// Throws StepFailed.
void let_root_be_everybody();

/// The text of /etc/passwd with 0 for each user's and group's number; lines that aren't entries are left as they are.
[[nodiscard]] std::string with_roots_numbers(std::string_view passwd);

}  // namespace modembench::client_under_test
