#include "emulator/ports/proxy.hpp"

#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include "emulator/ports/backlog.hpp"
#include "emulator/ports/device_path.hpp"
#include "emulator/ports/proxy_stream.hpp"
#include "emulator/ports/stream_outbox.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/qmux.hpp"

namespace modembench::ports {
namespace {

namespace asio = boost::asio;
namespace ctl = qmi::ctl;

struct PluggedDevice;

// One client. Handlers that wait in the io_context own it; `gone` tells them that the proxy has let go.
struct ProxyConnection {
  ProxyConnection(asio::io_context& io, std::uint64_t its_key, files::Descriptor connected, UnsentBudget& budget)
      : key(its_key), socket(io, connected.release()), outbox(&budget) {}
  int fd() { return socket.native_handle(); }

  std::uint64_t key;  // among all of the proxy
  asio::posix::stream_descriptor socket;
  ProxyStream stream;
  StreamOutbox outbox;
  PluggedDevice* device = nullptr;  // none before FF00
  ConnectionId id = 0;              // among those of the device
  bool gone = false;
  bool asking = false;   // what it has just said is being answered: all answers go by one write
  bool writing = false;  // waits for room
};
using ProxyLine = std::shared_ptr<ProxyConnection>;

struct PluggedDevice {
  Proxy::Device* told = nullptr;
  std::vector<std::string> paths;
  std::unordered_map<ConnectionId, ProxyLine> connections;
};

// Who may connect, by the credentials the kernel keeps of the other side.
bool is_allowed(int fd) {
  ucred other{};
  socklen_t size = sizeof other;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &other, &size) != 0) return false;
  return other.uid == 0 || other.uid == geteuid();
}

class ProxyServer final : public Proxy {
 public:
  ProxyServer(asio::io_context& io, files::Descriptor listening, std::function<void(std::string)> remark)
      : io_(io), listening_(io, listening.release()), remark_(std::move(remark)) {}
  ProxyServer(const ProxyServer&) = delete;
  ProxyServer& operator=(const ProxyServer&) = delete;
  ~ProxyServer() override {
    for (const auto& [key, connection] : connections_) let_go(*connection);
    boost::system::error_code ignored;
    listening_.close(ignored);
  }

  void start() override { wait_for_clients(); }

  Result<void> plug(Device& device, const std::vector<std::string>& paths) override {
    for (const auto& path : paths) {
      if (by_path_.contains(path)) return tl::unexpected(path + ": another modem of this proxy has this path");
    }
    auto& plugged = devices_[&device];
    plugged.told = &device;
    plugged.paths = paths;
    for (const auto& path : paths) by_path_[path] = &plugged;
    return {};
  }

  void unplug(Device& device) override {
    const auto found = devices_.find(&device);
    if (found == devices_.end()) return;
    const auto plugged = devices_.extract(found);
    for (const auto& path : plugged.mapped().paths) by_path_.erase(path);
    for (const auto& [id, connection] : plugged.mapped().connections) {
      connections_.erase(connection->key);
      let_go(*connection);
      tell_closed_later(device, id);
    }
  }

  void send(Device& device, ConnectionId id, qmi::ByteView frame) override {
    if (const auto connection = find(device, id)) send(connection, frame);
  }

  void hang_up(Device& device, ConnectionId id) override {
    if (const auto connection = find(device, id)) end_later_told(connection);
  }

  [[nodiscard]] std::size_t connections() const override { return connections_.size(); }

 private:
  ProxyLine find(Device& device, ConnectionId id) {
    const auto plugged = devices_.find(&device);
    if (plugged == devices_.end()) return nullptr;
    const auto found = plugged->second.connections.find(id);
    return found == plugged->second.connections.end() ? nullptr : found->second;
  }

  static void let_go(ProxyConnection& connection) {
    connection.gone = true;
    connection.device = nullptr;
    // A handler may own it for longer than there is a proxy, whose budget this is.
    connection.outbox.abandon();
    boost::system::error_code ignored;
    connection.socket.close(ignored);
  }

  void remark(const std::string& text) {
    if (remark_) remark_(text);
  }

  // A device may be plugged out, or be gone, by then.
  void tell_closed_later(Device& device, ConnectionId id) {
    asio::post(io_, [told = &device, id, alive = device.alive()] {
      if (!alive.expired()) told->closed(id);
    });
  }

  // The device it was of, if any.
  Device* end(const ProxyLine& connection) {
    connections_.erase(connection->key);
    PluggedDevice* device = connection->device;
    if (device != nullptr) device->connections.erase(connection->id);
    let_go(*connection);
    return device != nullptr ? device->told : nullptr;
  }

  void end_later_told(const ProxyLine& connection) {
    if (Device* device = end(connection)) tell_closed_later(*device, connection->id);
  }

  void end_told(const ProxyLine& connection) {
    if (Device* device = end(connection)) device->closed(connection->id);
  }

  // --- clients come

  void wait_for_clients() {
    listening_.async_wait(asio::posix::stream_descriptor::wait_read,
                          [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                            if (error || alive.expired()) return;
                            for (int i = 0; i < kAcceptedAtOnce && accept(); ++i) {
                            }
                            wait_for_clients();
                          });
  }

