#include "gadget/attachment/openers.hpp"
#include "gadget/attachment/usb_attachment.hpp"

/// Who has the ports open: as inotify tells of this kernel's nodes, or as can be told from what arrives.
namespace modembench::gadget {

using ports::OpenWatch;

void UsbAttachment::take_in(const OpenWatch::Event& event) {
  for (const auto port : port_names()) {
    const auto& its = state(port);
    if (its.watch >= 0 && (event.watch == its.watch || event.watch == -1)) take_in(port, event.kind);
  }
}

// Events alike may come as one, so the count may be too low or too high. Too high, /proc tells; too low, the next
// command or byte does, which looking through all processes at each close would be too dear for.
void UsbAttachment::take_in(PortName port, OpenWatch::Event::Kind what) {
  using Kind = OpenWatch::Event::Kind;
  auto& its = state(port);
  if (what == Kind::opened) {
    ++its.opens;
    begin_connection(port);
  } else if (what == Kind::closed && its.opens <= 1) {
    end_connection(port);
  } else if (is_open_anywhere(its.target)) {
    its.opens = what == Kind::closed ? its.opens - 1 : 1;
    begin_connection(port);
  } else {
    end_connection(port);
  }
}

void UsbAttachment::arrived(const Arrived& arrived) {
  if (arrived.kind == Arrived::Kind::frame) {
    if (callbacks_.frame) callbacks_.frame(arrived.bytes);
    return;
  }
  // Of another host's openers nothing is seen, nor of one here who came before the node was watched.
  begin_connection(arrived.port);
  if (state(arrived.port).open && callbacks_.received)
    callbacks_.received(arrived.port, kOnlyConnection, arrived.bytes);
}

void UsbAttachment::begin_connection(PortName port) {
  auto& its = state(port);
  if (its.open || !started_) return;
  its.open = true;
  if (callbacks_.opened) callbacks_.opened(port, kOnlyConnection);
}

void UsbAttachment::end_connection(PortName port) {
  auto& its = state(port);
  its.opens = 0;
  if (!std::exchange(its.open, false)) return;
  device_->forget_waiting(port);
  if (callbacks_.closed) callbacks_.closed(port, kOnlyConnection);
}

}  // namespace modembench::gadget
