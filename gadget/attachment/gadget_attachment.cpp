#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include <endian.h>
#include <fmt/format.h>
#include <linux/usb/functionfs.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "emulator/ports/clock.hpp"
#include "emulator/ports/open_watch.hpp"
#include "emulator/ports/port_link.hpp"
#include "gadget/attachment/async_transfers.hpp"
#include "gadget/attachment/configfs_gadget.hpp"
#include "gadget/attachment/control_worker.hpp"
#include "gadget/attachment/function_fs.hpp"
#include "gadget/attachment/gadget.hpp"
#include "gadget/attachment/host_side.hpp"
#include "gadget/attachment/openers.hpp"
#include "gadget/attachment/realtime.hpp"
#include "gadget/attachment/uevents.hpp"
#include "gadget/device/usb_device.hpp"

namespace modembench::gadget {
namespace {

namespace asio = boost::asio;
using ports::Callbacks;
using ports::OpenWatch;
using ports::Result;

constexpr ConnectionId kOnly = 0;

// Whole packets of 512 bytes, and room for a frame of 1514: the kernel wants no less of a read.
constexpr std::size_t kOutTransfer = 2048;
// Reads and writes that wait at an endpoint: a host that reads on finds the next one there.
constexpr std::size_t kAtOnce = 4;

/// What lies between the kernel and the USB device: carries requests and transfers from one to the other.
class GadgetAttachment final : public ports::Attachment {
 public:
  GadgetAttachment(asio::io_context& io, std::filesystem::path folder, const GadgetSettings& settings,
                   ConfigfsGadget gadget, FunctionFs files, std::unique_ptr<AsyncTransfers> transfers)
      : io_(io),
        folder_(std::move(folder)),
        detach_by_(settings.detach_by),
        device_(settings.device),
        gadget_(std::move(gadget)),
        files_(std::move(files)),
        control_(io, files_.control.get()),
        transfers_(std::move(transfers)),
        held_(io),
        limit_(io) {
    worker_.emplace(io);
    device_.set(settings.faults);
    clock_.start();
    wait_for_events();
  }
  GadgetAttachment(const GadgetAttachment&) = delete;
  GadgetAttachment& operator=(const GadgetAttachment&) = delete;

  // Off the bus, then FunctionFS' descriptors, then configfs: the other way round nothing of it could be removed.
  ~GadgetAttachment() override {
    for (const auto port : kAllPorts) ports::remove_link(folder_, port);
    gadget_.unplug();
    worker_.reset();
    transfers_.reset();
    (void)control_.release();
    if (uevents_ready_) (void)uevents_ready_->release();
    if (watch_ready_) (void)watch_ready_->release();
  }

  // --- the host, where it is this kernel

  Result<void> watch_host(HostSide host) {
    auto uevents = Uevents::listen();
    if (!uevents) return tl::unexpected(uevents.error());
    auto watch = OpenWatch::create();
    if (!watch) return tl::unexpected(watch.error());
    interface_ports_.emplace(host.event_path());
    host_.emplace(std::move(host));
    uevents_.emplace(std::move(*uevents));
    uevents_ready_.emplace(io_, uevents_->descriptor());
    watch_.emplace(std::move(*watch));
    watch_ready_.emplace(io_, watch_->descriptor());
    wait_for_uevents();
    wait_for_opens();
    return {};
  }

  /// Runs the io_context until the host has made the first port, or all. That some never come is told by `failed`.
  Result<void> wait_for_ports(bool all) {
    const auto first = device_.description().interfaces.front().port;
    const auto there = [&] { return all ? all_there() : !target(first).empty(); };
    const auto limit = ports::Clock::Wall::now() + kMaxEnumeration;
    if (io_.stopped()) io_.restart();
    while (!there() && io_.run_one_until(limit) != 0) {
    }
    if (!there()) return tl::unexpected(missing());
    limit_.expires_at(limit);
    limit_.async_wait([this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
      if (error || alive.expired() || all_seen_) return;
      if (callbacks_.failed) callbacks_.failed(PortName::qmi, missing());
    });
    return {};
  }

  // --- ports::Attachment

  [[nodiscard]] bool ports_come_by_host() const override { return true; }

  void start(Callbacks callbacks) override {
    callbacks_ = std::move(callbacks);
    started_ = true;
    for (const auto port : kAllPorts) {
      if (!target(port).empty()) {
        later([this, port] { tell_registered(port); });
      }
    }
  }

