#pragma once

#include <string_view>

namespace modembench::vm {

/// The guest's program that waits for orders, which needs no library: vm/agent.
[[nodiscard]] std::string_view agent_program();

}  // namespace modembench::vm
