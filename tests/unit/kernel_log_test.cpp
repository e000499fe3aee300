#include <catch2/catch.hpp>

#include "gadget/attachment/kernel_log.hpp"

using modembench::gadget::kernel_line;

TEST_CASE("a record of the kernel's log is its text", "[gadget]") {
  CHECK(kernel_line("6,339,5140900,-;usb 1-1: USB disconnect, device number 2\n SUBSYSTEM=usb\n DEVICE=c189:1\n") ==
        "usb 1-1: USB disconnect, device number 2");
  CHECK(kernel_line("4,1,2,c,caller=T1;half a line; and more") == "half a line; and more");
  CHECK(kernel_line("6,1,2,-;") == "");
}

TEST_CASE("what a program has written into the log, or what is no record, is no line of the kernel", "[gadget]") {
  CHECK_FALSE(kernel_line("12,340,5140901,-;hello from user space"));
  for (const auto* wrong : {"", "6", "6,1,2,-", ",1,2,-;x", "x,1,2,-;x", "99999999999,1;x", "6;x"}) {
    INFO(wrong);
    CHECK_FALSE(kernel_line(wrong));
  }
}
