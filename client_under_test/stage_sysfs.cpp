#include "client_under_test/stage_sysfs.hpp"

#include <fstream>

#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include "client_under_test/stage_mounts.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;

const fs::path kDrivers = "/sys/bus/usb/drivers";
// The first port of a root hub; where a USB modem is plugged in says nothing to anybody.
const fs::path kUsbDevice = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-1";

fs::path interface_folder(unsigned number) { return kUsbDevice / fmt::format("1-1:1.{}", number); }

const Interface& interface_of(const Shape& shape, PortName port) {
  const auto* interface = shape.find(port);
  if (interface == nullptr) throw StepFailed("the modem has no port " + to_string(port));
  return *interface;
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  must(file ? 0 : -1, "write " + path.string());
}

void write_uevent(const fs::path& folder, const std::vector<std::pair<std::string, std::string>>& properties) {
  std::string text;
  for (const auto& [name, value] : properties) text += fmt::format("{}={}\n", name, value);
  write_file(folder / "uevent", text);
}

void remove_tree(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) throw StepFailed("remove " + path.string() + ": " + error.message());
}

void make_usb_device(const modem::UsbIdentity& usb) {
  const auto device = usb_device(usb);
  make_folders(device.path);
  write_uevent(device.path, device.properties);
  write_file(device.path / "idVendor", fmt::format("{:04x}\n", usb.vendor));
  write_file(device.path / "idProduct", fmt::format("{:04x}\n", usb.product));
  write_file(device.path / "busnum", "1\n");
  write_file(device.path / "devnum", "2\n");
  link("/sys/bus/usb", device.path / "subsystem");
  link("/sys/bus/usb/drivers/usb", device.path / "driver");
  link(device.path.c_str(), fs::path("/sys/bus/usb/devices") / device.path.filename());
}

void make_usb_interface(const modem::UsbIdentity& usb, const Interface& interface) {
  const auto folder = interface_folder(interface.number);
  make_folders(folder);
  write_uevent(folder, {{"DEVTYPE", "usb_interface"},
                        {"PRODUCT", fmt::format("{:x}/{:x}/{:x}", usb.vendor, usb.product, usb.release)},
                        {"INTERFACE",
                         fmt::format("{}/{}/{}", interface.interface_class, interface.subclass, interface.protocol)}});
  write_file(folder / "bInterfaceNumber", fmt::format("{:02x}\n", interface.number));
  write_file(folder / "bInterfaceClass", fmt::format("{:02x}\n", interface.interface_class));
  write_file(folder / "bInterfaceSubClass", fmt::format("{:02x}\n", interface.subclass));
  write_file(folder / "bInterfaceProtocol", fmt::format("{:02x}\n", interface.protocol));
  link("/sys/bus/usb", folder / "subsystem");
  link(folder.c_str(), fs::path("/sys/bus/usb/devices") / folder.filename());
}

}  // namespace

SysDevice usb_device(const modem::UsbIdentity& usb) {
  // 189 is the major number of USB devices, the minor that of the second device on the first bus.
  return {kUsbDevice,
          "usb",
          "c189:1",
          0,
          {{"MAJOR", "189"},
           {"MINOR", "1"},
           {"DEVNAME", "bus/usb/001/002"},
           {"DEVTYPE", "usb_device"},
           {"DRIVER", "usb"},
           {"PRODUCT", fmt::format("{:x}/{:x}/{:x}", usb.vendor, usb.product, usb.release)},
           {"TYPE", "0/0/0"},
           {"BUSNUM", "001"},
           {"DEVNUM", "002"}}};
}

SysDevice port_device(const Shape& shape, PortName port) {
  const unsigned interface = interface_of(shape, port).number;
  const auto character_device = [&](const fs::path& path, const char* subsystem, int major, unsigned minor) {
    return SysDevice{
        path,
        subsystem,
        fmt::format("c{}:{}", major, minor),
        interface,
        {{"MAJOR", std::to_string(major)}, {"MINOR", std::to_string(minor)}, {"DEVNAME", path.filename().string()}}};
  };
  // The kernel's numbers: 180 for USB classes, of which cdc-wdm begins at 176; 188 for USB serial ports.
  if (port == PortName::qmi) {
    return character_device(interface_folder(interface) / "usbmisc" / "cdc-wdm0", "usbmisc", 180, 176);
  }
  const auto name = to_string(port);
  return character_device(interface_folder(interface) / name / "tty" / name, "tty", 188, tty_usb_number(port));
}

