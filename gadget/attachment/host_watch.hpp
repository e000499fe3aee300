#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "emulator/ports/open_watch.hpp"
#include "gadget/attachment/host_side.hpp"
#include "gadget/attachment/uevents.hpp"

namespace modembench::gadget {

/// What the host does that is this very kernel, as it goes: the nodes that its drivers make and take away, and who
/// opens and closes them.
class HostWatch {
 public:
  /// None may destroy this; each may call it.
  struct Hooks {
    std::function<void(unsigned interface, const std::string& node)> node;  ///< it is there, or (empty) gone
    std::function<void()> nodes_lost;  ///< so many events that the kernel lost some: sysfs knows
    std::function<void()> nodes_told;  ///< all that there was is told
    std::function<void(const ports::OpenWatch::Event&)> opened_or_closed;
  };

  static ports::Result<std::unique_ptr<HostWatch>> start(boost::asio::io_context& io, HostSide host, Hooks hooks);
  HostWatch(boost::asio::io_context& io, HostSide host, Uevents uevents, ports::OpenWatch opens, Hooks hooks);
  HostWatch(const HostWatch&) = delete;
  HostWatch& operator=(const HostWatch&) = delete;
  ~HostWatch();

  [[nodiscard]] const HostSide& side() const { return host_; }
  /// Tells what has happened up to now.
  void take_in_nodes();
  void take_in_opens();
  /// The number that a node's openings and closings come under from now on, until `forget`.
  ports::Result<int> watch(const std::string& node) { return opens_.add(node); }
  /// Ends that.
  void forget(int watch) { opens_.remove(watch); }

 private:
  void wait_for_nodes();
  void wait_for_opens();

  HostSide host_;
  Hooks hooks_;
  Uevents uevents_;
  InterfacePorts ports_;
  ports::OpenWatch opens_;
  boost::asio::posix::stream_descriptor uevents_ready_;
  boost::asio::posix::stream_descriptor opens_ready_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace modembench::gadget
