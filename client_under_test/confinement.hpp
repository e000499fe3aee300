#pragma once

#include <string>

namespace modembench::client_under_test {

/// Takes rights from this process and all that it starts, in a guest whose word is believed. The process stays root,
/// but can't do port I/O, load modules, reboot, mount, or look into processes that have more rights. It sees of the
/// guest what it saw before, but whatever runs with all rights reads nothing that it can write. /etc, /var and /root
/// are copies of its own, and so is /run but for udev's and D-Bus's parts. Those are read-only, as are the rest of the
/// root, /proc/sys (less its net) and those parts of /sys that are no USB's and no interface's. /dev, /tmp and `folder`
/// are there as they are. Returns what went wrong, in words; empty if nothing.
[[nodiscard]] std::string confine(const std::string& folder);

}  // namespace modembench::client_under_test