  void send(PortName port, ConnectionId connection, qmi::ByteView bytes) override {
    if (connection != kOnly || !state(port).open) return;
    if (port == PortName::qmi) {
      device_.respond(bytes);
    } else {
      device_.send_serial(port, bytes);
    }
    pump();
  }

  void send_frame(qmi::ByteView frame) override {
    device_.send_frame(frame);
    pump();
  }

  void hang_up(PortName port, ConnectionId connection) override {
    if (connection != kOnly || target(port).empty()) return;
    unregister_port(port);
    const auto again = register_port(port);
    later([this, port, again] {
      if (again && callbacks_.replaced) callbacks_.replaced(port);
      if (!again && callbacks_.failed) callbacks_.failed(port, again.error());
    });
  }

  void unregister_port(PortName port) override {
    if (host_) take_in_uevents();
    if (target(port).empty()) return;
    if (host_) {
      if (const auto done = host_->detach(interface_of(port), detach_by_); !done) {
        later([this, port, why = done.error()] {
          if (callbacks_.failed) callbacks_.failed(port, why);
        });
        return;
      }
    }
    went(port);
  }

  /// The port is there when the kernel's event of it has been taken in.
  Result<void> register_port(PortName port) override {
    if (host_) take_in_uevents();
    if (!gadget_.plugged_in() || !has(port) || !target(port).empty()) return {};
    if (!host_) return tl::unexpected(std::string("the host is another machine: only it can take a driver off and on"));
    return host_->attach(interface_of(port), detach_by_);
  }

  void unplug() override {
    if (host_) take_in_uevents();
    gadget_.unplug();
    for (const auto port : kAllPorts) {
      if (!target(port).empty()) went(port);
    }
  }

  Result<void> plug_in() override { return gadget_.plug_in(); }

  [[nodiscard]] const std::filesystem::path& folder() const override { return folder_; }
  [[nodiscard]] std::string target(PortName port) const override { return state(port).target; }

 private:
  struct Port {
    std::string target;  ///< empty: the host hasn't made it
    int watch = -1;
    bool open = false;
    unsigned opens = 0;  ///< how many have it open, as far as can be told
  };
  [[nodiscard]] Port& state(PortName port) { return ports_.at(static_cast<std::size_t>(port)); }
  [[nodiscard]] const Port& state(PortName port) const { return ports_.at(static_cast<std::size_t>(port)); }

  [[nodiscard]] bool has(PortName port) const {
    for (const auto& interface : device_.description().interfaces) {
      if (interface.port == port) return true;
    }
    return false;
  }
  [[nodiscard]] unsigned interface_of(PortName port) const {
    const auto& interfaces = device_.description().interfaces;
    unsigned number = 0;
    while (number < interfaces.size() && interfaces[number].port != port) ++number;
    return number;
  }

  template <class Call>
  void later(Call call) {
    asio::post(io_, [alive = std::weak_ptr<char>(alive_), call = std::move(call)] {
      if (!alive.expired()) call();
    });
  }

  // --- ports come and go

  [[nodiscard]] bool all_there() const {
    for (const auto port : kAllPorts) {
      if (has(port) && target(port).empty()) return false;
    }
    return true;
  }

  [[nodiscard]] std::string missing() const {
    std::vector<std::string> absent;
    for (const auto port : kAllPorts) {
      if (has(port) && target(port).empty()) {
        absent.push_back(fmt::format("{} (interface {})", to_string(port), interface_of(port)));
      }
    }
    return fmt::format(
        "within {} s this kernel has made no port of {} of the modem on {}{}: are the drivers qmi_wwan "
        "and qcserial there?",
        kMaxEnumeration.count(), fmt::join(absent, ", "), gadget_.udc(),
        host_->device().empty() ? ", which hasn't come up on the bus" : "");
  }

  void take_in_uevents() {
    bool lost = false;
    const auto events = uevents_->take(lost);
    for (const auto& event : events) {
      const auto change = interface_ports_->take(event);
      if (change && change->interface < device_.description().interfaces.size()) {
        take_in(device_.description().interfaces[change->interface].port, change->node);
      }
    }
    if (lost) look_at_host();
    all_seen_ = all_seen_ || all_there();
  }

  void look_at_host() {
    for (const auto& interface : device_.description().interfaces) {
      const auto node = host_->node(interface_of(interface.port));
      if (node != target(interface.port)) take_in(interface.port, node);
    }
  }