SysDevice net_device(const Shape& shape, const std::string& name, unsigned index) {
  const unsigned interface = interface_of(shape, PortName::qmi).number;
  return {interface_folder(interface) / "net" / name,
          "net",
          fmt::format("n{}", index),
          interface,
          {{"DEVTYPE", "wwan"}, {"INTERFACE", name}, {"IFINDEX", std::to_string(index)}}};
}

void furnish_sys(const modem::UsbIdentity& usb) {
  // One made in this network namespace shows its interfaces, and what the kernel and its drivers can be told by the
  // rest of it is the machine's; where it isn't allowed the outside's stays.
  (void)mount("sysfs", "/sys", "sysfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
  std::error_code ignored;
  const auto hold_if_there = [&](const char* path) {
    return fs::is_directory(path, ignored) ? hold(path) : Descriptor();
  };
  const auto system = hold_if_there("/sys/devices/system");
  const auto loopback = hold_if_there("/sys/devices/virtual/net/lo");
  for (const auto* folder : {"/sys/devices", "/sys/bus", "/sys/class"}) {
    if (fs::is_directory(folder, ignored)) mount_tmpfs(folder, "mode=0755");
  }
  // Of the machine itself only what programs count processors by.
  if (system) bind_mount(behind(system), "/sys/devices/system");
  for (const auto* folder :
       {"/sys/class/net", "/sys/class/tty", "/sys/class/usbmisc", "/sys/bus/usb/devices", "/sys/bus/usb/drivers/usb"}) {
    make_folders(folder);
  }
  for (const auto& interface : usb.shape.interfaces) make_folders(kDrivers / std::string(to_string(interface.driver)));
  if (loopback) {
    bind_mount(behind(loopback), "/sys/devices/virtual/net/lo");
    link("../../devices/virtual/net/lo", "/sys/class/net/lo");
  }
  make_usb_device(usb);
  for (const auto& interface : usb.shape.interfaces) make_usb_interface(usb, interface);
}

void show_in_sysfs(const SysDevice& device, const Shape& shape) {
  remove_from_sysfs(device);
  const auto name = device.path.filename();
  const auto interface = interface_folder(device.interface);
  const auto class_folder = fs::path("/sys/class") / device.subsystem;
  make_folders(device.path);
  write_uevent(device.path, device.properties);
  for (const auto& [property, value] : device.properties) {
    if (property != "IFINDEX") continue;
    write_file(device.path / "ifindex", value + "\n");
    // Of what qmi_wwan puts there (Linux, ABI/testing/sysfs-class-net-qmi): Ethernet frames, as at its start.
    make_folders(device.path / "qmi");
    write_file(device.path / "qmi" / "raw_ip", "N\n");
  }
  if (device.udev_key.front() == 'c') write_file(device.path / "dev", device.udev_key.substr(1) + "\n");
  link(class_folder.c_str(), device.path / "subsystem");
  link(interface.c_str(), device.path / "device");
  link(device.path.c_str(), class_folder / name);
  std::error_code ignored;
  const auto* its = shape.find_number(device.interface);
  if (its != nullptr && !fs::is_symlink(interface / "driver", ignored)) {
    link((kDrivers / std::string(to_string(its->driver))).c_str(), interface / "driver");
  }
}

void remove_from_sysfs(const SysDevice& device) {
  remove_tree(fs::path("/sys/class") / device.subsystem / device.path.filename());
  remove_tree(device.path);
  const auto interface = interface_folder(device.interface);
  // "net" and "usbmisc" go with what stood in them; a tty's folder has one more level.
  std::error_code ignored;
  for (auto folder = device.path.parent_path(); folder != interface; folder = folder.parent_path()) {
    if (!fs::remove(folder, ignored)) break;
  }
  for (fs::directory_iterator at(interface, ignored), end; !ignored && at != end; at.increment(ignored)) {
    if (at->is_directory(ignored) && !at->is_symlink(ignored)) return;
  }
  remove_tree(interface / "driver");
}

}  // namespace modembench::client_under_test
