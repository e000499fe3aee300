#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <tl/expected.hpp>

#include "bench/plan/scenario.hpp"
#include "client_under_test/client.hpp"
#include "client_under_test/process.hpp"

namespace modembench::client_under_test {

/// Where a client finds the modem in this run.
struct Whereabouts {
  std::map<PortName, std::filesystem::path> ports;
  std::filesystem::path folder;  ///< the client's own folder for this run, with its files
  bool on_stage = false;
  bool real_device = false;   ///< the machine's own /dev, /sys, udev and system bus know the modem
  bool by_proxy = false;      ///< the client is to ask for the modem at @qmi-proxy
  std::string own_program{};  ///< a path by which the client can start this very program; for a client that names it
};

/// The values of the placeholders that a client's YAML can name: {qmi}, {ttyUSB0} … are the ports' paths; {folder} is
/// the client's folder; {open_flag} is what libqmi's tools need to be told (--device-open-qmi where no sysfs says it
/// for them, --device-open-proxy where that is the way); {proxy} is "yes" or "no" as qmi-network wants to be told;
/// {modembench} is this program, whose sub-commands the bench's own clients are. The client's own variables and the
/// scenario's come after these.
[[nodiscard]] std::map<std::string, std::string> placeholder_values(const Client& client, const bench::ClientUse& use,
                                                                    const Whereabouts& whereabouts);

/// Writes the client's files and makes its command. An argument that comes out empty is left out, and {open_flag} by
/// itself is as many arguments as it has flags. A value reaches a shell by its environment alone, as $modembench_NAME,
/// and is never in the shell's text (shell_text.hpp).
[[nodiscard]] tl::expected<Command, std::string> start_command(const Client& client, const bench::ClientUse& use,
                                                               const Whereabouts& whereabouts);

/// The path of a program, whether or not we may run it (PATH, then the sbin folders); empty if it is nowhere.
[[nodiscard]] std::string find_program(const std::string& program);

/// Why one of the client's programs can't be run: it is not in PATH or the sbin folders, or not ours to execute
/// (Debian's pppd is for root and the group dip). Empty if all can.
[[nodiscard]] std::string unusable_program(const Client& client);

}  // namespace modembench::client_under_test
