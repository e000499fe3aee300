#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "emulator/ports/attachment.hpp"
#include "gadget/device/descriptors.hpp"

namespace modembench::gadget {

/// A gadget in configfs with one FunctionFS function, made by libusbgx; named so that it tells whose it is:
/// modembench-PID-START-N, with the start time of the process. Gone with this object.
class ConfigfsGadget {
 public:
  /// On the controller `udc`, or on the first free one; the kernel is prepared. Removes what killed runs have left
  /// first.
  static ports::Result<ConfigfsGadget> create(const ShownDevice& device, const std::string& udc);

  ConfigfsGadget(ConfigfsGadget&&) noexcept;
  ConfigfsGadget& operator=(ConfigfsGadget&&) noexcept;
  /// FunctionFS must have been closed before.
  ~ConfigfsGadget();

  /// The source that FunctionFS is mounted from.
  [[nodiscard]] std::string instance() const;
  [[nodiscard]] std::string udc() const;
  /// On the bus, and off it.
  ports::Result<void> plug_in();
  void unplug();
  [[nodiscard]] bool plugged_in() const;

 private:
  struct State;
  explicit ConfigfsGadget(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What this program lacks for gadgets, and what can be done about it; nothing where it was built with libusbgx.
[[nodiscard]] std::string missing_library();

/// The process that made the gadget of that name, if the name is one of ours and says so; and whether it is no more.
struct GadgetOwner {
  int process = 0;
  std::uint64_t began = 0;
};
[[nodiscard]] std::optional<GadgetOwner> owner_of(const std::string& gadget);

}  // namespace modembench::gadget
