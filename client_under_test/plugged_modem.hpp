#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/engine/scripted_modem.hpp"
#include "emulator/instant.hpp"
#include "emulator/ports/attachment.hpp"
#include "emulator/ports/clock.hpp"

namespace modembench::client_under_test {

/// A scripted modem on an attachment. It carries bytes from one to the other, keeps the modem's deadlines with a timer,
/// and is where the modem's time is read from the clock.
class PluggedModem {
 public:
  /// Functions by which the plugged modem tells its owner of what concerns more than the ports. Any may be empty.
  struct Hooks {
    std::function<void(PortName)> unregistered;  ///< the port's node is to go; called before the port hangs up
    std::function<void(PortName)> registered;    ///< the target of the port's node is there (again), perhaps a new one
    std::function<void(qmi::ByteView)> frame{};  ///< a frame that the host has sent over its network interface
    std::function<void()> start_client;
    std::function<void(const std::string&)> failed;  ///< the run can't go on; the text says why
    /// Called with what a data plane needs to know, at first and when it has changed.
    std::function<void(const modem::DataLink&)> data_link{};
  };

  /// `clock`, `modem` and `attachment` must outlive the plugged modem.
  PluggedModem(ports::Clock& clock, bench::ScriptedModem& modem, ports::Attachment& attachment, Hooks hooks);
  PluggedModem(const PluggedModem&) = delete;
  PluggedModem& operator=(const PluggedModem&) = delete;

  /// Lets time begin and plugs the modem in.
  void start();
  [[nodiscard]] Instant now() const { return clock_.now(); }

  void client_started(const std::string& command);
  void client_said(const std::string& line);
  void kernel_said(const std::string& line);
  void client_exited(int status, const std::string& in_words);

  /// Tells that a data plane has moved so much over the call with packet data handle `handle`, and that `lost` frames
  /// were lost.
  void moved(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost);
  /// Tells that the host has got the call's address by DHCP.
  void dhcp_answered();

 private:
  void carry_out(std::vector<bench::Output> outputs);
  void carry_out(const bench::Output& output);
  void tell_data_link();
  void arm_timer();
  ports::Callbacks callbacks();

  bench::ScriptedModem& modem_;
  ports::Attachment& attachment_;
  Hooks hooks_;
  ports::Clock& clock_;
  std::unique_ptr<ports::Timer> timer_;
  std::optional<modem::DataLink> told_link_;
  std::optional<Instant> armed_;  ///< the time that the timer is set to
};

}  // namespace modembench::client_under_test
