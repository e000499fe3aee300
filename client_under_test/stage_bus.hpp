#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// Where a stage's system bus listens: where a machine's does.
inline constexpr const char* kSystemBus = "unix:path=/run/dbus/system_bus_socket";

struct BusTask {
  std::vector<std::string> services;  ///< names the bus starts programs for when they are asked for
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to its own, and that of those programs
  bool single_user = false;  ///< in a user namespace in which there is nobody but root
};

/// What dbus-daemon is told; `services` is the folder with the .service files of programs it may start.
[[nodiscard]] std::string bus_configuration(const std::filesystem::path& services);

/// Starts a process in the stage.
using StartInside = std::function<tl::expected<pid_t, std::string>(const std::function<int()>&)>;

/// Debian's dbus-daemon as the stage's system bus, on which everybody may own and call what they like. It listens when
/// this returns. The descriptor is what it and the programs it starts say on standard error: to be kept as long as the
/// bus is, to be read or not.
/// Programs the bus starts are those that the machine's own /usr/share/dbus-1/system-services/NAME.service name.
/// Where there is a single user, a daemon that gives up root's rights for those of a user of its own (polkitd) has none
/// to become: see stage_single_user.hpp for what the bus and the programs it starts, and nobody else, are told.
[[nodiscard]] tl::expected<files::Descriptor, std::string> start_system_bus(const StartInside& start,
                                                                            const BusTask& task);

}  // namespace modembench::client_under_test