  void take_in(PortName port, const std::string& node) {
    if (!target(port).empty()) {
      went(port);
      if (callbacks_.unregistered) callbacks_.unregistered(port);
    }
    // What comes after an unplugging is still of the time before.
    if (node.empty() || !gadget_.plugged_in()) return;
    came(port, node);
    tell_registered(port);
  }

  void tell_registered(PortName port) {
    if (!started_ || target(port).empty()) return;
    if (callbacks_.registered) callbacks_.registered(port);
  }

  void came(PortName port, const std::string& node) {
    auto& its = state(port);
    its.target = node;
    if (!host_) return;
    const auto watch = watch_->add(node);
    its.watch = watch.value_or(-1);
    const auto linked = ports::put_link(folder_, port, node);
    if (watch && linked) return;
    later([this, port, why = watch ? linked.error() : watch.error()] {
      if (callbacks_.failed) callbacks_.failed(port, why);
    });
  }

  void went(PortName port) {
    auto& its = state(port);
    its.target.clear();
    its.opens = 0;
    if (its.watch >= 0) watch_->remove(std::exchange(its.watch, -1));
    ports::remove_link(folder_, port);
    forget_waiting(port);
    if (!std::exchange(its.open, false)) return;
    later([this, port] {
      if (callbacks_.closed) callbacks_.closed(port, kOnly);
    });
  }

  void wait_for_uevents() {
    uevents_ready_->async_wait(asio::posix::stream_descriptor::wait_read,
                               [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                                 if (error || alive.expired()) return;
                                 take_in_uevents();
                                 wait_for_uevents();
                               });
  }

  // --- who has a port open

  void wait_for_opens() {
    watch_ready_->async_wait(asio::posix::stream_descriptor::wait_read,
                             [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                               if (error || alive.expired()) return;
                               take_in_opens();
                               wait_for_opens();
                             });
  }

  void take_in_opens() {
    if (!watch_) return;
    for (const auto& event : watch_->take()) {
      for (const auto port : kAllPorts) {
        const auto& its = state(port);
        if (its.watch >= 0 && (event.watch == its.watch || event.watch == -1)) take_in(port, event.what);
      }
    }
  }

  // Events alike may come as one, so the count may be too low or too high. Too high, /proc tells; too low, the next
  // command or byte does, which looking through all processes at each close would be too dear for.
  void take_in(PortName port, OpenWatch::Event::What what) {
    using What = OpenWatch::Event::What;
    auto& its = state(port);
    if (what == What::opened) {
      ++its.opens;
      begin_connection(port);
    } else if (what == What::closed && its.opens <= 1) {
      end_connection(port);
    } else if (is_open_anywhere(its.target)) {
      its.opens = what == What::closed ? its.opens - 1 : 1;
      begin_connection(port);
    } else {
      end_connection(port);
    }
  }

  void begin_connection(PortName port) {
    auto& its = state(port);
    if (its.open || !started_) return;
    its.open = true;
    if (callbacks_.opened) callbacks_.opened(port, kOnly);
  }

  void end_connection(PortName port) {
    auto& its = state(port);
    its.opens = 0;
    if (!std::exchange(its.open, false)) return;
    forget_waiting(port);
    if (callbacks_.closed) callbacks_.closed(port, kOnly);
  }

  // What was meant for the last client and lies in the kernel already is taken back, too.
  void forget_waiting(PortName port) {
    device_.flush(port);
    const auto& interfaces = device_.description().interfaces;
    const auto number = interface_of(port);
    if (number >= interfaces.size()) return;
    const auto type = port == PortName::qmi ? Endpoint::Type::interrupt : Endpoint::Type::bulk;
    if (const auto address = interfaces[number].find(type, true)) {
      transfers_->cancel(files_.endpoints.at(*address).get());
    }
  }

  // --- control requests

  // Amid a request ep0 is always ready: it isn't waited for then.
  void wait_for_events() {
    control_.async_wait(asio::posix::stream_descriptor::wait_read,
                        [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                          if (!error && !alive.expired()) take_in_events();
                        });
  }

  /// Until there are no more, or one is a request: what is read next is its data stage.
  void take_in_events() {
    while (!in_request_) {
      usb_functionfs_event event{};
      const auto got = ::read(files_.control.get(), &event, sizeof event);
      if (got == static_cast<ssize_t>(sizeof event)) {
        take_in(event);
      } else if (got >= 0 || (errno != EINTR && errno != EIDRM)) {
        return wait_for_events();
      }
      // EIDRM: the host has given a request up for another, which comes next.
    }
  }

