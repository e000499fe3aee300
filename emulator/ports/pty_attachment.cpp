#include <array>
#include <cerrno>
#include <map>
#include <utility>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "emulator/ports/attachment.hpp"
#include "emulator/ports/open_watch.hpp"
#include "emulator/ports/pty_line.hpp"

namespace modembench::ports {
namespace {

namespace asio = boost::asio;
using Line = std::shared_ptr<PtyLine>;

class PtyAttachment final : public Attachment {
 public:
  PtyAttachment(asio::io_context& io, files::Place folder, OpenWatch watch)
      : io_(io), folder_(std::move(folder)), watch_(std::move(watch)), watch_ready_(io, watch_.descriptor()) {}
  PtyAttachment(const PtyAttachment&) = delete;
  PtyAttachment& operator=(const PtyAttachment&) = delete;

  ~PtyAttachment() override {
    for (const auto port : registered()) take_away(port);
    // watch_ owns the descriptor; handlers that still wait for it are called off.
    (void)watch_ready_.release();
  }

  void start(Callbacks callbacks) override {
    callbacks_ = std::move(callbacks);
    started_ = true;
    wait_for_opens();
    for (const auto& [port, line] : lines_) read(line);
  }

  void send(PortName port, ConnectionId connection, qmi::ByteView bytes) override {
    const Line line = of(port);
    if (!line || !line->open || connection != kOnlyConnection) return;
    line->sent = true;
    settle(line, line->outbox.send(line->fd(), bytes));
  }

  bool deliver() override {
    bool any = false;
    for (const auto port : registered()) {
      const Line line = of(port);
      if (!line) continue;
      if (line->open && std::exchange(line->sent, false)) {
        any = true;
        keep_opens();
        deliver_to_slave(line->slave);
        // Nobody else has opened one meanwhile: this is for when all clients sleep.
        (void)watch_.take();
      }
      (void)hung_up(line->fd());  // a look at the master waits for what comes from the slave
    }
    return any;
  }

  bool collect() override {
    if (!started_) return false;
    keep_opens();
    bool any = !opens_.empty();
    for (const auto port : registered()) {
      if (const Line line = of(port)) any = collect(*line) || any;
    }
    return any;
  }

  void tell_collected() override {
    tell_opens();
    for (const auto port : registered()) {
      const Line line = of(port);
      if (!line) continue;
      if (const auto bytes = std::exchange(line->collected, {}); !bytes.empty() && callbacks_.received) {
        callbacks_.received(port, kOnlyConnection, bytes);
      }
      if (!line->gone && std::exchange(line->has_gone, false)) client_has_gone(line);
    }
  }

  void hang_up(PortName port, ConnectionId connection) override {
    if (!of(port) || connection != kOnlyConnection) return;
    unregister_port(port);
    const auto again = register_port(port);
    later([this, port, again] {
      if (again && callbacks_.replaced) callbacks_.replaced(port);
      if (!again && callbacks_.failed) callbacks_.failed(port, again.error());
    });
  }

  void unregister_port(PortName port) override {
    const Line line = of(port);
    if (!line) return;
    take_away(port);
    if (line->open) {
      later([this, port] {
        if (callbacks_.closed) callbacks_.closed(port, kOnlyConnection);
      });
    }
  }

  Result<void> register_port(PortName port) override {
    if (of(port)) return tl::unexpected(std::string(to_string(port)) + " is registered already");
    auto pty = open_pty();
    if (!pty) return tl::unexpected(pty.error());
    const auto watch = watch_.add(pty->slave);
    if (!watch) return tl::unexpected(watch.error());
    auto link = folder_.make_link(std::string(to_string(port)), pty->slave);
    if (!link) {
      watch_.remove(*watch);
      return tl::unexpected(link.error());
    }
    auto line = std::make_shared<PtyLine>(io_, port, std::move(*pty), *watch, std::move(*link));
    lines_[port] = line;
    if (started_) read(line);
    return {};
  }

  [[nodiscard]] const std::filesystem::path& folder() const override { return folder_.path(); }
  [[nodiscard]] std::string target(PortName port) const override {
    const auto line = of(port);
    return line ? line->slave : std::string();
  }

 private:
  [[nodiscard]] Line of(PortName port) const {
    const auto found = lines_.find(port);
    return found == lines_.end() ? nullptr : found->second;
  }

  /// The ports that have a line now; what is told of one may take it away, or another.
  [[nodiscard]] std::vector<PortName> registered() const {
    std::vector<PortName> ports;
    for (const auto& [port, line] : lines_) ports.push_back(port);
    return ports;
  }

  // The node goes, and with the master's descriptor everybody who has the slave open is hung up.
  void take_away(PortName port) {
    const Line line = of(port);
    if (!line) return;
    lines_.erase(port);
    line->node.remove();
    watch_.remove(line->watch);
    line->gone = true;
    boost::system::error_code ignored;
    line->master.close(ignored);
  }

  template <class Call>
  void later(Call call) {
    asio::post(io_, [alive = std::weak_ptr<char>(alive_), call = std::move(call)] {
      if (!alive.expired()) call();
    });
  }

  void wait_for_opens() {
    watch_ready_.async_wait(asio::posix::stream_descriptor::wait_read,
                            [this, alive = std::weak_ptr<char>(alive_)](boost::system::error_code error) {
                              if (error || alive.expired()) return;
                              take_in_opens();
                              wait_for_opens();
                            });
  }

