#include "gadget/attachment/function_fs.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include "gadget/device/function_fs_descriptors.hpp"

namespace modembench::gadget {
namespace {

using files::Descriptor;
using files::error_text;

tl::unexpected<std::string> failure(const std::string& what) {
  const int error = errno;
  return tl::unexpected(fmt::format("FunctionFS: {}: {}", what, error_text(error)));
}

ports::Result<Descriptor> mounted(const std::string& instance) {
  Descriptor context(fsopen("functionfs", FSOPEN_CLOEXEC));
  if (!context) return failure("the kernel doesn't have it (module usb_f_fs)");
  if (fsconfig(context.get(), FSCONFIG_SET_STRING, "source", instance.c_str(), 0) != 0 ||
      fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) {
    return failure("can't be mounted");
  }
  Descriptor root(fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
  if (!root) return failure("can't be mounted");
  return root;
}

ports::Result<Descriptor> open_file(const Descriptor& root, const std::string& name) {
  Descriptor file(openat(root.get(), name.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!file) return failure("can't open " + name);
  return file;
}

bool write_whole(const Descriptor& file, const qmi::Bytes& bytes) {
  return ::write(file.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

}  // namespace

ports::Result<FunctionFs> FunctionFs::open(const std::string& instance, const modem::UsbIdentity& device,
                                           EndpointOrder order) {
  const auto root = mounted(instance);
  if (!root) return tl::unexpected(root.error());
  auto control = open_file(*root, "ep0");
  if (!control) return tl::unexpected(control.error());
  FunctionFs files{std::move(*control), {}};
  if (!write_whole(files.control, function_fs_descriptors(device, order))) return failure("it refuses the descriptors");
  if (!write_whole(files.control, function_fs_strings())) return failure("it refuses the strings");
  unsigned number = 0;
  for (const auto address : function_fs_files(device, order)) {
    auto file = open_file(*root, fmt::format("ep{}", ++number));
    if (!file) return tl::unexpected(file.error());
    files.endpoints.emplace(address, std::move(*file));
  }
  return files;
}

}  // namespace modembench::gadget
