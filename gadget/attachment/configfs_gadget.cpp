#include "gadget/attachment/configfs_gadget.hpp"

#include <fstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>
#include <usbg/function/ffs.h>
#include <usbg/usbg.h>

#include "files/owner_mark.hpp"
#include "gadget/attachment/gadget_setup.hpp"

namespace modembench::gadget {
namespace {

constexpr const char* kMark = "modembench";

struct CleanUp {
  void operator()(usbg_state* state) const { usbg_cleanup(state); }
};
using Usbg = std::unique_ptr<usbg_state, CleanUp>;

std::string in_words(int error) { return usbg_strerror(static_cast<usbg_error>(error)); }

void remove(usbg_gadget* gadget) {
  usbg_disable_gadget(gadget);
  usbg_rm_gadget(gadget, USBG_RM_RECURSE);
}

/// What killed runs have left. Others' gadgets, and those of runs that live, stay.
void remove_left(usbg_state* state) {
  for (auto* gadget = usbg_get_first_gadget(state); gadget != nullptr;) {
    auto* const next = usbg_get_next_gadget(gadget);
    const auto owner = owner_of(usbg_get_gadget_name(gadget));
    if (owner && files::start_time(owner->process) != owner->began) remove(gadget);
    gadget = next;
  }
}

std::vector<usbg_udc*> all_udcs(usbg_state* state) {
  std::vector<usbg_udc*> udcs;
  for (auto* udc = usbg_get_first_udc(state); udc != nullptr; udc = usbg_get_next_udc(udc)) udcs.push_back(udc);
  return udcs;
}

std::string in_words(usbg_udc* udc) {
  auto* gadget = usbg_get_udc_gadget(udc);
  if (gadget == nullptr) return usbg_get_udc_name(udc);
  const std::string name = usbg_get_gadget_name(gadget);
  const auto owner = owner_of(name);
  return fmt::format("{} (in use by {})", usbg_get_udc_name(udc),
                     owner ? fmt::format("modembench, process {}", owner->process) : "the gadget " + name);
}

ports::Result<usbg_udc*> choose_udc(usbg_state* state, const std::string& wanted) {
  const auto udcs = all_udcs(state);
  std::vector<std::string> words;
  for (auto* udc : udcs) words.push_back(in_words(udc));
  const auto there_are = words.empty() ? "there is none" : fmt::format("there are: {}", fmt::join(words, ", "));
  for (auto* udc : udcs) {
    if (!wanted.empty() && wanted != usbg_get_udc_name(udc)) continue;
    if (usbg_get_udc_gadget(udc) == nullptr) return udc;
    if (!wanted.empty()) return tl::unexpected(fmt::format("the USB device controller {} is taken", in_words(udc)));
  }
  if (!wanted.empty()) return tl::unexpected(fmt::format("no USB device controller {}; {}", wanted, there_are));
  return tl::unexpected(fmt::format("no USB device controller is free; {}", there_are));
}

/// libusbgx doesn't have it. Our descriptors are of high speed: a faster controller would ask for others.
void limit_speed(const std::string& gadget) {
  std::ofstream file(fmt::format("{}/usb_gadget/{}/max_speed", kConfigfs, gadget));
  file << "high-speed";
}

}  // namespace

std::string missing_library() { return {}; }

struct ConfigfsGadget::State {
  Usbg usbg;
  usbg_gadget* gadget = nullptr;
  usbg_function* function = nullptr;
  usbg_udc* udc = nullptr;
  std::string name;
  bool plugged_in = false;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (gadget != nullptr) remove(gadget);
  }

