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

TEST_CASE("what vhci_hcd says of itself is told from what the kernel says of the modem", "[gadget]") {
  using modembench::gadget::is_of_vhci;
  for (const auto* its : {"vhci_hcd vhci_hcd.0: pdev(0) rhport(0) sockfd(9)", "vhci_hcd vhci_hcd.0: Device attached",
                          "vhci_hcd: connection closed", "vhci_hcd: unlink->seqnum 31", "vhci_hcd: urb->status -104",
                          "usb 1-1: SetAddress Request (2) to port 0"}) {
    INFO(its);
    CHECK(is_of_vhci(its));
  }
  for (const auto* others :
       {"usb 1-1: new high-speed USB device number 2 using vhci_hcd",
        "qmi_wwan 1-1:1.0 wwan0: register 'qmi_wwan' at usb-vhci_hcd.0-1, WWAN/QMI device",
        "usb 1-1: USB disconnect, device number 2", "usb 1-1", "", "vhci_hcd", "hello: SetAddress Request (2)"}) {
    INFO(others);
    CHECK_FALSE(is_of_vhci(others));
  }
}

TEST_CASE("a log without the lines of vhci_hcd keeps all others, stamps and all", "[gadget]") {
  using modembench::gadget::without_vhci;
  CHECK(without_vhci("<6>[    5.1] vhci_hcd: connection closed\n"
                     "<6>[    5.2] usb 1-1: USB disconnect, device number 2\n"
                     "[    5.3] vhci_hcd vhci_hcd.0: Device attached\n"
                     "no stamp at all\n"
                     "vhci_hcd: stop threads\n"
                     "<6>[    5.4] and no end") ==
        "<6>[    5.2] usb 1-1: USB disconnect, device number 2\n"
        "no stamp at all\n"
        "<6>[    5.4] and no end");
  CHECK(without_vhci("").empty());
}
