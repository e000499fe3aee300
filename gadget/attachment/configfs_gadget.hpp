#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "gadget/device/descriptors.hpp"

namespace modembench::gadget {

/// A gadget in configfs with one FunctionFS function, made by libusbgx. Its name tells whose it is:
/// modembench-PID-START-N, with the start time of the process. The gadget goes with this object.
class ConfigfsGadget {
 public:
  /// Makes a gadget on the controller `udc`, or on the first free one if that is empty. The kernel must have been
  /// prepared. Gadgets that killed runs have left are removed first.
  static ports::Result<ConfigfsGadget> create(const ShownDevice& device, const std::string& udc);

  ConfigfsGadget(ConfigfsGadget&&) noexcept;
  ConfigfsGadget& operator=(ConfigfsGadget&&) noexcept;
  /// FunctionFS must have been closed before.
  ~ConfigfsGadget();

  /// The source that FunctionFS is mounted from.
  [[nodiscard]] std::string instance() const;
  [[nodiscard]] std::string udc() const;
  /// Put the gadget on the bus, and take it off.
  ports::Result<void> plug_in();
  void unplug();
  [[nodiscard]] bool plugged_in() const;

 private:
  struct State;
  explicit ConfigfsGadget(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What this program lacks for gadgets, and what can be done about it. Empty if it was built with libusbgx.
[[nodiscard]] std::string missing_library();

/// The process that made the gadget of that name, with its start time. Nothing if the name is none of ours.
struct GadgetOwner {
  int process = 0;
  std::uint64_t began = 0;
};
[[nodiscard]] std::optional<GadgetOwner> owner_of(const std::string& gadget);

}  // namespace modembench::gadget
