#include "command/rack.hpp"

#include <utility>

#include <fmt/format.h>

#include "command/output.hpp"

namespace modembench::command {

ports::Result<void> Rack::plug_in(const std::vector<const scenario::Scenario*>& scenarios,
                                  const ports::Folder& folder) {
  if (settings_.on == "proxy") {
    auto listening = ports::listen_as_proxy();
    if (!listening) return tl::unexpected(listening.error());
    proxy_ = ports::Proxy::serve(io_, std::move(*listening), [this](const std::string& remark) {
      if (settings_.verbose) say(remark);
    });
  }
  const auto folders = folder.for_modems(scenarios.size());
  if (!folders) return tl::unexpected(folders.error());
  const bool alone = scenarios.size() == 1;
  const auto sharing = proxy_ ? scenario::Sharing::proxy : scenario::Sharing::node;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    auto& modem = *modems_.emplace_back(
        std::make_unique<Modem>(alone ? "" : fmt::format("{:<5} ", i + 1), *scenarios[i], sharing));
    auto attachment = attach(*scenarios[i], folders->at(i));
    if (!attachment) return tl::unexpected(attachment.error());
    modem.attachment = std::move(*attachment);
    if (settings_.verbose) {
      modem.trace.listen([&modem](const trace::Event& event) { say(modem.name + trace::to_text(event)); });
    }
    modem.plugged.emplace(
        io_, modem.scripted, *modem.attachment,
        ports::PluggedModem::Hooks{.unregistered = {}, .registered = {}, .start_client = {}, .failed = failed_});
  }
  return {};
}

ports::Result<std::unique_ptr<ports::Attachment>> Rack::attach(const scenario::Scenario& scenario,
                                                               const std::filesystem::path& folder) {
  if (settings_.on == "gadget") {
    return gadget::attach_gadget(io_, folder,
                                 {.udc = settings_.udc,
                                  .device = gadget::describe(scenario.profile),
                                  .detach_by = settings_.detach_by,
                                  .faults = scenario.profile.usb_faults,
                                  .wait_for_all = true});
  }
  if (scenario.profile.usb_faults != modem::UsbFaults{}) {
    return tl::unexpected(
        fmt::format("{} sets what goes wrong on the USB: there is one with --on gadget only", scenario.file));
  }
  if (proxy_) {
    return ports::attach_proxy(io_, *proxy_, folder, {.also_known_as = {}, .serial_ports = !settings_.qmi_only})
        .map_error([&](const std::string& why) { return with_advice(why); });
  }
  const std::span<const PortName> wanted = settings_.qmi_only ? std::span<const PortName>(ports::kQmiPort) : kAllPorts;
  auto attachment =
      settings_.on == "pty" ? ports::attach_pty(io_, folder, wanted) : ports::attach_socket(io_, folder, wanted);
  return std::move(attachment).map_error([&](const std::string& why) { return with_advice(why); });
}

// Serial ports are what thousands of modems run out of first.
std::string Rack::with_advice(const std::string& why) const {
  if (modems_.size() < 2 || settings_.qmi_only) return why;
  return fmt::format("{} (after {} modems; --qmi-only leaves the serial ports out)", why, modems_.size() - 1);
}

void Rack::start() {
  for (const auto& modem : modems_) modem->plugged->start();
  if (proxy_) proxy_->start();
}

}  // namespace modembench::command
