#include <algorithm>
#include <utility>

#include "client_under_test/attachment_kind.hpp"
#include "gadget/attachment/gadget_setup.hpp"
#include "gadget/attachment/vhci_port.hpp"

namespace modembench::client_under_test {
namespace {

using Attached = ports::Result<std::unique_ptr<ports::Attachment>>;

Attached attach_pty(PlugSite site) { return ports::attach_pty(site.io, std::move(site.folder), site.ports); }

Attached attach_socket(PlugSite site) { return ports::attach_socket(site.io, std::move(site.folder), site.ports); }

Attached attach_proxy(PlugSite site) {
  ports::ProxyPorts wanted{.also_known_as = std::move(site.also_known_as), .serial_ports = site.ports};
  std::erase(wanted.serial_ports, PortName::qmi);
  return ports::attach_proxy(site.io, *site.proxy, std::move(site.folder), wanted);
}

gadget::AttachSettings attach_settings(const PlugSite& site) {
  return {.identity = site.usb_identity,
          .usb = site.usb_settings,
          .detach_by = site.usb.detach_by,
          .wait_for_all = site.wait_for_all};
}

Attached attach_gadget(PlugSite site) {
  const auto settings = attach_settings(site);
  return gadget::attach_gadget(site.io, std::move(site.folder), settings, site.usb.udc);
}

Attached attach_usbip(PlugSite site) {
  const auto settings = attach_settings(site);
  return gadget::attach_usbip(site.io, std::move(site.folder), settings);
}

ports::Result<void> prepare_gadget(const UsbOptions& usb) { return gadget::prepare_kernel(usb.udc); }

ports::Result<void> prepare_usbip(const UsbOptions&) { return gadget::prepare_vhci(); }

const AttachmentKind kKinds[] = {
    {.name = "pty", .ports_on = "pseudo-terminals", .qmicli = "", .attach = attach_pty},
    {.name = "socket",
     .ports_on = "UNIX sockets",
     .qmicli = "",
     .offers_qmicli = false,
     // open(2) refuses a socket in the place of /dev/cdc-wdm0. The client gets its path instead.
     .no_stage = "a socket can't stand in for a device node",
     .gives = NeedsNode::no,
     .why_not = " opens its ports as files, and a socket is none",
     .attach = attach_socket},
    {.name = "proxy",
     .ports_on = "the socket @qmi-proxy",
     .qmicli = "-p ",
     .sharing = bench::Sharing::proxy,
     .gives = NeedsNode::yes,
     .why_not = " opens the QMI port past the proxy that has it",
     .attach = attach_proxy},
    {.name = "gadget",
     .ports_on = "the USB",
     .qmicli = "",
     .real_device = true,
     .prepare = prepare_gadget,
     .attach = attach_gadget},
    {.name = "usbip",
     .ports_on = "the USB",
     .qmicli = "",
     .real_device = true,
     .prepare = prepare_usbip,
     .attach = attach_usbip},
    {.name = "in-process", .ports_on = "", .qmicli = "", .offers_qmicli = false, .simulated = true},
};

}  // namespace

std::span<const AttachmentKind> attachment_kinds() { return kKinds; }

const AttachmentKind* find_attachment_kind(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const AttachmentKind& kind) { return kind.name == name; });
  return found != std::end(kKinds) ? found : nullptr;
}

}  // namespace modembench::client_under_test
