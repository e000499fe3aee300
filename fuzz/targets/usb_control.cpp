// A USB host that does anything, in any order: control requests with their data, bulk transfers, time.

#include "fuzz/targets/a_modem.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"
#include "gadget/device/usb_device.hpp"

using namespace modembench;

namespace {

void control(gadget::UsbDevice& device, fuzz::Input& input, Instant now) {
  gadget::Setup setup;
  setup.request_type = input.byte();
  setup.request = input.byte();
  setup.value = input.number();
  setup.index = input.number();
  setup.length = input.number();
  const auto answer = device.setup(setup, now);
  fuzz::require(answer.bytes.size() <= setup.length, "never more than the host takes");
  if (answer.act == gadget::ControlAnswer::Act::give) fuzz::require(setup.to_host(), "only who asks is given");
  if (answer.act != gadget::ControlAnswer::Act::take) return;
  const auto arrived = device.control_data(setup, input.take(std::min<std::size_t>(setup.length, input.byte())));
  if (arrived) fuzz::require(arrived->bytes.size() <= gadget::UsbDevice::kMaxCommand, "a command keeps its limit");
}

void step(gadget::UsbDevice& device, fuzz::Input& input, Instant& now) {
  const std::uint8_t what = input.byte();
  switch (what % 10) {
    case 0:
    case 1:
    case 2:
      return control(device, input, now);
    case 3: {
      const std::uint8_t endpoint = input.byte();
      (void)device.out(endpoint, input.take(input.byte()));
      return;
    }
    case 4:
      for (int i = 0; i < 3; ++i) (void)device.take(static_cast<std::uint8_t>(0x80U | (what / 10U)));
      return;
    case 5:
      (void)device.respond(input.take(input.byte()));
      return;
    case 6:
      (void)device.send_serial(tty_usb(what / 10 % 3), input.take(input.byte()));
      return;
    case 7:
      (void)device.send_frame(input.take(input.byte()));
      return;
    case 8:
      now += std::chrono::milliseconds(input.byte());
      (void)device.advance(now);
      return;
    default: {
      const std::uint8_t faults = input.byte();
      device.set({.notification = static_cast<gadget::UsbFaults::Notification>(faults % 3),
                  .fetch = static_cast<gadget::UsbFaults::Fetch>(faults / 3 % 5),
                  .fetch_delay = std::chrono::milliseconds(faults),
                  .silent = faults % 7 == 6});
    }
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  gadget::UsbDevice device({input.byte() % 8 == 7 ? gadget::boot_loader(fuzz::a_modem()) : fuzz::a_modem()});
  Instant now{};
  while (!input.empty()) step(device, input, now);
  device.reset();
  return 0;
}
