#include "gadget/attachment/kernel_log.hpp"

#include <cerrno>
#include <charconv>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "emulator/ascii.hpp"
#include "files/descriptor.hpp"

namespace modembench::gadget {

std::optional<std::string> kernel_line(std::string_view record) {
  unsigned priority = 0;
  const auto [rest, wrong] = std::from_chars(record.data(), record.data() + record.size(), priority);
  const auto text = record.find(';');
  // The facility stands above three bits of urgency; the kernel's own is 0.
  if (wrong != std::errc{} || rest == record.data() + record.size() || *rest != ',' || priority >= 8) {
    return std::nullopt;
  }
  if (text == std::string_view::npos) return std::nullopt;
  return std::string(ascii::first_line(record.substr(text + 1)));
}

bool is_of_vhci(std::string_view line) {
  // Of the driver, and of its controllers: "vhci_hcd: connection closed", "vhci_hcd vhci_hcd.0: Device attached".
  if (line.starts_with("vhci_hcd: ") || line.starts_with("vhci_hcd vhci_hcd.")) return true;
  // "usb 1-1: SetAddress Request (2) to port 0": of this host controller alone, which does it in the device's place.
  const auto device = line.find(": ");
  return line.starts_with("usb ") && device != std::string_view::npos &&
         line.substr(device + 2).starts_with("SetAddress Request (");
}

std::string without_vhci(std::string_view log) {
  std::string kept;
  while (!log.empty()) {
    const auto line = log.substr(0, std::min(log.find('\n'), log.size() - 1) + 1);
    log.remove_prefix(line.size());
    const auto stamp = line.starts_with('<') || line.starts_with('[') ? line.find("] ") : std::string_view::npos;
    const auto text = stamp == std::string_view::npos ? line : line.substr(stamp + 2);
    if (!is_of_vhci(text)) kept += line;
  }
  return kept;
}

ports::Result<std::unique_ptr<KernelLog>> KernelLog::open(boost::asio::io_context& io) {
  files::Descriptor log(::open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!log || lseek(log.get(), 0, SEEK_END) < 0) {
    return tl::unexpected(fmt::format("/dev/kmsg: {}", files::error_text(errno)));
  }
  return std::unique_ptr<KernelLog>(new KernelLog(boost::asio::posix::stream_descriptor(io, log.release())));
}

void KernelLog::follow(Line line) {
  line_ = std::move(line);
  read();
}

void KernelLog::read() {
  log_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code error) {
    if (error) return;
    drain();
    read();
  });
}

void KernelLog::drain() {
  for (;;) {
    const auto length = ::read(log_.native_handle(), record_.data(), record_.size());
    // EPIPE: some were overwritten before they were read; the next read goes on after them.
    if (length < 0 && errno == EPIPE) continue;
    if (length <= 0) return;
    tell({record_.data(), static_cast<std::size_t>(length)});
  }
}

void KernelLog::tell(std::string_view record) const {
  if (const auto line = kernel_line(record); line && line_ && !is_of_vhci(*line)) line_(*line);
}

}  // namespace modembench::gadget