  void take_in(const usb_functionfs_event& event) {
    switch (event.type) {
      case FUNCTIONFS_SETUP: {
        const auto& setup = event.u.setup;
        return handle(
            {setup.bRequestType, setup.bRequest, le16toh(setup.wValue), le16toh(setup.wIndex), le16toh(setup.wLength)});
      }
      case FUNCTIONFS_ENABLE:
        return enable();
      case FUNCTIONFS_DISABLE:
      case FUNCTIONFS_UNBIND:
        return disable();
      default:
        return;
    }
  }

  void handle(const Setup& setup) {
    // A client opens before it writes.
    take_in_opens();
    in_request_ = setup;
    carry_out(device_.setup(setup, clock_.now()));
    arm_held();
  }

  void carry_out(ControlAnswer answer) {
    using Act = ControlAnswer::Act;
    const int file = files_.control.get();
    const auto setup = *in_request_;
    switch (answer.act) {
      case Act::hold:
        return;
      case Act::take: {
        auto bytes = std::make_shared<qmi::Bytes>(setup.length);
        return work([file, bytes] { bytes->resize(read_whole(file, *bytes)); },
                    [this, setup, bytes] { deliver(device_.control_data(setup, *bytes)); });
      }
      case Act::give:
        return work([file, bytes = std::move(answer.bytes)] { (void)!::write(file, bytes.data(), bytes.size()); });
      case Act::acknowledge:
        return work([file] { (void)!::read(file, nullptr, 0); });
      case Act::stall:
        // FunctionFS' way of it: to go in the wrong direction.
        return work([file, to_host = setup.to_host()] {
          (void)!(to_host ? ::read(file, nullptr, 0) : ::write(file, nullptr, 0));
        });
    }
  }

  static std::size_t read_whole(int file, qmi::Bytes& bytes) {
    const auto got = ::read(file, bytes.data(), bytes.size());
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }

  /// Does the last of a request: then the next one may come.
  void work(std::function<void()> what, std::function<void()> then = {}) {
    worker_->run(std::move(what), [this, then = std::move(then)] {
      in_request_.reset();
      if (then) then();
      take_in_events();
    });
  }

  void arm_held() {
    const auto deadline = device_.next_deadline();
    held_.cancel();
    if (!deadline) return;
    held_.expires_at(clock_.wall_time(*deadline));
    held_.async_wait([this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
      if (error || alive.expired()) return;
      if (auto answer = device_.advance(clock_.now())) carry_out(std::move(*answer));
      arm_held();
    });
  }

  void deliver(std::optional<Arrived> arrived) {
    if (!arrived) return;
    if (arrived->what == Arrived::What::frame) {
      if (callbacks_.frame) callbacks_.frame(arrived->bytes);
      return;
    }
    // Of another host's openers nothing is seen, nor of one here who came before the node was watched.
    begin_connection(arrived->port);
    if (state(arrived->port).open && callbacks_.received) callbacks_.received(arrived->port, kOnly, arrived->bytes);
  }

  // --- transfers

  // Comes once for the configuration and once more for each interface that the host's drivers set: all that waited in
  // the kernel has failed each time.
  void enable() {
    ++enabled_;
    device_.flush(PortName::qmi);
    for (const auto& interface : device_.description().interfaces) {
      if (host_ || !target(interface.port).empty()) continue;
      state(interface.port).target = fmt::format("interface {} on {}", interface_of(interface.port), gadget_.udc());
      tell_registered(interface.port);
    }
    pump();
  }

  void disable() {
    device_.reset();
    if (host_) return;
    for (const auto port : kAllPorts) {
      if (target(port).empty()) continue;
      went(port);
      if (callbacks_.unregistered) callbacks_.unregistered(port);
    }
  }

  /// Gives the kernel what there is for the host, and room for what the host sends.
  void pump() {
    if (enabled_ == 0) return;
    for (const auto& [address, file] : files_.endpoints) {
      auto& waiting = waiting_[address];
      if (waiting.dead_since == enabled_) continue;
      while (waiting.count < kAtOnce && ((address & 0x80) != 0 ? write_next(address) : read_next(address))) {
      }
    }
  }

