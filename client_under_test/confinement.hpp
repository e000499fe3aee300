#pragma once

#include <string>

namespace modembench::client_under_test {

/// For this process and all that it starts, in a guest whose word is believed: it stays root, but can't do port I/O,
/// load modules, reboot, mount, or look into processes that have more rights. Of the guest it sees what it saw, but
/// whatever runs with all rights reads nothing that it can write: /etc, /var and /root are copies of its own, /run too
/// but for udev's and D-Bus's parts of it, which are read-only as the rest of the root, /proc/sys (less its net) and
/// those parts of /sys that are no USB's and no interface's. /dev, /tmp and `folder` are there as they are.
/// What went wrong, in words; empty if nothing.
[[nodiscard]] std::string confine(const std::string& folder);

}  // namespace modembench::client_under_test
