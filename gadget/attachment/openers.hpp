#pragma once

#include <string>

namespace modembench::gadget {

/// Whether any process has a device node open now, as /proc tells.
[[nodiscard]] bool is_open_anywhere(const std::string& node);

}  // namespace modembench::gadget
