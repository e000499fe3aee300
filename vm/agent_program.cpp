#include "vm/agent_program.hpp"

// AGENT is the path of what the build has made.
__asm__(
    ".section .rodata\n"
    ".global modembench_agent_begin\n"
    ".global modembench_agent_end\n"
    "modembench_agent_begin:\n"
    ".incbin \"" AGENT
    "\"\n"
    "modembench_agent_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" {
extern const char modembench_agent_begin[];
extern const char modembench_agent_end[];
}

namespace modembench::vm {

std::string_view agent_program() {
  return {modembench_agent_begin, static_cast<std::size_t>(modembench_agent_end - modembench_agent_begin)};
}

}  // namespace modembench::vm
