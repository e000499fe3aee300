#include "emulator/ports/socket_attachment.hpp"

#include <map>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "emulator/ports/backlog.hpp"

namespace modembench::ports {
namespace {

namespace asio = boost::asio;
using Listener = std::shared_ptr<SocketListener>;
using Connection = std::shared_ptr<SocketConnection>;

class SocketAttachment final : public Attachment {
 public:
  SocketAttachment(asio::io_context& io, files::Place folder, Listen listen)
      : io_(io), folder_(std::move(folder)), listen_(std::move(listen)) {}
  SocketAttachment(const SocketAttachment&) = delete;
  SocketAttachment& operator=(const SocketAttachment&) = delete;

  ~SocketAttachment() override {
    for (const auto& [port, listener] : std::map(listeners_)) take_away(port);
  }

  void start(Callbacks callbacks) override {
    callbacks_ = std::move(callbacks);
    started_ = true;
    for (const auto& [port, listener] : listeners_) wait_for_clients(listener);
  }

  void send(PortName port, ConnectionId id, qmi::ByteView bytes) override {
    // Found by reference: of what is answered by the thousand, hardly any is written at once.
    const auto listener = listeners_.find(port);
    if (listener == listeners_.end()) return;
    const auto connection = listener->second->connections.find(id);
    if (connection == listener->second->connections.end()) return;
    StreamOutbox& outbox = connection->second->outbox;
    outbox.add(bytes);
    // Copies: a flush may let go of both.
    if (!connection->second->asking || outbox.is_large()) {
      flush(Listener(listener->second), Connection(connection->second));
    }
  }

  void hang_up(PortName port, ConnectionId id) override {
    const auto listener = of(port);
    if (const auto connection = find(listener, id)) hang_up_later_told(listener, connection);
  }

  void unregister_port(PortName port) override {
    const auto listener = take_away(port);
    if (!listener) return;
    for (const auto& [id, connection] : std::exchange(listener->connections, {})) tell_closed_later(port, id);
  }

  Result<void> register_port(PortName port) override {
    if (of(port)) return tl::unexpected(std::string(to_string(port)) + " is registered already");
    auto listening = listen_(folder_, std::string(to_string(port)));
    if (!listening) return tl::unexpected(listening.error());
    auto listener = std::make_shared<SocketListener>(io_, port, std::move(*listening));
    listener->last = last_[port];
    listeners_[port] = listener;
    if (started_) wait_for_clients(listener);
    return {};
  }

  [[nodiscard]] const std::filesystem::path& folder() const override { return folder_.path(); }
  [[nodiscard]] std::string target(PortName port) const override {
    const auto listener = of(port);
    return listener ? listener->target : std::string();
  }

 private:
  [[nodiscard]] Listener of(PortName port) const {
    const auto found = listeners_.find(port);
    return found == listeners_.end() ? nullptr : found->second;
  }
  static Connection find(const Listener& listener, ConnectionId id) {
    if (!listener) return nullptr;
    const auto found = listener->connections.find(id);
    return found == listener->connections.end() ? nullptr : found->second;
  }

  static void let_go(SocketConnection& connection) {
    connection.gone = true;
    boost::system::error_code ignored;
    connection.socket.close(ignored);
  }

  // The listener, without descriptors and with the clients it had, for whoever tells of them.
  Listener take_away(PortName port) {
    const auto listener = of(port);
    if (!listener) return nullptr;
    listeners_.erase(port);
    last_[port] = listener->last;
    listener->node.remove();
    listener->gone = true;
    boost::system::error_code ignored;
    listener->socket.close(ignored);
    for (const auto& [id, connection] : listener->connections) let_go(*connection);
    return listener;
  }

  template <class Call>
  void later(Call call) {
    asio::post(io_, [alive = std::weak_ptr<char>(alive_), call = std::move(call)] {
      if (!alive.expired()) call();
    });
  }

