#include "command/rack.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace modembench::command {

ports::Result<void> Rack::plug_in(const std::vector<const bench::Scenario*>& scenarios,
                                  const files::OwnFolder& folder) {
  if (on().by_proxy()) {
    auto listening = ports::listen_as_proxy();
    if (!listening) return tl::unexpected(listening.error());
    proxy_ = ports::Proxy::serve(io_, std::move(*listening), [this](const std::string& remark) {
      if (settings_.verbose) out_.say(remark);
    });
  }
  const auto folders = folder.for_modems(scenarios.size());
  if (!folders) return tl::unexpected(folders.error());
  const bool alone = scenarios.size() == 1;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    auto& modem = *modems_.emplace_back(
        std::make_unique<Modem>(io_, alone ? "" : fmt::format("{:<5} ", i + 1), *scenarios[i], on().sharing));
    auto attachment = attach(*scenarios[i], folders->at(i));
    if (!attachment) return tl::unexpected(attachment.error());
    modem.attachment = std::move(*attachment);
    if (settings_.verbose) {
      modem.trace.listen([this, &modem](const trace::Event& event) { out_.say(modem.name + trace::to_text(event)); });
    }
    modem.plugged.emplace(modem.clock, modem.scripted, *modem.attachment, hooks_of(modem));
    if (!on().real_device) continue;
    if (const auto joined = join_network(modem, folders->at(i)); !joined) return joined;
  }
  return {};
}

client_under_test::PluggedModem::Hooks Rack::hooks_of(Modem& modem) {
  return {.unregistered = {},
          .registered = [this, &modem](PortName port) { say_moved(modem, port); },
          .frame =
              [&modem](qmi::ByteView frame) {
                if (modem.network) modem.network->from_host(frame);
              },
          .start_client = {},
          .failed = failed_,
          .data_link =
              [&modem](const modem::DataLink& link) {
                if (modem.network) modem.network->set_link(link);
              }};
}

// A host that still has the node of the modem that was unplugged open makes the next one under another name.
void Rack::say_moved(Modem& modem, PortName port) {
  if (!on().real_device) return;
  auto target = modem.attachment->target(port);
  auto& known = modem.known[port];
  if (!known.empty() && known != target) out_.say(fmt::format("{}{} is {} now", modem.name, to_string(port), target));
  known = std::move(target);
}

ports::Result<void> Rack::join_network(Modem& modem, const files::Place& folder) {
  if (const auto missing = network::missing_library(); !missing.empty()) {
    out_.say(fmt::format("{}wwan0 carries nothing: {}", modem.name, missing));
    return {};
  }
  auto network =
      network::Network::start(io_, modem.clock, folder,
                              {.to_host = [&modem](qmi::ByteView frame) { modem.attachment->send_frame(frame); },
                               .moved = [&modem](std::uint32_t handle, const modem::Traffic& more,
                                                 std::uint64_t lost) { modem.plugged->moved(handle, more, lost); },
                               .dhcp_answered = [&modem] { modem.plugged->dhcp_answered(); },
                               .failed = failed_,
                               .to_qmi_wwan = true});
  if (!network) return tl::unexpected(network.error());
  modem.network = std::move(*network);
  return {};
}

ports::Result<std::unique_ptr<ports::Attachment>> Rack::attach(const bench::Scenario& scenario,
                                                               const files::Place& folder) {
  if (!on().real_device && bench::needs_usb(scenario)) {
    return tl::unexpected(
        fmt::format("{} sets what goes wrong on the USB: there is one with --on gadget or usbip only", scenario.file));
  }
  if (on().prepare != nullptr) {
    if (const auto ready = on().prepare(settings_.usb); !ready) return tl::unexpected(ready.error());
  }
  const auto ports = settings_.qmi_only ? std::vector{PortName::qmi} : scenario.profile.identity.usb.shape.ports();
  auto attachment = on().attach({.io = io_,
                                 .folder = folder,
                                 .usb_identity = scenario.profile.identity.usb,
                                 .usb_settings = scenario.profile.settings.usb,
                                 .ports = ports,
                                 .usb = settings_.usb,
                                 .wait_for_all = true,
                                 .proxy = proxy_.get()});
  if (on().real_device) return attachment;
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
