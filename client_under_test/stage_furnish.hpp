#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emulator/port_name.hpp"

namespace modembench::client_under_test {

/// What is done inside a stage's namespaces. Each returns what went wrong with its step, empty if nothing.

/// Maps this process's user and group, given as they are outside, to root of the user namespace it is the first of.
[[nodiscard]] std::string become_root_inside(unsigned user, unsigned group);

/// Gives the namespaces their own /sys/class, /dev, /tmp, /run, /proc and loopback interface. Called once, by the
/// first process. `keep`: see Stage::Options.
[[nodiscard]] std::string furnish_stage(const std::vector<std::filesystem::path>& keep);

/// Makes `target` what stands at /dev/`node`; where that is the QMI port also what sysfs says of it.
[[nodiscard]] std::string put_port(PortName port, const std::filesystem::path& target);
[[nodiscard]] std::string remove_port(PortName port);

/// /dev/cdc-wdm0, /dev/ttyUSB0 …
[[nodiscard]] std::filesystem::path port_node(PortName port);

}  // namespace modembench::client_under_test
