#include "client_under_test/reference/virtual_run.hpp"

#include <algorithm>
#include <utility>

#include "bench/plan/deadline.hpp"

namespace modembench::client_under_test::reference {
namespace {

using bench::Output;

constexpr int kKilled = 128 + 9;

}  // namespace

std::optional<PortName> port_of_path(std::string_view path) {
  const auto slash = path.rfind('/');
  return port_from_string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

VirtualRun::VirtualRun(const bench::Scenario& scenario, const bench::ClientUse* use, MakeClient make,
                       trace::Trace& trace, Wire wire, PortOf port_of)
    : scenario_(scenario),
      use_(use),
      make_(std::move(make)),
      trace_(trace),
      wire_(std::move(wire)),
      port_of_(port_of ? std::move(port_of) : PortOf(port_of_path)),
      modem_(scenario, use, trace) {}

void VirtualRun::to_the_end() { go_to(Instant::max()); }

void VirtualRun::go_to(Instant time) {
  if (!plugged_in_) plug_in();
  do_work();
  while (!over_) {
    const auto due = next_deadline();
    if (!due || *due > time) break;
    if (*due > now_) steps_ = 0;
    now_ = std::max(now_, *due);
    step();
    do_work();
  }
  if (!over_ && time != Instant::max()) now_ = std::max(now_, time);
}

void VirtualRun::add(std::vector<Output> outputs) {
  work_.insert(work_.end(), std::make_move_iterator(outputs.begin()), std::make_move_iterator(outputs.end()));
}

void VirtualRun::add(Actions actions) {
  work_.insert(work_.end(), std::make_move_iterator(actions.begin()), std::make_move_iterator(actions.end()));
}

void VirtualRun::do_work() {
  if (++steps_ > kMaxStepsAtOnce && !over_) {
    trace_.add({.at = now_, .text = fmt::format("no end of events at one moment: stopped after {}", kMaxStepsAtOnce)});
    over_ = true;
  }
  while (!work_.empty()) {
    const auto one = std::move(work_.front());
    work_.pop_front();
    std::visit([this](const auto& what) { carry_out(what); }, one);
    if (++steps_ > kMaxStepsAtOnce) return work_.clear();
  }
}

void VirtualRun::plug_in() {
  plugged_in_ = true;
  add(modem_.plug_in(now_));
}

std::optional<Instant> VirtualRun::next_deadline() const {
  auto next = earlier(modem_.next_deadline(), killed_at_);
  if (!deadline_reached_) next = earlier(next, Instant(scenario_.deadline));
  return client_ ? earlier(next, client_->next_deadline()) : next;
}

/// One thing that is due: of several first what the modem does by itself, then the client, last the end.
void VirtualRun::step() {
  if (const auto due = modem_.next_deadline(); due && *due <= now_) {
    add(modem_.advance(now_));
  } else if (const auto clients = client_ ? client_->next_deadline() : std::nullopt; clients && *clients <= now_) {
    add(client_->advance(now_));
  } else if (killed_at_ && *killed_at_ <= now_) {
    client_ended(kKilled, "ended by signal 9");
  } else {
    reach_deadline();
  }
}

void VirtualRun::carry_out(const Output& output) {
  switch (output.kind) {
    case Output::Kind::send:
      return deliver(output);
    case Output::Kind::hang_up:
      if (output.connection == kConnection) hang_up_client(output.port);
      return;
    case Output::Kind::unregister_port:
      std::erase(registered_, output.port);
      return hang_up_client(output.port);
    case Output::Kind::register_port:
      return registered_.push_back(output.port);
    case Output::Kind::unplug:
    case Output::Kind::plug_in:
    case Output::Kind::reset:
    case Output::Kind::set_usb:
      return;  // there is no bus here
    case Output::Kind::start_client:
      return start_client();
  }
}

void VirtualRun::deliver(const Output& output) {
  if (!client_ || open_ != output.port || output.connection != kConnection) return;
  if (!wire_) return add(client_->received(output.bytes, now_));
  for (const auto& bytes : wire_(output.port, output.bytes, now_)) {
    if (client_) add(client_->received(bytes, now_));
  }
}

void VirtualRun::hang_up_client(PortName port) {
  if (!client_ || open_ != port) return;
  open_.reset();
  forget_bytes(port);
  add(client_->hung_up(now_));
}

void VirtualRun::start_client() {
  if (client_ || use_ == nullptr) return;
  client_ = make_();
  add(modem_.client_started(use_->client, now_));
  add(client_->start(now_));
}

void VirtualRun::carry_out(const Action& action) {
  if (!client_) return;
  switch (action.kind) {
    case Action::Kind::open:
      return open(action.port);
    case Action::Kind::send:
      if (open_) add(modem_.received(*open_, kConnection, action.bytes, now_));
      return;
    case Action::Kind::close:
      return close();
    case Action::Kind::say:
      return add(modem_.client_said(action.text, now_));
    case Action::Kind::exit:
      return client_ended(action.status, fmt::format("exited with status {}", action.status));
  }
}

void VirtualRun::open(const std::string& path) {
  close();
  const auto port = port_of_(path);
  if (!port || std::find(registered_.begin(), registered_.end(), *port) == registered_.end()) {
    return add(client_->open_failed("No such file or directory", now_));
  }
  open_ = *port;
  add(modem_.opened(*port, kConnection, now_));
  add(client_->opened(now_));
}

/// What was on its way to who has closed the port isn't for the next one to read.
void VirtualRun::forget_bytes(PortName port) {
  std::erase_if(work_, [port](const auto& one) {
    const auto* output = std::get_if<Output>(&one);
    return output != nullptr && output->kind == Output::Kind::send && output->port == port &&
           output->connection == kConnection;
  });
}

void VirtualRun::close() {
  if (!open_) return;
  const PortName port = *std::exchange(open_, std::nullopt);
  forget_bytes(port);
  add(modem_.closed(port, kConnection, now_));
}

void VirtualRun::client_ended(int status, std::string in_words) {
  client_.reset();
  close();
  add(modem_.client_exited(status, std::move(in_words), now_));
  over_ = true;
}

void VirtualRun::reach_deadline() {
  deadline_reached_ = true;
  trace_.add(bench::deadline_event(scenario_, now_, client_ != nullptr));
  if (!client_) {
    over_ = true;
    return;
  }
  killed_at_ = now_ + bench::kGraceAtDeadline;
  add(client_->told_to_stop(now_));
}

bench::Judgement VirtualRun::judge() const {
  return bench::judge(scenario_, use_ != nullptr ? use_->as : std::string(), trace_, modem_.modem());
}

}  // namespace modembench::client_under_test::reference