  void keep_opens() {
    for (const auto& event : watch_.take()) opens_.push_back(event);
  }

  void take_in_opens() {
    keep_opens();
    tell_opens();
  }

  void tell_opens() {
    for (const auto& event : std::exchange(opens_, {})) {
      for (const auto port : registered()) {
        const Line line = of(port);
        if (line && (event.watch == line->watch || event.watch == -1)) take_in(line, event.kind);
      }
    }
  }

  void take_in(const Line& line, OpenWatch::Event::Kind what) {
    using Kind = OpenWatch::Event::Kind;
    switch (what) {
      case Kind::opened:
        // Nobody was left and somebody came, all before it was seen here: another client.
        if (line->open && line->opens == 0) end_connection(line);
        if (line->gone) return;
        ++line->opens;
        begin_connection(line);
        return;
      case Kind::closed:
        // That this was the last is told by the master; the count only tells apart who comes after whom.
        if (line->opens > 0) --line->opens;
        return;
      case Kind::lost:
        if (line->reading || hung_up(line->fd())) return;
        line->opens = 1;
        begin_connection(line);
        return;
    }
  }

  // All that its client has written, and whether it has gone.
  static bool collect(PtyLine& line) {
    std::array<std::uint8_t, 16384> bytes{};
    for (;;) {
      const auto got = ::read(line.fd(), bytes.data(), bytes.size());
      if (got < 0 && errno == EINTR) continue;
      if (got > 0) {
        line.collected.insert(line.collected.end(), bytes.begin(), bytes.begin() + got);
        continue;
      }
      line.has_gone = got < 0 && errno == EIO && line.open;
      return !line.collected.empty() || line.has_gone;
    }
  }

  void begin_connection(const Line& line) {
    if (line->open) return;
    line->open = true;
    line->renewed = line->reading;
    if (callbacks_.opened) callbacks_.opened(line->name, kOnlyConnection);
    if (!line->gone && !line->reading) read(line);
  }

  void end_connection(const Line& line) {
    if (!line->open) return;
    line->open = false;
    line->opens = 0;
    line->outbox.clear();
    forget_unread(line->fd());
    if (callbacks_.closed) callbacks_.closed(line->name, kOnlyConnection);
  }

  void read(const Line& line) {
    line->reading = true;
    line->renewed = false;
    line->master.async_read_some(asio::buffer(line->buffer),
                                 [this, line](boost::system::error_code error, std::size_t size) {
                                   if (line->gone) return;
                                   line->reading = false;
                                   if (error) return stop_reading(line, error);
                                   receive(line, qmi::ByteView(line->buffer.data(), size));
                                   if (!line->gone && !line->reading) read(line);
                                 });
  }

  void receive(const Line& line, qmi::ByteView bytes) {
    // A client opens before it writes: with the opens taken in first, bytes are never taken for the last client's,
    // and what is thrown away with that one can't be an answer to them.
    take_in_opens();
    if (line->gone) return;
    if (callbacks_.received) callbacks_.received(line->name, kOnlyConnection, bytes);
  }

  // EIO is how a master says that nobody has the slave open (any more); it is read again when somebody has.
  void stop_reading(const Line& line, boost::system::error_code error) {
    if (error.value() != EIO) {
      if (callbacks_.failed) callbacks_.failed(line->name, line->slave + ": " + error.message());
      return;
    }
    take_in_opens();
    if (line->gone || line->reading) return;
    if (line->renewed) {
      read(line);
      return;
    }
    client_has_gone(line);
  }

  void client_has_gone(const Line& line) {
    end_connection(line);
    // Somebody has opened it since, whose event is still to come or was taken for one more open of the last client.
    if (!line->gone && !hung_up(line->fd())) {
      line->opens = 1;
      begin_connection(line);
    }
  }

  void settle(const Line& line, int error) {
    if (error != 0) {
      line->outbox.clear();
      later([this, port = line->name, why = line->slave + ": " + files::error_text(error)] {
        if (callbacks_.failed) callbacks_.failed(port, why);
      });
      return;
    }
    if (line->outbox.empty() || line->writing) return;
    line->writing = true;
    line->master.async_wait(asio::posix::stream_descriptor::wait_write, [this, line](boost::system::error_code waited) {
      if (line->gone) return;
      line->writing = false;
      if (!waited) settle(line, line->outbox.flush(line->fd()));
    });
  }

  asio::io_context& io_;
  files::Place folder_;
  OpenWatch watch_;
  asio::posix::stream_descriptor watch_ready_;
  std::vector<OpenWatch::Event> opens_;  ///< that are still to be told of
  Callbacks callbacks_;
  bool started_ = false;
  std::map<PortName, Line> lines_;  ///< of the ports that are registered
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace

Result<std::unique_ptr<Attachment>> attach_pty(asio::io_context& io, files::Place folder,
                                               std::span<const PortName> ports) {
  auto watch = OpenWatch::create();
  if (!watch) return tl::unexpected(watch.error());
  auto attachment = std::make_unique<PtyAttachment>(io, std::move(folder), std::move(*watch));
  for (const auto port : ports) {
    if (const auto there = attachment->register_port(port); !there) return tl::unexpected(there.error());
  }
  return attachment;
}

}  // namespace modembench::ports
