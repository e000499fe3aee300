#pragma once

namespace modembench::client_under_test {

/// Mounts this process's /proc: of its PID namespace, and read-only where it is the machine's (all settings but those
/// of the own network namespace, interrupts, buses), without the kernel's memory, keys and log. Where a new one isn't
/// allowed (a container that masks parts of it) the old one stays, with the outside's process ids, read-only as it is.
/// Throws StepFailed.
void furnish_proc();

}  // namespace modembench::client_under_test
