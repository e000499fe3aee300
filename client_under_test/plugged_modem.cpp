#include "client_under_test/plugged_modem.hpp"

#include <utility>

namespace modembench::client_under_test {

PluggedModem::PluggedModem(ports::Clock& clock, bench::ScriptedModem& modem, ports::Attachment& attachment, Hooks hooks)
    : modem_(modem), attachment_(attachment), hooks_(std::move(hooks)), clock_(clock), timer_(clock.make_timer()) {
  if (attachment_.ports_come_by_host()) modem_.ports_come_by_host();
}

void PluggedModem::start() {
  clock_.start();
  attachment_.start(callbacks());
  carry_out(modem_.plug_in(now()));
}

ports::Callbacks PluggedModem::callbacks() {
  return ports::Callbacks{
      .opened = [this](PortName port, ConnectionId id) { carry_out(modem_.opened(port, id, now())); },
      .closed = [this](PortName port, ConnectionId id) { carry_out(modem_.closed(port, id, now())); },
      .received = [this](PortName port, ConnectionId id,
                         qmi::ByteView bytes) { carry_out(modem_.received(port, id, bytes, now())); },
      .replaced =
          [this](PortName port) {
            if (hooks_.registered) hooks_.registered(port);
          },
      .registered =
          [this](PortName port) {
            if (hooks_.registered) hooks_.registered(port);
            carry_out(modem_.registered(port, now()));
          },
      .unregistered = [this](PortName port) { carry_out(modem_.unregistered(port, now())); },
      .frame =
          [this](qmi::ByteView frame) {
            if (hooks_.frame) hooks_.frame(frame);
          },
      .failed =
          [this](PortName port, const std::string& why) {
            if (hooks_.failed) hooks_.failed(std::string(to_string(port)) + ": " + why);
          },
  };
}

void PluggedModem::client_started(const std::string& command) { carry_out(modem_.client_started(command, now())); }

void PluggedModem::client_said(const std::string& line) { carry_out(modem_.client_said(line, now())); }
void PluggedModem::kernel_said(const std::string& line) { carry_out(modem_.kernel_said(line, now())); }

void PluggedModem::client_exited(int status, const std::string& in_words) {
  carry_out(modem_.client_exited(status, in_words, now()));
}

void PluggedModem::moved(std::uint32_t handle, const modem::Traffic& more, std::uint64_t lost) {
  carry_out(modem_.moved(handle, more, lost, now()));
}

void PluggedModem::dhcp_answered() { carry_out(modem_.dhcp_answered(now())); }

void PluggedModem::carry_out(std::vector<bench::Output> outputs) {
  for (const auto& output : outputs) carry_out(output);
  tell_data_link();
  arm_timer();
}

void PluggedModem::tell_data_link() {
  if (!hooks_.data_link) return;
  auto link = modem_.modem().data_link();
  if (told_link_ == link) return;
  told_link_ = std::move(link);
  // A copy: who is told may set off something that changes it.
  hooks_.data_link(modem::DataLink(*told_link_));
}

void PluggedModem::carry_out(const bench::Output& output) {
  using Kind = bench::Output::Kind;
  switch (output.kind) {
    case Kind::send:
      attachment_.send(output.port, output.connection, output.bytes);
      return;
    case Kind::hang_up:
      attachment_.hang_up(output.port, output.connection);
      return;
    case Kind::unregister_port:
      if (hooks_.unregistered) hooks_.unregistered(output.port);
      attachment_.unregister_port(output.port);
      return;
    case Kind::register_port:
      if (!attachment_.target(output.port).empty()) return;  // it is there already
      if (const auto there = attachment_.register_port(output.port); !there) {
        if (hooks_.failed) hooks_.failed(there.error());
        return;
      }
      if (hooks_.registered) hooks_.registered(output.port);
      return;
    case Kind::unplug:
      attachment_.unplug();
      return;
    case Kind::plug_in:
      if (const auto there = attachment_.plug_in(); !there && hooks_.failed) hooks_.failed(there.error());
      return;
    case Kind::reset:
      if (const auto done = attachment_.reset(); !done && hooks_.failed) hooks_.failed(done.error());
      return;
    case Kind::set_usb:
      attachment_.set_usb(output.usb);
      return;
    case Kind::start_client:
      if (hooks_.start_client) hooks_.start_client();
      return;
  }
}

// One timer serves all the modem's deadlines: it is set anew after everything that could have moved them.
void PluggedModem::arm_timer() {
  const auto deadline = modem_.next_deadline();
  if (deadline == armed_) return;
  armed_ = deadline;
  if (!deadline) {
    timer_->cancel();
    return;
  }
  timer_->call_at(*deadline, [this] {
    armed_.reset();
    carry_out(modem_.advance(now()));
  });
}

}  // namespace modembench::client_under_test