  int make(const ShownDevice& device) {
    const modem::UsbIdentity& id = device.identity;
    const usbg_gadget_attrs attributes{.bcdUSB = kUsbVersion,
                                       .bDeviceClass = 0,
                                       .bDeviceSubClass = 0,
                                       .bDeviceProtocol = 0,
                                       .bMaxPacketSize0 = kControlPacket,
                                       .idVendor = id.vendor,
                                       .idProduct = id.product,
                                       .bcdDevice = id.release};
    // libusbgx takes char*, but writes nothing to them.
    std::string manufacturer = id.manufacturer, product = id.product_name, serial;
    const usbg_gadget_strs strings{
        .manufacturer = manufacturer.data(), .product = product.data(), .serial = serial.data()};
    int error = usbg_create_gadget(usbg.get(), name.c_str(), &attributes, &strings, &gadget);
    if (error != USBG_SUCCESS) return error;
    limit_speed(name);
    error = usbg_create_function(gadget, USBG_F_FFS, name.c_str(), nullptr, &function);
    for (int number = 1; error == USBG_SUCCESS && number <= device.configurations; ++number) {
      error = add_configuration(number, id);
    }
    return error;
  }

  int add_configuration(int number, const modem::UsbIdentity& id) {
    const usbg_config_attrs attributes{.bmAttributes = id.attributes, .bMaxPower = 0};
    usbg_config* configuration = nullptr;
    int error = usbg_create_config(gadget, number, "c", &attributes, nullptr, &configuration);
    // In milliamperes, whatever libusbgx says of it; bMaxPower above has too few bits for that.
    if (error == USBG_SUCCESS) error = usbg_set_config_max_power(configuration, id.milliamperes);
    if (error == USBG_SUCCESS) error = usbg_add_config_function(configuration, "modem", function);
    return error;
  }
};

ConfigfsGadget::ConfigfsGadget(std::unique_ptr<State> state) : state_(std::move(state)) {}
ConfigfsGadget::ConfigfsGadget(ConfigfsGadget&&) noexcept = default;
ConfigfsGadget& ConfigfsGadget::operator=(ConfigfsGadget&&) noexcept = default;
ConfigfsGadget::~ConfigfsGadget() = default;

ports::Result<ConfigfsGadget> ConfigfsGadget::create(const ShownDevice& device, const std::string& udc) {
  auto state = std::make_unique<State>();
  usbg_state* usbg = nullptr;
  if (const int error = usbg_init(kConfigfs, &usbg); error != USBG_SUCCESS) {
    return tl::unexpected(fmt::format("can't read {}: {}", kConfigfs, in_words(error)));
  }
  state->usbg.reset(usbg);
  remove_left(usbg);
  const auto chosen = choose_udc(usbg, udc);
  if (!chosen) return tl::unexpected(chosen.error());
  state->udc = *chosen;
  static unsigned made = 0;
  state->name = fmt::format("{}-{}-{}-{}", kMark, getpid(), files::start_time(getpid()).value_or(0), ++made);
  if (const int error = state->make(device); error != USBG_SUCCESS) {
    return tl::unexpected(fmt::format("can't make a gadget in {}: {}", kConfigfs, in_words(error)));
  }
  return ConfigfsGadget(std::move(state));
}

std::string ConfigfsGadget::instance() const { return state_->name; }

std::string ConfigfsGadget::udc() const { return usbg_get_udc_name(state_->udc); }

ports::Result<void> ConfigfsGadget::plug_in() {
  if (state_->plugged_in) return {};
  if (const int error = usbg_enable_gadget(state_->gadget, state_->udc); error != USBG_SUCCESS) {
    const auto busy = error == USBG_ERROR_BUSY ? " (another gadget has it, or it hasn't the endpoints)" : "";
    return tl::unexpected(
        fmt::format("the USB device controller {} doesn't take the modem: {}{}", udc(), in_words(error), busy));
  }
  state_->plugged_in = true;
  return {};
}

// By the gadget's own attribute: dummy_hcd doesn't come back from the controller's soft_connect.
void ConfigfsGadget::unplug() {
  if (std::exchange(state_->plugged_in, false)) usbg_disable_gadget(state_->gadget);
}

bool ConfigfsGadget::plugged_in() const { return state_->plugged_in; }

}  // namespace modembench::gadget
