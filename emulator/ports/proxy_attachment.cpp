#include <utility>

#include "emulator/ports/proxy.hpp"

namespace modembench::ports {
namespace {

constexpr const char* kNode = "/dev/null";

class ProxyAttachment final : public Attachment, private Proxy::Device {
 public:
  ProxyAttachment(Proxy& proxy, files::Place folder, std::vector<std::string> paths)
      : proxy_(proxy), folder_(std::move(folder)), paths_(std::move(paths)) {}
  ProxyAttachment(const ProxyAttachment&) = delete;
  ProxyAttachment& operator=(const ProxyAttachment&) = delete;
  ~ProxyAttachment() override { unregister_port(PortName::qmi); }

  void give_serial_ports(std::unique_ptr<Attachment> serial) { serial_ = std::move(serial); }

  void start(Callbacks callbacks) override {
    if (serial_) serial_->start(callbacks);
    callbacks_ = std::move(callbacks);
  }

  bool deliver() override { return serial_ && serial_->deliver(); }
  bool collect() override { return serial_ && serial_->collect(); }
  void tell_collected() override {
    if (serial_) serial_->tell_collected();
  }

  void send(PortName port, ConnectionId connection, qmi::ByteView bytes) override {
    if (port == PortName::qmi) return proxy_.send(*this, connection, bytes);
    if (serial_) serial_->send(port, connection, bytes);
  }

  void hang_up(PortName port, ConnectionId connection) override {
    if (port == PortName::qmi) return proxy_.hang_up(*this, connection);
    if (serial_) serial_->hang_up(port, connection);
  }

  void unregister_port(PortName port) override {
    if (port != PortName::qmi) {
      if (serial_) serial_->unregister_port(port);
      return;
    }
    if (!std::exchange(plugged_, false)) return;
    node_.remove();
    proxy_.unplug(*this);
  }

  Result<void> register_port(PortName port) override {
    if (port != PortName::qmi) return serial_ ? serial_->register_port(port) : Result<void>();
    if (plugged_) return tl::unexpected(std::string("qmi is registered already"));
    if (auto plugged = proxy_.plug(*this, paths_); !plugged) return plugged;
    auto link = folder_.make_link(std::string(to_string(PortName::qmi)), kNode);
    plugged_ = link.has_value();
    if (plugged_) {
      node_ = std::move(*link);
      return {};
    }
    proxy_.unplug(*this);
    return tl::unexpected(link.error());
  }

  [[nodiscard]] const std::filesystem::path& folder() const override { return folder_.path(); }
  [[nodiscard]] std::string target(PortName port) const override {
    if (port == PortName::qmi) return plugged_ ? kNode : "";
    return serial_ ? serial_->target(port) : "";
  }

 private:
  void opened(ConnectionId connection) override {
    if (callbacks_.opened) callbacks_.opened(PortName::qmi, connection);
  }
  void closed(ConnectionId connection) override {
    if (callbacks_.closed) callbacks_.closed(PortName::qmi, connection);
  }
  void received(ConnectionId connection, qmi::ByteView frames) override {
    if (callbacks_.received) callbacks_.received(PortName::qmi, connection, frames);
  }
  ConnectionId next_connection() override { return ++last_; }
  [[nodiscard]] std::weak_ptr<char> alive() const override { return alive_; }

  Proxy& proxy_;
  files::Place folder_;
  files::Node node_;
  std::vector<std::string> paths_;
  std::unique_ptr<Attachment> serial_;
  Callbacks callbacks_;
  bool plugged_ = false;
  ConnectionId last_ = 0;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace

Result<std::unique_ptr<Attachment>> attach_proxy(boost::asio::io_context& io, Proxy& proxy, files::Place folder,
                                                 const ProxyPorts& ports) {
  std::error_code error;
  auto paths = ports.also_known_as;
  // Clients may name the folder by another way that leads to it.
  paths.push_back((std::filesystem::weakly_canonical(folder.path(), error) / to_string(PortName::qmi)).string());
  auto attachment = std::make_unique<ProxyAttachment>(proxy, folder, std::move(paths));
  if (!ports.serial_ports.empty()) {
    auto serial = attach_pty(io, std::move(folder), ports.serial_ports);
    if (!serial) return tl::unexpected(serial.error());
    attachment->give_serial_ports(std::move(*serial));
  }
  if (const auto there = attachment->register_port(PortName::qmi); !there) return tl::unexpected(there.error());
  return attachment;
}

}  // namespace modembench::ports
