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
  std::filesystem::path folder;  ///< the client's own for this run: its files stand in it
  bool on_stage = false;
  bool real_device = false;   ///< the machine's own /dev, /sys, udev and system bus know the modem
  bool by_proxy = false;      ///< the modem is to be asked for at @qmi-proxy
  std::string own_program{};  ///< a path by which the client can start this very program; for who names it
};

/// What a client's YAML can name: {qmi}, {ttyUSB0} … are the ports' paths, {folder} its folder, {open_flag} what
/// libqmi's tools need to be told (--device-open-qmi where no sysfs says it for them, --device-open-proxy where that is
/// the way), {proxy} "yes" or "no" as qmi-network wants to be told, {modembench} this program, whose sub-commands the
/// bench's own clients are, then its own variables and the scenario's.
[[nodiscard]] std::map<std::string, std::string> placeholder_values(const Client& client, const bench::ClientUse& use,
                                                                    const Whereabouts& whereabouts);

/// Writes the client's files and makes its command; an argument that comes out empty is left out, and {open_flag} by
/// itself is as many arguments as it has flags. A value reaches a shell by its environment alone, as
/// $modembench_NAME, and is never in the shell's text (shell_text.hpp).
[[nodiscard]] tl::expected<Command, std::string> start_command(const Client& client, const bench::ClientUse& use,
                                                               const Whereabouts& whereabouts);

/// Where the program stands, whether or not we may run it (PATH, then the sbin folders); empty if nowhere.
[[nodiscard]] std::string find_program(const std::string& program);

/// Why one of the client's programs can't be run: not in PATH or the sbin folders, or not ours to execute (Debian's
/// pppd is for root and the group dip). Empty if all can.
[[nodiscard]] std::string unusable_program(const Client& client);

}  // namespace modembench::client_under_test