  // False when nobody (more) waits to be accepted.
  bool accept() {
    auto taken = backlog_.take(listening_.native_handle());
    if (taken.turned_away) remark("a client of the proxy is turned away: no descriptors are left");
    if (!taken.client) return taken.more;
    if (connections_.size() >= kMaxProxyConnections) {
      remark(fmt::format("a client of the proxy is turned away: {} are connected", kMaxProxyConnections));
    } else if (!is_allowed(taken.client.get())) {
      remark("a client of the proxy is turned away: it is neither root nor this user");
    } else {
      const auto connection = std::make_shared<ProxyConnection>(io_, ++last_key_, std::move(taken.client), budget_);
      connections_.emplace(connection->key, connection);
      wait_for_bytes(connection);
    }
    return true;
  }

  // --- clients speak

  void wait_for_bytes(const ProxyLine& connection) {
    connection->socket.async_wait(asio::posix::stream_descriptor::wait_read,
                                  [this, connection](boost::system::error_code error) {
                                    if (!connection->gone && !error) read(connection);
                                  });
  }

  // One buffer serves all: what isn't a whole frame yet is kept by the connection's stream.
  void read(const ProxyLine& connection) {
    const auto got = ::recv(connection->fd(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return wait_for_bytes(connection);
    if (got <= 0) return end_told(connection);
    connection->asking = true;
    for (auto& piece : connection->stream.append(qmi::ByteView(buffer_.data(), static_cast<std::size_t>(got)))) {
      take(connection, piece);
      if (connection->gone) return;
    }
    connection->asking = false;
    flush(connection);
    if (!connection->gone) wait_for_bytes(connection);
  }

  void take(const ProxyLine& connection, ProxyStream::Piece& piece) {
    if (const auto* open = std::get_if<ProxyStream::Open>(&piece)) return open_device(connection, *open);
    if (const auto* frames = std::get_if<ProxyStream::Frames>(&piece)) {
      if (connection->device != nullptr) return connection->device->told->received(connection->id, frames->bytes);
      return remark(fmt::format("{} of a client of the proxy that hasn't said for which device (FF00): ignored",
                                frames->count == 1 ? "a message" : fmt::format("{} messages", frames->count)));
    }
    // The modem says what is wrong with it, and hangs up.
    if (connection->device != nullptr) {
      return connection->device->told->received(connection->id, std::get<ProxyStream::Garbage>(piece).bytes);
    }
    remark("a client of the proxy is hung up on: what it says isn't QMUX");
    end_told(connection);
  }

  void open_device(const ProxyLine& connection, const ProxyStream::Open& open) {
    PluggedDevice* device = open.path.size() <= kMaxProxyPath ? find_by_path(open.path) : nullptr;
    if (device == nullptr) {
      remark(fmt::format("a client of the proxy is hung up on: there is no device {}",
                         open.path.size() <= kMaxProxyPath ? open.path : "of so long a name"));
      return end_told(connection);
    }
    if (connection->device != device) enter(connection, *device);
    if (connection->gone) return;
    qmi::Header request{.transaction = open.transaction, .message = ctl::internal_proxy_open::id};
    if (const auto answer = qmi::encode(qmi::response_to(request))) send(connection, *answer);
  }

  PluggedDevice* find_by_path(const std::string& path) {
    PluggedDevice* found = nullptr;
    for (const auto& name : names_of_device(path)) {
      const auto plugged = by_path_.find(name);
      if (plugged == by_path_.end()) continue;
      found = plugged->second;
      break;
    }
    return found;
  }

  void enter(const ProxyLine& connection, PluggedDevice& device) {
    if (connection->device != nullptr) {
      connection->device->connections.erase(connection->id);
      Device* left = std::exchange(connection->device, nullptr)->told;
      tell_closed_later(*left, connection->id);
    }
    connection->device = &device;
    connection->id = device.told->next_connection();
    device.connections.emplace(connection->id, connection);
    device.told->opened(connection->id);
  }

  // --- clients are answered

  void send(const ProxyLine& connection, qmi::ByteView frame) {
    connection->outbox.add(frame);
    if (!connection->asking || connection->outbox.is_large()) flush(connection);
  }

  void flush(const ProxyLine& connection) {
    // What waits for room is written when there is some, and not before.
    if (connection->writing) return;
    if (connection->outbox.flush(connection->fd()) != 0) return end_later_told(connection);
    if (connection->outbox.empty()) return;
    connection->writing = true;
    connection->socket.async_wait(asio::posix::stream_descriptor::wait_write,
                                  [this, connection](boost::system::error_code waited) {
                                    if (connection->gone) return;
                                    connection->writing = false;
                                    if (!waited) flush(connection);
                                  });
  }

  asio::io_context& io_;
  asio::posix::stream_descriptor listening_;
  std::function<void(std::string)> remark_;
  Backlog backlog_;
  UnsentBudget budget_{kMaxProxyUnsent};
  std::unordered_map<const Device*, PluggedDevice> devices_;  // its elements stay where they are
  std::unordered_map<std::string, PluggedDevice*> by_path_;
  std::unordered_map<std::uint64_t, ProxyLine> connections_;
  std::uint64_t last_key_ = 0;
  std::array<std::uint8_t, qmi::kMaxFrame> buffer_{};
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace

std::unique_ptr<Proxy> Proxy::serve(asio::io_context& io, files::Descriptor listening,
                                    std::function<void(std::string)> remark) {
  return std::make_unique<ProxyServer>(io, std::move(listening), std::move(remark));
}

}  // namespace modembench::ports
