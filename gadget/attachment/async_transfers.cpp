#include "gadget/attachment/async_transfers.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <boost/asio/post.hpp>

namespace modembench::gadget {

namespace asio = boost::asio;
using files::error_text;

ports::Result<std::unique_ptr<AsyncTransfers>> AsyncTransfers::create(asio::io_context& io) {
  files::Descriptor event(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  aio_context_t context = 0;
  if (!event || syscall(SYS_io_setup, kMaxAtOnce, &context) != 0) {
    return tl::unexpected("can't do asynchronous I/O: " + error_text(errno) +
                          (errno == EAGAIN ? " (the limit is in /proc/sys/fs/aio-max-nr)" : ""));
  }
  return std::unique_ptr<AsyncTransfers>(new AsyncTransfers(io, std::move(event), context));
}

AsyncTransfers::AsyncTransfers(asio::io_context& io, files::Descriptor event, aio_context_t context)
    : io_(io), event_(std::move(event)), ready_(io, event_.get()), context_(context) {
  wait();
}

AsyncTransfers::~AsyncTransfers() {
  syscall(SYS_io_destroy, context_);  // waits until the kernel has let go of our buffers
  (void)ready_.release();
}

void AsyncTransfers::read(int file, std::size_t size, Done done) {
  submit(file, true, qmi::Bytes(size), std::move(done));
}

void AsyncTransfers::write(int file, qmi::Bytes bytes, Done done) {
  submit(file, false, std::move(bytes), std::move(done));
}

void AsyncTransfers::submit(int file, bool reading, qmi::Bytes bytes, Done done) {
  auto& transfer = transfers_.emplace_back();
  transfer.bytes = std::move(bytes);
  transfer.reading = reading;
  transfer.done = std::move(done);
  auto& block = transfer.block;
  block.aio_lio_opcode = reading ? IOCB_CMD_PREAD : IOCB_CMD_PWRITE;
  block.aio_fildes = static_cast<std::uint32_t>(file);
  block.aio_buf = reinterpret_cast<std::uintptr_t>(transfer.bytes.data());
  block.aio_nbytes = transfer.bytes.size();
  block.aio_data = reinterpret_cast<std::uintptr_t>(&transfer);
  block.aio_flags = IOCB_FLAG_RESFD;
  block.aio_resfd = static_cast<std::uint32_t>(event_.get());
  auto* blocks = &block;
  if (syscall(SYS_io_submit, context_, 1, &blocks) == 1) return;
  const int error = errno;
  asio::post(io_, [alive = std::weak_ptr<char>(alive_), tell = std::move(transfer.done), error] {
    if (!alive.expired()) tell(error, {});
  });
  transfers_.pop_back();
}

void AsyncTransfers::cancel(int file) {
  for (auto& transfer : transfers_) {
    io_event event{};
    // The completion comes through the eventfd like any other.
    if (transfer.block.aio_fildes == static_cast<std::uint32_t>(file)) {
      syscall(SYS_io_cancel, context_, &transfer.block, &event);
    }
  }
}

void AsyncTransfers::wait() {
  ready_.async_wait(asio::posix::stream_descriptor::wait_read,
                    [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                      if (error || alive.expired()) return;
                      take_in();
                      if (!alive.expired()) wait();
                    });
}

void AsyncTransfers::take_in() {
  std::uint64_t count = 0;
  (void)!::read(event_.get(), &count, sizeof count);
  const std::weak_ptr<char> alive = alive_;
  std::array<io_event, 32> events;
  for (;;) {
    timespec now{};
    const auto got = syscall(SYS_io_getevents, context_, 0, events.size(), events.data(), &now);
    if (got <= 0) return;
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      const auto* which = reinterpret_cast<const Transfer*>(static_cast<std::uintptr_t>(events[i].data));
      const auto found = std::find_if(transfers_.begin(), transfers_.end(),
                                      [&](const Transfer& transfer) { return &transfer == which; });
      if (found == transfers_.end()) continue;
      auto done = std::move(found->done);
      auto bytes = std::move(found->bytes);
      const bool reading = found->reading;
      transfers_.erase(found);
      const auto result = static_cast<std::int64_t>(events[i].res);
      bytes.resize(reading && result > 0 ? static_cast<std::size_t>(result) : 0);
      done(result < 0 ? static_cast<int>(-result) : 0, std::move(bytes));
      if (alive.expired()) return;
    }
  }
}

}  // namespace modembench::gadget
