#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "vm/result.hpp"

/// One QEMU, from its start to its end.
namespace modembench::vm {

/// Which clock the guest has.
enum class GuestClock : std::uint8_t {
  instructions,  ///< counts what the guest computes; waiting takes no time, and every run is the same run
  wall,          ///< the machine's
};

struct MachineFiles {
  std::filesystem::path kernel;
  std::filesystem::path root;  ///< the initramfs
};

inline constexpr std::string_view kQemu = "qemu-system-x86_64";

/// The machine's command line: what a snapshot was taken of must be resumed by the same one.
[[nodiscard]] std::vector<std::string> machine_command(const MachineFiles& files, GuestClock clock);

struct MachineEnd {
  enum class Why : std::uint8_t {
    ended,        ///< by itself
    out_of_time,  ///< it was ended at its limit
    interrupted   ///< a signal of ours ended it
  } why = Why::ended;
  int signal = 0;        ///< SIGINT, SIGTERM or SIGHUP
  std::string in_words;  ///< "exit status 1"
};

/// Runs that command to its end, `limit` of wall time at most; `line` is called for each line that the guest says on
/// its debug console, or QEMU on its own output. Whatever ends us ends it.
[[nodiscard]] Result<MachineEnd> run_machine(boost::asio::io_context& io, std::vector<std::string> command,
                                             std::chrono::milliseconds limit,
                                             std::function<void(std::string_view line)> line);

}  // namespace modembench::vm
