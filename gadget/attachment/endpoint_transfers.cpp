#include "gadget/attachment/endpoint_transfers.hpp"

#include <cerrno>
#include <utility>

#include <linux/usb/functionfs.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace modembench::gadget {
namespace {

// Whole packets of 512 bytes, and room for a frame of 1514: the kernel wants no less of a read.
constexpr std::size_t kOutTransfer = 2048;
// Reads and writes that wait at an endpoint: a host that reads on finds the next one there.
constexpr std::size_t kAtOnce = 4;

}  // namespace

EndpointTransfers::EndpointTransfers(UsbDevice& device, const FunctionFs& files,
                                     std::unique_ptr<AsyncTransfers> transfers, Hooks hooks)
    : device_(device), files_(files), hooks_(std::move(hooks)), transfers_(std::move(transfers)) {}

void EndpointTransfers::enabled() {
  ++enabled_;
  device_.flush(PortName::qmi);
}

void EndpointTransfers::pump() {
  if (enabled_ == 0) return;
  for (const auto& [endpoint, file] : files_.endpoints) {
    auto& waiting = waiting_[endpoint];
    if (waiting.dead_since == enabled_) continue;
    while (waiting.count < kAtOnce && ((endpoint & 0x80) != 0 ? write_next(endpoint) : read_next(endpoint))) {
    }
  }
}

void EndpointTransfers::cancel(std::uint8_t endpoint) { transfers_->cancel(files_.endpoints.at(endpoint).get()); }

void EndpointTransfers::end_halt(std::uint8_t endpoint) {
  (void)ioctl(files_.endpoints.at(endpoint).get(), FUNCTIONFS_CLEAR_HALT);
}

bool EndpointTransfers::read_next(std::uint8_t endpoint) {
  ++waiting_[endpoint].count;
  transfers_->read(files_.endpoints.at(endpoint).get(), kOutTransfer,
                   [this, endpoint, began = enabled_](int error, const qmi::Bytes& bytes) {
                     done(endpoint, error, began);
                     if (error == 0) {
                       hooks_.before();
                       if (auto arrived = device_.out(endpoint, bytes)) hooks_.arrived(std::move(*arrived));
                     }
                     pump();
                   });
  return true;
}

bool EndpointTransfers::write_next(std::uint8_t endpoint) {
  auto transfer = device_.take(endpoint);
  if (!transfer) return false;
  const int file = files_.endpoints.at(endpoint).get();
  if (transfer->halt) {
    std::uint8_t nothing = 0;
    (void)!::read(file, &nothing, 1);  // the wrong direction again: FunctionFS halts the endpoint
    return true;
  }
  write(endpoint, std::move(transfer->bytes));
  if (transfer->then_empty) write(endpoint, {});
  return true;
}

void EndpointTransfers::write(std::uint8_t endpoint, qmi::Bytes bytes) {
  ++waiting_[endpoint].count;
  transfers_->write(files_.endpoints.at(endpoint).get(), std::move(bytes),
                    [this, endpoint, began = enabled_](int error, const qmi::Bytes&) {
                      done(endpoint, error, began);
                      pump();
                    });
}

// A transfer that has failed since the last ENABLE shows that the endpoint is down; it is tried again after the next.
// One from before it has only gone down with what that ENABLE ended.
void EndpointTransfers::done(std::uint8_t endpoint, int error, std::uint64_t began) {
  auto& waiting = waiting_[endpoint];
  --waiting.count;
  const bool called_off = error == ECANCELED || error == ECONNRESET;
  if (error != 0 && !called_off && began == enabled_) waiting.dead_since = enabled_;
}

}  // namespace modembench::gadget
