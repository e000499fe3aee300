// A USB/IP host that sends anything, cut anyhow, to a modem that has something to say meanwhile.

#include <set>

#include "fuzz/targets/a_modem.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"
#include "gadget/usbip/device_side.hpp"

using namespace modembench;

namespace {

constexpr std::size_t kMost = 1U << 21U;  // all that may lie at the endpoints, and then some

/// What the modem does, and time.
void something_happens(gadget::UsbDevice& device, usbip::DeviceSide& side, fuzz::Input& input, Instant& now) {
  const std::uint8_t what = input.byte();
  if (what % 5 == 0) (void)device.respond(input.take(input.byte()));
  if (what % 5 == 1) (void)device.send_frame(input.take(input.number() % 2000));
  if (what % 5 == 2) (void)device.send_serial(tty_usb(what / 5 % 3), input.take(input.byte()));
  if (what % 5 == 3) {
    device.set({.notification = static_cast<gadget::UsbFaults::Notification>(what / 5 % 3),
                .fetch = static_cast<gadget::UsbFaults::Fetch>(what / 15 % 5),
                .fetch_delay = std::chrono::milliseconds(what)});
  }
  now += std::chrono::milliseconds(what);
  side.advance(now);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  gadget::UsbDevice device({fuzz::a_modem()});
  std::size_t heard = 0;
  usbip::DeviceSide side(device, {.before = {},
                                  .arrived = [&](const gadget::Arrived& arrived) { heard += arrived.bytes.size(); },
                                  .configured = {}});
  Instant now{};
  std::size_t said = 0;
  while (!input.empty()) {
    const auto part = input.take(1U + input.byte());
    said += part.size();
    const bool taken = side.receive(part, now).has_value();
    fuzz::require(heard <= said, "the modem hears no more than was said");
    if (taken) something_happens(device, side, input, now);
    fuzz::require(side.take_output().size() < kMost, "answers have an end");
    if (!taken) side.disconnect();
  }
  return 0;
}
