#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>
#include <boost/asio/io_context.hpp>

#include "bench/plan/scenario.hpp"
#include "client_under_test/attachment_kind.hpp"
#include "client_under_test/plugged_modem.hpp"
#include "emulator/ports/line_output.hpp"
#include "emulator/ports/proxy.hpp"
#include "files/own_folder.hpp"
#include "network/network.hpp"

namespace modembench::command {

/// How the modems of a rack are plugged in.
struct RackSettings {
  const client_under_test::AttachmentKind* on = nullptr;
  client_under_test::UsbOptions usb;
  bool qmi_only = false;
  bool verbose = false;
};

/// Modems that are plugged in side by side in one process, until they are ended.
class Rack {
 public:
  /// `failed` is called with the reason if the rack can't go on.
  Rack(boost::asio::io_context& io, RackSettings settings, std::function<void(const std::string&)> failed)
      : io_(io), out_(io, STDOUT_FILENO), settings_(std::move(settings)), failed_(std::move(failed)) {}

  /// Plugs in a modem for each of the scenarios, in a folder for each. The scenarios must outlive the rack.
  [[nodiscard]] ports::Result<void> plug_in(const std::vector<const bench::Scenario*>& scenarios,
                                            const files::OwnFolder& folder);
  /// Lets time begin for all modems.
  void start();

  [[nodiscard]] std::size_t size() const { return modems_.size(); }
  [[nodiscard]] const ports::Attachment& attachment(std::size_t i) const { return *modems_.at(i)->attachment; }

 private:
  struct Modem {
    Modem(boost::asio::io_context& io, std::string its_name, const bench::Scenario& scenario, bench::Sharing sharing)
        : clock(io), name(std::move(its_name)), scripted(scenario, nullptr, trace, sharing) {}
    ports::MachineClock clock;  ///< the machine's clock, as a person's
    std::string name;           ///< the modem's number; empty if it is the only one
    trace::Trace trace{trace::Trace::Keep::nothing};
    bench::ScriptedModem scripted;
    std::unique_ptr<ports::Attachment> attachment;
    std::map<PortName, std::string> known;  ///< the nodes of its ports, on a gadget
    std::optional<client_under_test::PluggedModem> plugged;
    std::unique_ptr<network::Network> network;  ///< the network behind it, if the host has a network interface
  };

  ports::Result<std::unique_ptr<ports::Attachment>> attach(const bench::Scenario& scenario, const files::Place& folder);
  [[nodiscard]] client_under_test::PluggedModem::Hooks hooks_of(Modem& modem);
  void say_moved(Modem& modem, PortName port);
  [[nodiscard]] const client_under_test::AttachmentKind& on() const { return *settings_.on; }
  ports::Result<void> join_network(Modem& modem, const files::Place& folder);
  [[nodiscard]] std::string with_advice(const std::string& why) const;

  boost::asio::io_context& io_;
  ports::LineOutput out_;  ///< a modem doesn't wait for the reader of what it does
  RackSettings settings_;
  std::function<void(const std::string&)> failed_;
  std::unique_ptr<ports::Proxy> proxy_;
  std::vector<std::unique_ptr<Modem>> modems_;
};

}  // namespace modembench::command
