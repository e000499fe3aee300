#include "fuzz/libqmi_session/modem_side.hpp"

#include <array>

#include <sys/socket.h>
#include <unistd.h>

#include "bench/language/load.hpp"
#include "emulator/ports/proxy.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"

namespace modembench::fuzz {
namespace {

constexpr const char* kScenario = "about: A healthy modem.\nmodem: mc8355\nexpect: [{balance: clean}]\n";

qmi::Bytes opened(std::uint8_t transaction) {
  qmi::Header header;
  header.kind = qmi::MessageKind::request;
  header.transaction = transaction;
  header.message = qmi::ctl::internal_proxy_open::id;
  const auto bytes = qmi::encode(qmi::response_to(header));
  return bytes ? *bytes : qmi::Bytes{};
}

}  // namespace

ModemSide::ModemSide(files::Descriptor listening) : listening_(std::move(listening)) {
  auto loaded = bench::load_scenarios(kScenario, "healthy.yaml", {});
  scenario_ = std::make_unique<bench::Scenario>(std::move(loaded->front()));
  begin();
}

tl::expected<std::unique_ptr<ModemSide>, std::string> ModemSide::listen() {
  auto listening = ports::listen_as_proxy();
  if (!listening) return tl::unexpected(listening.error());
  return std::unique_ptr<ModemSide>(new ModemSide(std::move(*listening)));
}

// A modem that has just been plugged in: what the session before has kept is none of the next one's business.
void ModemSide::begin() {
  modem_ = std::make_unique<bench::ScriptedModem>(*scenario_, nullptr, trace_, bench::Sharing::proxy);
  static_cast<void>(modem_->plug_in(now_));
}

bool ModemSide::step(const Change& change) {
  now_ += std::chrono::milliseconds(1);
  const bool came = take_connection();
  return take_bytes(change) || came;
}

bool ModemSide::wait(const Change& change) {
  const auto next = modem_->next_deadline();
  if (!next || !connection_) return false;
  now_ = std::max(now_, *next);
  send(modem_->advance(now_), change);
  return true;
}

void ModemSide::hang_up() {
  if (!connection_) return;
  connection_.reset();
  begin();
}

bool ModemSide::take_connection() {
  files::Descriptor accepted(accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!accepted) return false;
  hang_up();
  connection_ = std::move(accepted);
  stream_ = {};
  send(modem_->opened(PortName::qmi, ++id_, now_), {});
  return true;
}

bool ModemSide::take_bytes(const Change& change) {
  if (!connection_) return false;
  std::array<std::uint8_t, 16384> buffer;
  const auto got = recv(connection_.get(), buffer.data(), buffer.size(), 0);
  if (got < 0) return false;
  if (got == 0) {
    hang_up();
    return true;
  }
  for (const auto& piece : stream_.append(qmi::ByteView(buffer).first(static_cast<std::size_t>(got)))) {
    if (const auto* open = std::get_if<ports::ProxyStream::Open>(&piece)) write(opened(open->transaction));
    if (const auto* frames = std::get_if<ports::ProxyStream::Frames>(&piece)) {
      send(modem_->received(PortName::qmi, id_, frames->bytes, now_), change);
    }
  }
  return true;
}

void ModemSide::send(const std::vector<bench::Output>& outputs, const Change& change) {
  for (const auto& output : outputs) {
    if (output.kind == bench::Output::Kind::send) write(change ? change(output.bytes) : output.bytes);
  }
}

void ModemSide::write(const qmi::Bytes& bytes) {
  // What doesn't fit into the socket's buffer is lost: a client in this thread reads nothing meanwhile.
  if (connection_) static_cast<void>(::send(connection_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

}  // namespace modembench::fuzz
