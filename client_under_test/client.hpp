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

/// A line of a client that says so much as that the modem has granted it something.
struct Claim {
  std::string says;    ///< a pattern
  std::string answer;  ///< the request whose answer has granted it: "WDS Start Network"
};

/// Which ports a client can open.
enum class NeedsNode : std::uint8_t {
  no,      ///< sockets, too
  yes,     ///< only what open(2) opens; by qmi-proxy if it is told to
  always,  ///< only what open(2) opens, past a proxy
};

/// A client as its YAML describes it: how it is started, and what it needs.
struct Client {
  std::string name;
  std::string about;
  std::vector<std::string> programs;             ///< what must be in PATH
  std::string package;                           ///< the Debian package that has them
  bool needs_stage = false;                      ///< looks for /dev/cdc-wdm0 and the like by itself
  NeedsNode needs_node = NeedsNode::no;          ///< `node: true` or `always`: what its ports must be
  Furnishing furnishing;                         ///< what the stage needs for it besides the ports
  bool real_clock = false;                       ///< `clock: real`: it can't be run faster
  std::vector<std::string> writes;               ///< what of the machine it may write in a stage: paths
  std::string writes_below;                      ///< where that may lie: its file's folder; empty: anywhere
  std::vector<Claim> claims;                     ///< what is held against it when the modem is made to say odd things
  std::map<std::string, std::string> variables;  ///< values of {placeholders}, unless a scenario sets them
  std::map<std::string, std::vector<std::string>> choices;  ///< of the variables that can't have any value
  std::map<std::string, std::string> files;                 ///< written to {folder} before the start: name, text
  std::vector<std::string> command;     ///< arguments, the program first; empty where there is a script
  std::string script;                   ///< text for /bin/sh; empty where there is a command
  std::string script_variable;          ///< the variable that the scenario's own text is in, where that is the script
  std::vector<bench::TextSpan> filled;  ///< of a scenario's text: the values that are in it
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
  /// Text of clients that is kept for all runs of a file; each run has its own copy.
  static constexpr std::size_t kMaxText = 32 << 20;

  explicit ClientLibrary(std::string scenario_file) : scenario_file_(std::move(scenario_file)) {}
  /// As find_client.
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

/// The built-in client of that name, or the one described in the file of that path (if the name has a '/' or
/// ends in .yaml), relative to the scenario's folder. Without a scenario's file it is whoever runs it
/// that names the client, who knows what it `writes`; else that has to lie in the folder of the client's own file.
[[nodiscard]] bench::Loaded<Client> find_client(const bench::ClientUse& use, const std::string& scenario_file);

/// Names of the built-in clients.
[[nodiscard]] std::vector<std::string> built_in_clients();

/// The user's own command, as given after "--" on the command line.
[[nodiscard]] Client own_client(std::vector<std::string> command);

}  // namespace modembench::client_under_test
