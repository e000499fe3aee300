#include "gadget/attachment/configfs_gadget.hpp"

// Instead of configfs_gadget.cpp where libusbgx isn't there: none is ever made, and why is said.
namespace modembench::gadget {

struct ConfigfsGadget::State {};

std::string missing_library() {
  return "this modembench was built without libusbgx, which --on gadget needs: install libusbgx-dev and build it again";
}

ConfigfsGadget::ConfigfsGadget(std::unique_ptr<State> state) : state_(std::move(state)) {}
ConfigfsGadget::ConfigfsGadget(ConfigfsGadget&&) noexcept = default;
ConfigfsGadget& ConfigfsGadget::operator=(ConfigfsGadget&&) noexcept = default;
ConfigfsGadget::~ConfigfsGadget() = default;

ports::Result<ConfigfsGadget> ConfigfsGadget::create(const ShownDevice& /*device*/, const std::string& /*udc*/) {
  return tl::unexpected(missing_library());
}

std::string ConfigfsGadget::instance() const { return {}; }
std::string ConfigfsGadget::udc() const { return {}; }
ports::Result<void> ConfigfsGadget::plug_in() { return tl::unexpected(missing_library()); }
void ConfigfsGadget::unplug() {}
bool ConfigfsGadget::plugged_in() const { return false; }

}  // namespace modembench::gadget
