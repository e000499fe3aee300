#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/process.hpp"
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

/// The file that is mapped as the machine's memory.
struct MachineMemory {
  std::filesystem::path file;
  bool is_shared = false;  ///< what the machine writes goes to the file; false: it is the machine's own
};

inline constexpr std::string_view kQemu = "qemu-system-x86_64";

/// The machine's command line. A snapshot must be resumed by the command line that it was taken of.
[[nodiscard]] std::vector<std::string> machine_command(const MachineFiles& files, const MachineMemory& memory,
                                                       GuestClock clock);

/// How a machine came to its end.
struct MachineEnd {
  enum class Why : std::uint8_t {
    ended,        ///< the machine ended by itself
    out_of_time,  ///< the machine was ended at its limit
    interrupted   ///< a signal of ours ended it
  } why = Why::ended;
  int signal = 0;        ///< the signal that ended it: SIGINT, SIGTERM or SIGHUP
  std::string in_words;  ///< "exit status 1"
};

class Machine {
 public:
  /// `line` is called for each line that the guest says on its debug console, or QEMU on its own output.
  Machine(boost::asio::io_context& io, std::function<void(std::string_view line)> line);

  /// Runs a command line to its end, `limit` of wall time at most. Whatever ends this process ends the machine. To be
  /// called once.
  [[nodiscard]] Result<MachineEnd> run(std::vector<std::string> command, std::chrono::milliseconds limit);
  /// Ends the machine at once. To be called from a handler of `io`.
  void end();

 private:
  void end(MachineEnd::Why why);
  void has_ended(const client_under_test::Ended& ended);

  std::function<void(std::string_view)> line_;
  MachineEnd end_;
  boost::asio::io_context& io_;
  ports::MachineClock clock_;
  boost::asio::steady_timer limit_;
  client_under_test::EndSignals signals_;
  std::optional<client_under_test::EndSignalWatch> end_signal_;
  std::unique_ptr<client_under_test::Process> process_;
};

}  // namespace modembench::vm