  void tell_closed_later(PortName port, ConnectionId id) {
    later([this, port, id] {
      if (callbacks_.closed) callbacks_.closed(port, id);
    });
  }

  void hang_up_later_told(const Listener& listener, const Connection& connection) {
    listener->connections.erase(connection->id);
    let_go(*connection);
    tell_closed_later(listener->name, connection->id);
  }

  void wait_for_clients(const Listener& listener) {
    listener->socket.async_wait(asio::posix::stream_descriptor::wait_read,
                                [this, listener](boost::system::error_code error) {
                                  if (listener->gone || error) return;
                                  for (int i = 0; i < kAcceptedAtOnce && !listener->gone && accept(listener); ++i) {
                                  }
                                  if (!listener->gone) wait_for_clients(listener);
                                });
  }

  // False when nobody (more) waits to be accepted.
  bool accept(const Listener& listener) {
    auto [client, more, turned_away] = backlog_.take(listener->fd());
    if (!client) return more;
    if (listener->connections.size() >= kMaxConnections) return true;
    const auto connection = std::make_shared<SocketConnection>(io_, ++listener->last, std::move(client));
    listener->connections.emplace(connection->id, connection);
    if (callbacks_.opened) callbacks_.opened(listener->name, connection->id);
    if (!connection->gone) read(listener, connection);
    return true;
  }

  void read(const Listener& listener, const Connection& connection) {
    connection->socket.async_read_some(asio::buffer(connection->buffer),
                                       [this, listener, connection](boost::system::error_code error, std::size_t size) {
                                         if (connection->gone) return;
                                         if (error) {
                                           end_connection(listener, connection);
                                           return;
                                         }
                                         connection->asking = true;
                                         if (callbacks_.received) {
                                           callbacks_.received(listener->name, connection->id,
                                                               qmi::ByteView(connection->buffer.data(), size));
                                         }
                                         connection->asking = false;
                                         if (!connection->gone) flush(listener, connection);
                                         if (!connection->gone) read(listener, connection);
                                       });
  }

  void end_connection(const Listener& listener, const Connection& connection) {
    listener->connections.erase(connection->id);
    let_go(*connection);
    if (callbacks_.closed) callbacks_.closed(listener->name, connection->id);
  }

  void flush(const Listener& listener, const Connection& connection) {
    // What waits for room is written when there is some, and not before.
    if (connection->writing) return;
    // A client that went away is no failure of the port's.
    if (connection->outbox.flush(connection->fd()) != 0) {
      hang_up_later_told(listener, connection);
      return;
    }
    if (connection->outbox.empty()) return;
    connection->writing = true;
    connection->socket.async_wait(asio::posix::stream_descriptor::wait_write,
                                  [this, listener, connection](boost::system::error_code waited) {
                                    if (connection->gone) return;
                                    connection->writing = false;
                                    if (!waited) flush(listener, connection);
                                  });
  }

  asio::io_context& io_;
  files::Place folder_;
  Listen listen_;
  Backlog backlog_;
  Callbacks callbacks_;
  bool started_ = false;
  std::map<PortName, Listener> listeners_;  ///< of the ports that are registered
  std::map<PortName, ConnectionId> last_;   ///< the last number given out, also of ports that are gone
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace

Result<std::unique_ptr<Attachment>> attach_sockets(asio::io_context& io, files::Place folder,
                                                   std::span<const PortName> ports, Listen listen) {
  auto attachment = std::make_unique<SocketAttachment>(io, std::move(folder), std::move(listen));
  for (const auto port : ports) {
    if (const auto there = attachment->register_port(port); !there) return tl::unexpected(there.error());
  }
  return attachment;
}

Result<std::unique_ptr<Attachment>> attach_socket(asio::io_context& io, files::Place folder,
                                                  std::span<const PortName> ports) {
  return attach_sockets(io, std::move(folder), ports, listen_at);
}

}  // namespace modembench::ports
