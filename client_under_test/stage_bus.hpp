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

/// The address of a stage's system bus: that of a machine's.
inline constexpr const char* kSystemBus = "unix:path=/run/dbus/system_bus_socket";

/// How a stage's system bus is to be.
struct BusTask {
  std::vector<std::string> services;  ///< names for which the bus starts programs when they are asked for
  /// variables added to its own environment and that of those programs
  std::vector<std::pair<std::string, std::string>> environment;
  bool single_user = false;  ///< the bus runs in a user namespace that has no user but root
};

/// The configuration for dbus-daemon. `services` is the folder with the .service files of programs it may start.
[[nodiscard]] std::string bus_configuration(const std::filesystem::path& services);

/// Starts a process in the stage.
using StartInside = std::function<tl::expected<pid_t, std::string>(const std::function<int()>&)>;

/// Starts Debian's dbus-daemon as the stage's system bus, on which everybody may own and call what they like. The bus
/// listens when this returns. The descriptor carries what the bus and the programs it starts say on standard error; it
/// must be kept as long as the bus is there, and may be left unread. The bus starts the programs that the machine's own
/// /usr/share/dbus-1/system-services/NAME.service name. Where there is a single user, a daemon that gives up root's
/// rights for those of a user of its own (polkitd) has no such user to become; stage_single_user.hpp says what the bus
/// and the programs it starts, and nobody else, are told then.
[[nodiscard]] tl::expected<files::Descriptor, std::string> start_system_bus(const StartInside& start,
                                                                            const BusTask& task);

}  // namespace modembench::client_under_test