  bool read_next(std::uint8_t address) {
    ++waiting_[address].count;
    transfers_->read(files_.endpoints.at(address).get(), kOutTransfer,
                     [this, address, began = enabled_](int error, const qmi::Bytes& bytes) {
                       done(address, error, began);
                       // One that opens, opens before it writes.
                       if (error == 0) take_in_opens();
                       if (error == 0) deliver(device_.out(address, bytes));
                       pump();
                     });
    return true;
  }

  bool write_next(std::uint8_t address) {
    auto transfer = device_.take(address);
    if (!transfer) return false;
    const int file = files_.endpoints.at(address).get();
    if (transfer->halt) {
      std::uint8_t nothing = 0;
      (void)!::read(file, &nothing, 1);  // the wrong direction again: FunctionFS halts the endpoint
      return true;
    }
    write(address, std::move(transfer->bytes));
    if (transfer->then_empty) write(address, {});
    return true;
  }

  void write(std::uint8_t address, qmi::Bytes bytes) {
    ++waiting_[address].count;
    transfers_->write(files_.endpoints.at(address).get(), std::move(bytes),
                      [this, address, began = enabled_](int error, const qmi::Bytes&) {
                        done(address, error, began);
                        pump();
                      });
  }

  // A transfer that has failed since the last ENABLE shows that the endpoint is down; it is tried again after the next.
  // One from before it has only gone down with what that ENABLE ended.
  void done(std::uint8_t address, int error, std::uint64_t began) {
    auto& waiting = waiting_[address];
    --waiting.count;
    const bool called_off = error == ECANCELED || error == ECONNRESET;
    if (error != 0 && !called_off && began == enabled_) waiting.dead_since = enabled_;
  }

  struct Waiting {
    std::size_t count = 0;
    std::uint64_t dead_since = 0;  ///< the number of the ENABLE after which it has failed
  };

  Realtime realtime_;
  asio::io_context& io_;
  std::filesystem::path folder_;
  DetachBy detach_by_;
  UsbDevice device_;
  ports::Clock clock_;
  ConfigfsGadget gadget_;
  FunctionFs files_;
  asio::posix::stream_descriptor control_;
  std::optional<ControlWorker> worker_;
  std::unique_ptr<AsyncTransfers> transfers_;
  asio::steady_timer held_;   ///< a request whose answer waits for its time
  asio::steady_timer limit_;  ///< of the enumeration
  bool all_seen_ = false;     ///< all ports were there once
  std::optional<HostSide> host_;
  std::optional<Uevents> uevents_;
  std::optional<InterfacePorts> interface_ports_;
  std::optional<asio::posix::stream_descriptor> uevents_ready_;
  std::optional<OpenWatch> watch_;
  std::optional<asio::posix::stream_descriptor> watch_ready_;
  std::array<Port, kAllPorts.size()> ports_;
  std::map<std::uint8_t, Waiting> waiting_;
  std::uint64_t enabled_ = 0;        ///< so many times
  std::optional<Setup> in_request_;  ///< a control request whose end is still to come
  Callbacks callbacks_;
  bool started_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace

Result<std::unique_ptr<ports::Attachment>> attach_gadget(asio::io_context& io, std::filesystem::path folder,
                                                         const GadgetSettings& settings) {
  auto gadget = ConfigfsGadget::create(settings.device, settings.udc);
  if (!gadget) return tl::unexpected(gadget.error());
  auto host = HostSide::of(gadget->udc());
  const auto order = host ? EndpointOrder::bulk_first : EndpointOrder::real;
  auto files = FunctionFs::open(gadget->instance(), settings.device, order);
  if (!files) return tl::unexpected(files.error());
  auto transfers = AsyncTransfers::create(io);
  if (!transfers) return tl::unexpected(transfers.error());
  auto attachment = std::make_unique<GadgetAttachment>(io, std::move(folder), settings, std::move(*gadget),
                                                       std::move(*files), std::move(*transfers));
  if (host) {
    if (const auto watching = attachment->watch_host(std::move(*host)); !watching) {
      return tl::unexpected(watching.error());
    }
  }
  const bool here = host.has_value();
  if (auto plugged = attachment->plug_in(); !plugged) return tl::unexpected(plugged.error());
  if (here) {
    if (const auto there = attachment->wait_for_ports(settings.wait_for_all); !there)
      return tl::unexpected(there.error());
  }
  return attachment;
}

}  // namespace modembench::gadget
