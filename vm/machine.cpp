#include "vm/machine.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "vm/memory.hpp"
#include "vm/qemu_option.hpp"

namespace modembench::vm {

std::vector<std::string> machine_command(const MachineFiles& files, const MachineMemory& memory, GuestClock clock) {
  // What costs instructions, or translations, and is worth nothing in here: string instructions by bytes instead of
  // words (ERMS), a guard around each access to a program's memory (SMAP), a fifth level of page tables, and indirect
  // jumps that no real processor may guess: together a seventh of a run's time. Registers of 256 bits, and all of them
  // to be kept at each switch (AVX, XSAVE): a sixteenth. Programs and libraries at other addresses in each process
  // (norandmaps): TCG translates them anew for each, 6900 blocks for a qmicli, a quarter of a run that calls it often.
  std::vector<std::string> command = {
      std::string(kQemu), "-M", "pc,hpet=off,memory-backend=memory", "-object",
      fmt::format("memory-backend-file,id=memory,size={},mem-path={},share={}", kMemorySize,
                  option_value(memory.file.string()), memory.is_shared ? "on" : "off"),
      "-accel", "tcg", "-cpu", "max,erms=off,smap=off,la57=off,avx=off,avx2=off,xsave=off", "-smp", "1", "-m",
      fmt::format("{}M", kMemorySize >> 20U), "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
      "-nic", "none",
      // The guest's calendar begins at a day of its own, and its random numbers are the same ones.
      "-rtc", "base=2026-01-01T00:00:00,clock=vm", "-seed", "1", "-chardev", "stdio,id=said,signal=off", "-device",
      "isa-debugcon,iobase=0xe9,chardev=said", "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04", "-kernel",
      files.kernel, "-initrd", files.root, "-append",
      "console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable clocksource=tsc no_timer_check random.trust_cpu=on "
      "printk.time=1 norandmaps"};
  if (clock == GuestClock::instructions) {
    // 2^3 ns for an instruction: 125 million a second, about what TCG does here.
    command.insert(command.end(), {"-icount", "shift=3,sleep=off"});
  }
  return command;
}

using client_under_test::Process;

Machine::Machine(boost::asio::io_context& io, std::function<void(std::string_view)> line)
    : line_(std::move(line)), io_(io), clock_(io), limit_(io) {}

Result<MachineEnd> Machine::run(std::vector<std::string> command, std::chrono::milliseconds limit) {
  auto process = Process::start(io_, clock_, {std::move(command), {}, {}}, nullptr,
                                {.says = [this](const std::string& line) { line_(line); },
                                 .ended = [this](const client_under_test::Ended& ended) { has_ended(ended); }});
  if (!process) return tl::unexpected(process.error());
  process_ = std::move(*process);
  limit_.expires_after(limit);
  limit_.async_wait([this](boost::system::error_code error) {
    if (!error) end(MachineEnd::Why::out_of_time);
  });
  end_signal_.emplace(io_, signals_, [this](int signal) {
    end_.signal = signal;
    end(MachineEnd::Why::interrupted);
  });
  io_.run();
  return std::move(end_);
}

void Machine::end() { end(MachineEnd::Why::ended); }

void Machine::end(MachineEnd::Why why) {
  end_.why = why;
  process_->end(std::chrono::milliseconds(0));
}

void Machine::has_ended(const client_under_test::Ended& ended) {
  end_.in_words = ended.in_words;
  limit_.cancel();
  end_signal_.reset();
  io_.stop();
}

}  // namespace modembench::vm
