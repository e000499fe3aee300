#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "client_under_test/attachment_kind.hpp"
#include "report/output_formats.hpp"

/// The sub-commands of modembench, each with its options as CLI11 has read them. They return the exit status:
/// 0 all passed or skipped, 1 a scenario failed, 2 unusable input, 128 + n ended by signal n.
namespace modembench::command {

inline constexpr int kAllPassed = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kUnusable = 2;

/// The files and folders that a suite's outcome is written to; each is empty if it isn't wanted.
struct OutputFiles {
  std::vector<std::string> reports =
      std::vector<std::string>(std::size(report::kOutputFormats));  ///< a path for each format
  std::string pcap;                                                 ///< a folder: a capture of each run
  std::string kernel_log;  ///< a folder: what the kernel of a guest said in each run
};

/// What `modembench run` is to do.
struct RunArguments {
  std::vector<std::string> scenarios;  ///< files, or folders that are searched for *.yaml
  std::string client;                  ///< a seed instead of the scenarios' own
  std::vector<std::string> own;        ///< a command given after "--", instead of the scenarios' clients
  std::string on{client_under_test::attachment_kinds().front().name};  ///< or "vm"
  std::string clock = "virtual";                                       ///< virtual or machine
  std::string vm_on = "usbip";      ///< for `--on vm`: where the modem is plugged in in the guest
  std::optional<std::size_t> only;  ///< the number of the only run to be done; for runs in a guest
  bool early_jumps = false;         ///< the virtual clock makes mistakes: for tests
  bool counted_clock = false;       ///< the machine's clock counts instructions: for runs in a guest
  bool confined = false;            ///< the client gets few of root's rights: for runs in a guest
  client_under_test::UsbOptions usb;
  bool no_stage = false;
  bool verbose = false;
  bool prove = false;                  ///< also run the clients that a scenario must catch
  std::vector<std::string> variables;  ///< NAME=VALUE
  std::optional<std::uint64_t> seed;   ///< instead of the scenarios' own
  std::string jobs = "1";              ///< runs side by side; "auto": as many as there are processors
  std::string shard;                   ///< "2/5", "auto"; empty: all
  std::string timings;                 ///< a file that says how long runs took; may be empty
  OutputFiles files;
};
inline constexpr std::size_t kMaxJobs = 256;
int run(const RunArguments& arguments);

inline constexpr std::size_t kMaxModems = 16384;  ///< modems that are served at once

/// What `modembench serve` is to do.
struct ServeArguments {
  std::vector<std::string> scenarios;  ///< files or folders, a modem each; none: a healthy modem
  std::string modem;                   ///< the healthy modem, by its name or path; empty: the usual one
  std::vector<std::string> variables;  ///< NAME=VALUE
  std::size_t modems = 1;              ///< how many modems of each
  std::string on{client_under_test::attachment_kinds().front().name};
  client_under_test::UsbOptions usb;
  bool qmi_only = false;  ///< no serial ports
  std::string folder;     ///< the folder of the ports; empty: one of the run's own
  bool verbose = false;
};
int serve(const ServeArguments& arguments);

struct MergeArguments {
  std::vector<std::string> results;  ///< files that `run --results` has written
  OutputFiles files;
};
int merge(const MergeArguments& arguments);

struct GuestArguments {
  std::vector<std::string> command;  ///< the command, as a shell in the guest would find it
  std::string clock = "virtual";     ///< virtual or machine
  bool kernel_log = false;           ///< whether what the kernel said meanwhile is printed, too
};
/// Runs a command as root in a guest like those of `run --on vm`, and prints what the command said. Returns its exit
/// status.
int guest(const GuestArguments& arguments);

/// What `modembench fuzz` is to do.
struct FuzzArguments {
  std::string client;            ///< a client by its name or path; none: the scenario's
  std::vector<std::string> own;  ///< a command given after "--", instead of a client
  /// a file that says how the modem stands, and what happens to it anyway; none: a healthy modem
  std::string scenario;
  std::uint64_t seed = 1;
  std::optional<std::size_t> runs;
  std::string time;  ///< "10m"; without a time and `runs` it goes on until it is ended
  std::string jobs = "1";
  std::string folder = "modembench-fuzz";
  std::string on{client_under_test::attachment_kinds().front().name};
  std::string clock = "virtual";  ///< virtual or machine
  std::string deadline = "300s";  ///< the client's deadline, on its own clock
  bool no_stage = false;
  bool leaks_on_failure = false;  ///< a client that fails must have given everything back, too
};
/// Runs a client against a modem whose answers are mutated, again and again. Returns 1 if something was found.
int fuzz(const FuzzArguments& arguments);

struct ReadArguments {
  std::vector<std::string> scenarios;
  std::vector<std::string> variables;  ///< NAME=VALUE
};
int check(const ReadArguments& arguments);
int explain(const ReadArguments& arguments);

struct DecodeArguments {
  std::vector<std::string> hex;  ///< bytes in hexadecimal; none, or "-": standard input
};
int decode(const DecodeArguments& arguments);

struct ListArguments {
  std::string what;                  ///< scenarios, clients or messages
  std::vector<std::string> details;  ///< folders of scenarios; services of messages
  bool json = false;                 ///< the list is for programs; scenarios and clients only
};
int list(const ListArguments& arguments);

struct ClientArguments {
  std::string who;                 ///< reference or naive
  std::string qmi;                 ///< path of the QMI port
  std::string proxy = "no";        ///< "yes": the QMI port is asked for at qmi-proxy
  std::vector<std::string> probe;  ///< serial ports to be probed first
  std::string apn = "internet";
  std::string pin;
  std::string stay;  ///< how long to stay connected: "30s"
  bool once = false;
};
/// Runs one of the bench's own clients. Returns the client's own exit status.
int client(const ClientArguments& arguments);

/// Prints the JSON Schema of scenarios, for editors.
int schema();

}  // namespace modembench::command
