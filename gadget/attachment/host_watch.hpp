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

/// Watches a host that is this very kernel: the nodes that its drivers make and take away, and the opening and closing
/// of these.
class HostWatch {
 public:
  /// Functions that are called for what the host does. None may destroy the watch; each may call it.
  struct Hooks {
    /// the interface's node is there, or (empty) gone
    std::function<void(unsigned interface, const std::string& node)> node;
    std::function<void()> nodes_lost;  ///< there were so many events that the kernel lost some: sysfs has the state
    std::function<void()> nodes_told;  ///< all events that there were have been told
    std::function<void(const ports::OpenWatch::Event&)> opened_or_closed;
  };

  static ports::Result<std::unique_ptr<HostWatch>> start(boost::asio::io_context& io, HostSide host, Hooks hooks);
  HostWatch(boost::asio::io_context& io, HostSide host, Uevents uevents, ports::OpenWatch opens, Hooks hooks);
  HostWatch(const HostWatch&) = delete;
  HostWatch& operator=(const HostWatch&) = delete;
  ~HostWatch();

  [[nodiscard]] const HostSide& side() const { return host_; }
  /// Tell what has happened up to now.
  void take_in_nodes();
  void take_in_opens();
  /// Watches a node until `forget`. Returns the number that its openings and closings come under.
  ports::Result<int> watch(const std::string& node) { return opens_.add(node); }
  /// Ends a watch on a node.
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
