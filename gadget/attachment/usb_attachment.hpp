#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "emulator/ports/attachment.hpp"
#include "gadget/attachment/control_worker.hpp"
#include "gadget/attachment/device_on_bus.hpp"
#include "gadget/attachment/gadget.hpp"
#include "gadget/attachment/host_watch.hpp"
#include "gadget/attachment/realtime.hpp"

namespace modembench::gadget {

/// A modem's ports as its host has made them of the device on the bus: which ports there are, and which are open.
class UsbAttachment final : public ports::Attachment {
 public:
  UsbAttachment(boost::asio::io_context& io, files::Place folder, const AttachSettings& settings, MakeDevice make);
  UsbAttachment(const UsbAttachment&) = delete;
  UsbAttachment& operator=(const UsbAttachment&) = delete;
  ~UsbAttachment() override;

  /// Makes the device, watches the host if it is this kernel, and puts the device on the bus.
  ports::Result<void> begin();
  /// If the host is this kernel, runs the io_context until it has made the first port, or all. `failed` tells that some
  /// never come.
  ports::Result<void> wait_for_ports();

  [[nodiscard]] bool ports_come_by_host() const override { return true; }
  [[nodiscard]] bool all_ports_came() const override { return !host_ || !device_->plugged_in() || all_came_; }
  void start(ports::Callbacks callbacks) override;
  void send(PortName port, ConnectionId connection, qmi::ByteView bytes) override;
  void send_frame(qmi::ByteView frame) override { device_->send_frame(frame); }
  void hang_up(PortName port, ConnectionId connection) override;
  void unregister_port(PortName port) override;
  /// Lets the driver be bound again. The port is there once the kernel's event of it has been taken in.
  ports::Result<void> register_port(PortName port) override;
  void unplug() override;
  /// Puts the device on the bus. If that is another device than before, it is made first; `failed` tells what prevents
  /// that.
  ports::Result<void> plug_in() override;
  ports::Result<void> reset() override;
  void set_usb(const modem::UsbFaults& faults) override;
  [[nodiscard]] const std::filesystem::path& folder() const override { return folder_.path(); }
  [[nodiscard]] std::string target(PortName port) const override { return state(port).target; }

 private:
  struct Port {
    std::string target;  ///< the port's node; empty: the host hasn't made it
    files::Node link;    ///< the link to the node, in the folder
    int watch = -1;
    bool open = false;
    unsigned opens = 0;  ///< how many processes have it open, as far as can be told
  };
  [[nodiscard]] Port& state(PortName port) { return ports_.at(port); }
  [[nodiscard]] const Port& state(PortName port) const { return ports_.at(port); }
  [[nodiscard]] std::vector<PortName> port_names() const { return settings_.identity.shape.ports(); }

  /// Does `call` from the io_context, if this object still lives then.
  template <class Call>
  void later(Call call) {
    boost::asio::post(io_, [alive = std::weak_ptr<char>(alive_), call = std::move(call)] {
      if (!alive.expired()) call();
    });
  }
  void fail_later(PortName port, std::string why);

  // What the device says of itself, and this kernel of the nodes (usb_attachment.cpp).
  ports::Result<void> make_device();
  [[nodiscard]] DeviceOnBus::Hooks of_device();
  [[nodiscard]] HostWatch::Hooks of_host();
  void enabled();
  void disabled();
  void take_in(unsigned number, const std::string& node);
  void look_at_host();
  /// Lets the host do something with a driver, and takes in what comes of it. The device answers the host meanwhile.
  ports::Result<void> have_host(const std::function<ports::Result<void>(const HostSide&)>& act);

  // Ports come and go.
  [[nodiscard]] bool all_there() const;
  [[nodiscard]] std::string missing() const;
  void tell_registered(PortName port);
  void came(PortName port, const std::string& node);
  void went(PortName port);

  // Openings of ports (port_openings.cpp).
  void take_in(const ports::OpenWatch::Event& event);
  void take_in(PortName port, ports::OpenWatch::Event::Kind what);
  void arrived(const Arrived& arrived);
  void begin_connection(PortName port);
  void end_connection(PortName port);

  Realtime realtime_;
  boost::asio::io_context& io_;
  files::Place folder_;
  AttachSettings settings_;
  MakeDevice make_;
  std::optional<ControlWorker> resetting_;  ///< outlives the device, as no reset waits for a device off the bus
  std::unique_ptr<DeviceOnBus> device_;
  bool is_boot_loader_ = false;
  bool to_be_plugged_in_ = false;    ///< the device is to be plugged in once it is the right one
  std::unique_ptr<HostWatch> host_;  ///< none: the host is another machine
  boost::asio::steady_timer limit_;  ///< the time limit of the enumeration
  bool all_seen_ = false;            ///< all ports were there once
  bool all_came_ = false;            ///< whether all ports came since the device was plugged in
  std::map<PortName, Port> ports_;   ///< all ports of the modem, of which the boot loader has one
  ports::Callbacks callbacks_;
  bool started_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace modembench::gadget
