#include "gadget/attachment/usb_attachment.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "emulator/ports/clock.hpp"

namespace modembench::gadget {

using ports::Result;

UsbAttachment::UsbAttachment(boost::asio::io_context& io, files::Place folder, const AttachSettings& settings,
                             MakeDevice make)
    : io_(io), folder_(std::move(folder)), settings_(settings), make_(std::move(make)), limit_(io) {
  for (const auto port : port_names()) ports_[port];
}

UsbAttachment::~UsbAttachment() = default;

Result<void> UsbAttachment::make_device() {
  auto device = make_(shown(settings_.identity, settings_.usb), of_device());
  if (!device) return tl::unexpected(device.error());
  device_ = std::move(*device);
  device_->set(settings_.usb.faults);
  is_boot_loader_ = settings_.usb.faults.boot_loader;
  return {};
}

Result<void> UsbAttachment::begin() {
  if (const auto made = make_device(); !made) return made;
  if (auto host = device_->host()) {
    auto watch = HostWatch::start(io_, std::move(*host), of_host());
    if (!watch) return tl::unexpected(watch.error());
    host_ = std::move(*watch);
  }
  return device_->plug_in();
}

Result<void> UsbAttachment::wait_for_ports() {
  if (!host_) return {};
  const auto first = device_->identity().shape.interfaces.front().port;
  const auto there = [&] { return settings_.wait_for_all ? all_there() : !target(first).empty(); };
  const auto limit = ports::MachineClock::Wall::now() + kMaxEnumeration;
  if (io_.stopped()) io_.restart();
  while (!there() && io_.run_one_until(limit) != 0) {
  }
  if (!there()) return tl::unexpected(missing());
  limit_.expires_at(limit);
  limit_.async_wait([this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
    if (error || alive.expired() || all_seen_) return;
    if (callbacks_.failed) callbacks_.failed(PortName::qmi, missing());
  });
  return {};
}

void UsbAttachment::start(ports::Callbacks callbacks) {
  callbacks_ = std::move(callbacks);
  started_ = true;
  for (const auto port : port_names()) {
    if (!target(port).empty()) {
      later([this, port] { tell_registered(port); });
    }
  }
}

void UsbAttachment::send(PortName port, ConnectionId connection, qmi::ByteView bytes) {
  if (connection == kOnlyConnection && state(port).open) device_->send(port, bytes);
}

void UsbAttachment::hang_up(PortName port, ConnectionId connection) {
  if (connection != kOnlyConnection || target(port).empty()) return;
  unregister_port(port);
  const auto again = register_port(port);
  if (!again) return fail_later(port, again.error());
  later([this, port] {
    if (callbacks_.replaced) callbacks_.replaced(port);
  });
}

void UsbAttachment::unregister_port(PortName port) {
  if (host_) host_->take_in_nodes();
  if (target(port).empty()) return;
  if (host_) {
    const auto* interface = device_->identity().shape.find(port);
    const auto done =
        have_host([&](const HostSide& host) { return host.detach(interface->number, settings_.detach_by); });
    if (!done) return fail_later(port, done.error());
  }
  went(port);
}

Result<void> UsbAttachment::register_port(PortName port) {
  if (host_) host_->take_in_nodes();
  const auto* interface = device_->identity().shape.find(port);
  if (!device_->plugged_in() || interface == nullptr || !target(port).empty()) return {};
  if (!host_) return tl::unexpected(std::string("the host is another machine: only it can take a driver off and on"));
  return have_host([&](const HostSide& host) { return host.attach(interface->number, settings_.detach_by); });
}

Result<void> UsbAttachment::have_host(const std::function<Result<void>(const HostSide&)>& act) {
  Result<void> done;
  device_->answer_during([&] { done = act(host_->side()); });
  return done;
}

void UsbAttachment::unplug() {
  if (host_) host_->take_in_nodes();
  to_be_plugged_in_ = false;
  device_->unplug();
  for (const auto port : port_names()) {
    if (!target(port).empty()) went(port);
  }
}

Result<void> UsbAttachment::plug_in() {
  if (!device_->plugged_in()) all_came_ = false;
  if (is_boot_loader_ == settings_.usb.faults.boot_loader) return device_->plug_in();
  // Who calls may do so on behalf of the device that is to be replaced.
  to_be_plugged_in_ = true;
  later([this] {
    if (!std::exchange(to_be_plugged_in_, false)) return;
    auto changed = make_device();
    if (changed) changed = device_->plug_in();
    if (!changed && callbacks_.failed) callbacks_.failed(PortName::qmi, changed.error());
  });
  return {};
}

Result<void> UsbAttachment::reset() {
  if (host_) host_->take_in_nodes();
  if (!device_->plugged_in()) return {};
  if (!host_) return tl::unexpected(std::string("the host is another machine: only it can reset what is on its bus"));
  if (resetting_ && resetting_->busy()) return {};
  // A third of a second, in which all goes on: also what the host asks of the device meanwhile.
  if (!resetting_) resetting_.emplace(io_);
  const auto done = std::make_shared<Result<void>>();
  resetting_->run([host = host_->side(), done] { *done = host.reset(); },
                  [this, done] {
                    if (!*done) fail_later(PortName::qmi, done->error());
                  });
  return {};
}

void UsbAttachment::set_usb(const modem::UsbFaults& faults) {
  settings_.usb.faults = faults;
  device_->set(faults);
}

void UsbAttachment::fail_later(PortName port, std::string why) {
  later([this, port, why = std::move(why)] {
    if (callbacks_.failed) callbacks_.failed(port, why);
  });
}

// --- what the device and the host tell

DeviceOnBus::Hooks UsbAttachment::of_device() {
  return {.before =
              [this] {
                // A client opens before it writes.
                if (host_) host_->take_in_opens();
              },
          .arrived = [this](const Arrived& what) { arrived(what); },
          .enabled = [this] { enabled(); },
          .disabled = [this] { disabled(); },
          .failed = [this](std::string why) { fail_later(PortName::qmi, std::move(why)); }};
}

HostWatch::Hooks UsbAttachment::of_host() {
  return {.node = [this](unsigned interface, const std::string& node) { take_in(interface, node); },
          .nodes_lost = [this] { look_at_host(); },
          .nodes_told =
              [this] {
                all_came_ = all_came_ || all_there();
                all_seen_ = all_seen_ || all_came_;
              },
          .opened_or_closed = [this](const ports::OpenWatch::Event& event) { take_in(event); }};
}

// Of another host that is all that is seen: it has configured the device.
void UsbAttachment::enabled() {
  if (host_) return;
  for (const auto& interface : device_->identity().shape.interfaces) {
    const auto port = interface.port;
    if (!target(port).empty()) continue;
    state(port).target = fmt::format("interface {} on {}", interface.number, device_->where());
    tell_registered(port);
  }
}

// … or taken it down.
void UsbAttachment::disabled() {
  if (host_) return;
  for (const auto port : port_names()) {
    if (target(port).empty()) continue;
    went(port);
    if (callbacks_.unregistered) callbacks_.unregistered(port);
  }
}

void UsbAttachment::take_in(unsigned number, const std::string& node) {
  const auto* interface = device_->identity().shape.find_number(number);
  if (interface == nullptr) return;
  const auto port = interface->port;
  // Interface 0 of the boot loader is a serial port; what comes after it has gone may still be told.
  if (!node.empty() && (port == PortName::qmi) != node.starts_with("/dev/cdc-wdm")) return;
  if (!target(port).empty()) {
    went(port);
    if (callbacks_.unregistered) callbacks_.unregistered(port);
  }
  // What comes after an unplugging is still of the time before.
  if (node.empty() || !device_->plugged_in()) return;
  came(port, node);
  tell_registered(port);
}

void UsbAttachment::look_at_host() {
  for (const auto& interface : device_->identity().shape.interfaces) {
    std::string node;
    device_->answer_during([&] { node = host_->side().node(interface.number); });
    if (node != target(interface.port)) take_in(interface.number, node);
  }
}

// --- ports come and go

bool UsbAttachment::all_there() const {
  for (const auto& interface : device_->identity().shape.interfaces) {
    if (target(interface.port).empty()) return false;
  }
  return true;
}

std::string UsbAttachment::missing() const {
  std::vector<std::string> absent;
  for (const auto& interface : device_->identity().shape.interfaces) {
    if (!target(interface.port).empty()) continue;
    absent.push_back(fmt::format("{} (interface {})", to_string(interface.port), interface.number));
  }
  std::vector<std::string_view> drivers;
  for (const auto driver : settings_.identity.shape.drivers()) drivers.push_back(to_string(driver));
  return fmt::format("within {} s this kernel has made no port of {} of the modem on {}{}: {} there?",
                     kMaxEnumeration.count(), fmt::join(absent, ", "), device_->where(),
                     host_->side().device().empty() ? ", which hasn't come up on the bus" : "",
                     drivers.size() == 1 ? fmt::format("is the driver {}", drivers.front())
                                         : fmt::format("are the drivers {}", fmt::join(drivers, " and ")));
}

void UsbAttachment::tell_registered(PortName port) {
  if (!started_ || target(port).empty()) return;
  if (callbacks_.registered) callbacks_.registered(port);
}

void UsbAttachment::came(PortName port, const std::string& node) {
  auto& its = state(port);
  its.target = node;
  const auto watch = host_->watch(node);
  its.watch = watch.value_or(-1);
  its.link.remove();
  auto link = folder_.make_link(std::string(to_string(port)), node);
  if (!watch || !link) fail_later(port, watch ? link.error() : watch.error());
  if (link) its.link = std::move(*link);
}

void UsbAttachment::went(PortName port) {
  auto& its = state(port);
  its.target.clear();
  its.opens = 0;
  if (its.watch >= 0) host_->forget(std::exchange(its.watch, -1));
  its.link.remove();
  device_->forget_waiting(port);
  if (!std::exchange(its.open, false)) return;
  later([this, port] {
    if (callbacks_.closed) callbacks_.closed(port, kOnlyConnection);
  });
}

}  // namespace modembench::gadget
