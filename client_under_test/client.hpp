#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/plan/mistake.hpp"
#include "bench/plan/scenario.hpp"
#include "bench/plan/text_span.hpp"
#include "client_under_test/stage.hpp"
#include "emulator/port_name.hpp"

namespace modembench::client_under_test {

/// A line of a client's output by which the client claims that the modem has granted it something.
struct Claim {
  std::string says;    ///< a pattern
  std::string answer;  ///< the request whose answer has granted it: "WDS Start Network"
};

/// Which ports a client can open.
enum class NeedsNode : std::uint8_t {
  no,      ///< sockets, too
  yes,     ///< only what open(2) opens; by qmi-proxy if the client is told to
  always,  ///< only what open(2) opens, past any proxy
};

/// A client as its YAML describes it: how it is started, and what it needs.
struct Client {
  std::string name;
  std::string about;
  std::vector<std::string> programs;     ///< what must be in PATH
  std::string package;                   ///< the Debian package that has these programs
  bool needs_stage = false;              ///< the client looks for /dev/cdc-wdm0 and the like by itself
  NeedsNode needs_node = NeedsNode::no;  ///< `node: true` or `always`: what its ports must be
  Furnishing furnishing;                 ///< what the client needs of a stage besides the ports
  bool real_clock = false;               ///< `clock: real`: the client can't be run faster
  std::vector<std::string> writes;       ///< paths of the machine that the client may write in a stage
  std::string writes_below;   ///< the folder that these paths must lie in: that of the client's file; empty: anywhere
  std::vector<Claim> claims;  ///< claims held against the client when the modem is made to say odd things
  std::map<std::string, std::string> variables;             ///< values of {placeholders}, unless a scenario sets them
  std::map<std::string, std::vector<std::string>> choices;  ///< the values that certain variables can have
  std::map<std::string, std::string> files;                 ///< written to {folder} before the start: name, text
  std::vector<std::string> command;     ///< arguments, the program first; empty where there is a script
  std::string script;                   ///< text for /bin/sh; empty where there is a command
  std::string script_variable;          ///< the variable with the scenario's own text, where that is the script
  std::vector<bench::TextSpan> filled;  ///< the values within a scenario's text
};

/// Reads a client's YAML:
///   about: qmicli connects and disconnects
///   needs: {programs: [qmicli], package: libqmi-utils, node: true, stage: false}
///   # node: true for who opens device nodes, and no socket in their place; always: past a qmi-proxy, too
///   # A daemon's: needs: {programs: [ModemManager], package: modemmanager, udev: true, net: wwan0,
///   #                    dbus: system, services: [org.freedesktop.PolicyKit1]}; each of them means a stage, too.
///   writes: [logs, "{apn}.core"]          # files and folders it may write outside: absolute, or in the working folder
///   clock: real                           # where a clock made faster is of no use to it
///   claims: [{says: Network started, answer: WDS Start Network}]
///   variables: {apn: internet, send: ["yes", "no"]}  # a list: the values it can have, the usual one first
///   files: {network.conf: "APN={apn}\n"}  # a shell's if it begins with #!/bin/sh
///   command: [qmicli, -d, "{qmi}", …]     # or script: |
/// How values get into a script is told in shell_text.hpp; what can't be done is a mistake.
[[nodiscard]] bench::Loaded<Client> load_client(std::string_view text, const std::string& file);

/// The clients that the runs of a scenario's file name, each read once.
class ClientLibrary {
 public:
  /// Bytes of clients' texts that are kept for all runs of a file. Each run has a copy of its own.
  static constexpr std::size_t kMaxText = 32 << 20;

  explicit ClientLibrary(std::string scenario_file) : scenario_file_(std::move(scenario_file)) {}
  /// The client that `use` names, as find_client finds it.
  [[nodiscard]] bench::Loaded<Client> find(const bench::ClientUse& use);

 private:
  struct Known {
    bench::Loaded<Client> client;
    std::size_t text = 0;
  };
  [[nodiscard]] Known read(const bench::ClientUse& use) const;

  std::string scenario_file_;
  std::map<std::string, Known> known_;
  std::size_t text_ = 0;
};

/// The client that `use` names: a built-in one, or the one described in a file (if the name has a '/' or ends in
/// .yaml), whose path is relative to the scenario's folder. Without a scenario's file the user names the client and
/// knows what it `writes`; with one, that has to lie in the folder of the client's own file.
[[nodiscard]] bench::Loaded<Client> find_client(const bench::ClientUse& use, const std::string& scenario_file);

/// Names of the built-in clients.
[[nodiscard]] std::vector<std::string> built_in_clients();

/// The user's own command, as given after "--" on the command line.
[[nodiscard]] Client own_client(std::vector<std::string> command);

}  // namespace modembench::client_under_test
