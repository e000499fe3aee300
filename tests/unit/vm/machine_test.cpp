#include <fmt/format.h>
#include <fmt/ranges.h>
#include <catch2/catch.hpp>

#include "tests/unit/approval.hpp"
#include "vm/cache.hpp"
#include "vm/cpio.hpp"
#include "vm/machine.hpp"
#include "vm/qemu_option.hpp"
#include "vm/qmp.hpp"

namespace vm = modembench::vm;

TEST_CASE("the guest's command line, on each clock", "[vm]") {
  std::string text;
  for (const auto clock : {vm::GuestClock::instructions, vm::GuestClock::wall}) {
    for (const auto& word : vm::machine_command({"/image/kernel", "/image/root.cpio"}, {"/a,b/memory", false}, clock))
      text += word + "\n";
    text += "--\n";
  }
  approve("vm_command", text);
}

TEST_CASE("a state is resumed by a shell's word, whatever its path", "[vm]") {
  CHECK(vm::resume_from("/a b/snapshot", 0) == "exec:tail -c +1 '/a b/snapshot'");
  CHECK(vm::resume_from("/it's", 4096) == "exec:tail -c +4097 '/it'\\''s'");
  CHECK(vm::resume_from("/$(x) `x`\n,", 0) == "exec:tail -c +1 '/$(x) `x`\n,'");
}

TEST_CASE("a path's commas are doubled where QEMU divides by them", "[vm]") {
  CHECK(vm::option_value("/a b/it's") == "/a b/it's");
  CHECK(vm::option_value("/a,server=off,,b") == "/a,,server=off,,,,b");
}

TEST_CASE("a cpio archive is the kernel's: aligned parts, and a trailer", "[vm]") {
  const auto archive = vm::to_cpio({{"agent", "12345"}, {"bin/modembench", ""}});
  CHECK(archive.size() % 4 == 0);
  CHECK(archive.substr(0, 6) == "070701");
  // Of 110 bytes, name and NUL, up to the next multiple of four.
  CHECK(archive.substr(110, 6) == std::string("agent\0", 6));
  CHECK(archive.substr(116, 5) == "12345");
  CHECK(archive.substr(124, 6) == "070701");
  CHECK(archive.substr(6 + 8, 8) == "000081ED");   // an ordinary file, 0755
  CHECK(archive.substr(6 + 48, 8) == "00000005");  // its size
  CHECK(archive.find("TRAILER!!!") != std::string::npos);
}

TEST_CASE("a key is another one for other texts, also where they were only cut elsewhere", "[vm]") {
  const auto key = vm::key_of({"ab", "c"});
  CHECK(key.size() == 16);
  CHECK(vm::key_of({"ab", "c"}) == key);
  CHECK(vm::key_of({"a", "bc"}) != key);
  CHECK(vm::key_of({"abc"}) != key);
  CHECK(vm::key_of({"ab", "c", ""}) != key);
}
