#include "client_under_test/stage_bus.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"
#include "client_under_test/stage_mounts.hpp"
#include "client_under_test/stage_rights.hpp"
#include "client_under_test/stage_single_user.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

const fs::path kBusFolder = "/run/dbus";
const fs::path kSystemServices = "/usr/share/dbus-1/system-services";
// It takes some hundredths of a second.
constexpr std::chrono::seconds kPatience{10};

// Not <type>system</type>: that would have its programs started by a helper that is set-uid, and its limits raised.
constexpr const char* kConfiguration =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>{}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{}</servicedir>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="*"/>
    <allow receive_type="*"/>
  </policy>
</busconfig>
)";

void furnish_bus(const std::vector<std::string>& services) {
  make_folders(kBusFolder / "services");
  for (const auto& name : services) {
    const auto file = kSystemServices / (name + ".service");
    if (access(file.c_str(), R_OK) != 0)
      throw StepFailed(fmt::format("there is no {}; is its package installed?", file.string()));
    link(file.c_str(), kBusFolder / "services" / file.filename());
  }
  std::ofstream configuration(kBusFolder / "bus.conf");
  configuration << bus_configuration(kBusFolder / "services") << std::flush;
  must(configuration ? 0 : -1, "write " + (kBusFolder / "bus.conf").string());
}

// Becomes dbus-daemon, or tells why not. `says` is its standard error, where it also prints its address.
int become_system_bus(const BusTask& task, int says) {
  setsid();
  umask(S_IWGRP | S_IWOTH);
  close_all_but({says});
  detach_standard_streams();
  try {
    furnish_bus(task.services);
    if (task.single_user) let_root_be_everybody();
    must(chdir("/"), "go to /");
    must(give_up_rights() ? 0 : -1, "give up rights");
    must(dup2(says, STDERR_FILENO) < 0 ? -1 : 0, "standard error");
    must(setenv("DBUS_SYSTEM_BUS_ADDRESS", kSystemBus, 1), "environment");
    for (const auto& [name, value] : task.environment) must(setenv(name.c_str(), value.c_str(), 1), "environment");
    const auto configuration = "--config-file=" + (kBusFolder / "bus.conf").string();
    const auto address = "--print-address=" + std::to_string(STDERR_FILENO);
    execlp("dbus-daemon", "dbus-daemon", "--nofork", "--nopidfile", "--nosyslog", configuration.c_str(),
           address.c_str(), nullptr);
    if (errno == ENOENT) throw StepFailed("dbus-daemon isn't installed (Debian package dbus)");
    must(-1, "dbus-daemon");
  } catch (const StepFailed& failed) {
    write_text(says, std::string(failed.what()) + "\n");
  }
  return 127;
}

// What it says until it prints its address, or, where it doesn't, all it says; true if it does.
bool listens(int says, std::string& said) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    if (said.starts_with("unix:") || said.find("\nunix:") != std::string::npos) return true;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd event{.fd = says, .events = POLLIN, .revents = 0};
    const int ready = left.count() <= 0 ? 0 : poll(&event, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) said += "it didn't come up in " + std::to_string(kPatience.count()) + " s";
    std::array<char, 1024> buffer{};
    const auto got = ready > 0 ? read(says, buffer.data(), buffer.size()) : 0;
    if (got <= 0) return false;
    said.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string bus_configuration(const fs::path& services) {
  return fmt::format(kConfiguration, kSystemBus, services.string());
}

tl::expected<files::Descriptor, std::string> start_system_bus(const StartInside& start, const BusTask& task) {
  Pipe says;
  if (!make_pipe(says)) return tl::unexpected("pipe: " + files::error_text(errno));
  // Nobody may read what it says later: it must not wait for that.
  fcntl(says.write.get(), F_SETFL, O_NONBLOCK);
  const auto started = start([&] { return become_system_bus(task, says.write.get()); });
  if (!started) return tl::unexpected(started.error());
  says.write.reset();
  std::string said;
  if (listens(says.read.get(), said)) return std::move(says.read);
  while (said.ends_with('\n')) said.pop_back();
  return tl::unexpected(said.empty() ? "dbus-daemon ended without a word" : said);
}

}  // namespace modembench::client_under_test
