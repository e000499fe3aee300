#include "client_under_test/live_run.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include "bench/plan/deadline.hpp"
#include "client_under_test/kernel_network.hpp"
#include "gadget/attachment/gadget_setup.hpp"

namespace modembench::client_under_test {
namespace {

// What a client gets between SIGTERM and SIGKILL where a signal ends us all: a suite waits for its runs, and a user for
// the suite.
constexpr std::chrono::milliseconds kGraceOfInterrupted{250};

}  // namespace

using bench::Verdict;

LiveRun::LiveRun(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
                 const RunOptions& options)
    : scenario_(scenario), use_(use), client_(client), options_(options), on_(*options.on) {
  result_.scenario = scenario.file;
  result_.client = use.as;
  if (options.listener) result_.trace.listen(options.listener);
  if (options.counted) result_.clock = trace::Clock::counted;
}

RunResult LiveRun::to_the_end() {
  const auto began = std::chrono::steady_clock::now();
  if (set_up()) {
    live();
    // Before what takes long for good reasons.
    pause_.longest = pulse_.worst();
    pause_.suspended = suspended_so_far() - pause_.suspended;
    drain();
    check_stage();
    tear_down_client();
    if (result_.why.empty()) {
      result_.judgement = bench::judge(scenario_, use_.as, result_.trace, modem_->modem());
      judge_pause();
    }
  }
  result_.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  // Listeners are the caller's: the trace must not call one that may be gone.
  result_.trace.listen({});
  return std::move(result_);
}

void LiveRun::live() {
  if (!virtual_clock_) {
    io_.run();
    return;
  }
  virtual_clock_->run(io_, {.deliver = [this] { return attachment_->deliver(); },
                            .take_in = [this] { return take_in(); },
                            .on_the_way = [this] { return interface_ && frames_wait(); },
                            .signals = signals_.fd(),
                            .goes_with_machine = [this] { return time_goes_with_machine(); }});
}

// The kernel sends again by its own clock what wasn't answered. Where nothing gets through it needn't be waited for.
bool LiveRun::time_goes_with_machine() const {
  if (!network_) return false;
  if (network_->reaches_machine()) return true;
  if (!interface_ || !network_->carries()) return false;
  return tcp_waits_around(stage_->first_process()) || (neighbours_ && neighbour_is_asked(neighbours_.get()));
}

// What a client says before it sends something is told before that. All is collected before anything is told, which
// may let the client go on.
bool LiveRun::take_in() {
  const bool came = attachment_->collect();
  const bool said = process_ && process_->take_output();
  attachment_->tell_collected();
  return came || said;
}

void LiveRun::judge_pause() {
  if (options_.counted || !options_.timed || virtual_clock_) return;
  auto lost = paused(pause_, margin_of(scenario_, use_));
  if (lost.empty()) return;
  result_.judgement.verdict = Verdict::inconclusive;
  result_.why = std::move(lost);
}

void LiveRun::note(std::string text) {
  result_.trace.add({.at = plugged_ ? plugged_->now() : Instant{}, .text = std::move(text)});
}

bool LiveRun::plug_in() {
  plugged_.emplace(*clock_, *modem_, *attachment_,
                   client_under_test::PluggedModem::Hooks{
                       .unregistered = [this](PortName port) { leave_stage(port); },
                       .registered = [this](PortName port) { enter_stage(port); },
                       .frame =
                           [this](qmi::ByteView frame) {
                             if (network_) network_->from_host(frame);
                           },
                       .start_client = [this] { start_client(); },
                       .failed = [this](const std::string& why) { end_with(Verdict::error, why); },
                       .data_link = [this](const modem::DataLink& link) { set_data_link(link); },
                   });
  end_signal_.emplace(io_, signals_, [this](int signal) { interrupt(signal); });
  continued_.async_wait([this](boost::system::error_code error, int) {
    if (!error) pause_.stopped = true;
  });
  pause_.suspended = suspended_so_far();
  // Nothing is late on a clock that stands still while anything computes; and in a guest each beat is work.
  if (!options_.counted && !virtual_clock_) pulse_.start();
  for (const auto port : scenario_.profile.identity.usb.shape.ports()) tell_clock(port);
  plugged_->start();
  deadline_ = clock_->make_timer();
  deadline_->call_at(Instant(scenario_.deadline), [this] { reach_deadline(); });
  if (kernel_log_) kernel_log_->follow([this](const std::string& line) { plugged_->kernel_said(line); });
  return result_.why.empty();
}

void LiveRun::set_data_link(const modem::DataLink& link) {
  if (network_) network_->set_link(link);
}

void LiveRun::leave_stage(PortName port) {
  if (!stage_) return;
  if (port == PortName::qmi) interface_.reset();
  if (const auto gone = stage_->unplug(port); !gone) end_with(Verdict::error, gone.error());
}

static_assert(Shape::kMaxInterfaces <= clock_preload::kMaxPorts);

// The modem's ports are terminals that the bench itself takes care of.
void LiveRun::tell_clock(PortName port) {
  if (!clock_folder_) return;
  struct stat about {};
  const auto ports = scenario_.profile.identity.usb.shape.ports();
  const auto index = static_cast<std::size_t>(std::find(ports.begin(), ports.end(), port) - ports.begin());
  if (index < clock_preload::kMaxPorts && stat(attachment_->target(port).c_str(), &about) == 0) {
    clock_folder_->shared().ports[index] = clock_preload::terminal(about.st_dev, about.st_rdev);
  }
}

void LiveRun::enter_stage(PortName port) {
  tell_clock(port);
  if (on_.real_device) nodes_[port] = attachment_->target(port);
  if (!stage_) return;
  if (const auto there = stage_->plug(port, attachment_->target(port)); !there) {
    end_with(Verdict::error, there.error());
  } else if (port == PortName::qmi && network_ && !interface_) {
    open_interface();
  }
}

void LiveRun::start_client() {
  if (!on_.real_device) return start_client_now();
  settle_until_ = ports::MachineClock::Wall::now() + gadget::kMaxUdevSettle;
  start_client_when_settled();
}

void LiveRun::start_client_when_settled() {
  const bool udev_is_through = client_.furnishing.udev.empty() || gadget::udev_is_settled();
  const bool settled = udev_is_through && attachment_->all_ports_came();
  if (settled || ports::MachineClock::Wall::now() >= settle_until_) {
    if (make_command()) start_client_now();
    return;
  }
  constexpr std::chrono::milliseconds kLookAgain{10};
  settle_.expires_after(kLookAgain);
  settle_.async_wait([this](boost::system::error_code error) {
    if (!error) start_client_when_settled();
  });
}

void LiveRun::start_client_now() {
  if (result_.interrupted_by != 0) return;
  killed_for_memory_before_ = killed_for_memory_so_far();
  auto process = Process::start(io_, *clock_, command_, stage_ ? &*stage_ : nullptr,
                                {.says = [this](std::string line) { plugged_->client_said(line); },
                                 .ended = [this](const Ended& ended) { client_ended(ended); }});
  if (!process) {
    end_with(Verdict::error, process.error());
    return;
  }
  process_ = std::move(*process);
  folder_->note_process_group(process_->group());
  plugged_->client_started(client_.command.empty() ? "the script of " + client_.name
                                                   : fmt::format("{}", fmt::join(command_.arguments, " ")));
}

void LiveRun::client_ended(const Ended& ended) {
  if (!ended.bench_failed.empty()) {
    note(ended.bench_failed);
    end_with(Verdict::error, ended.bench_failed);
    return;
  }
  plugged_->client_exited(ended.status, ended.in_words);
  if (ended.status == 128 + SIGKILL && killed_for_memory_so_far() > killed_for_memory_before_) {
    end_with(Verdict::inconclusive, "the client was killed while this machine was out of memory");
  }
  finish();
}

void LiveRun::reach_deadline() {
  // A bench that was held up finds the client's end and the deadline together: the end came first.
  if (process_ && !over_) process_->take_end();
  if (over_) return;
  result_.trace.add(bench::deadline_event(scenario_, plugged_->now(), process_ != nullptr));
  if (!process_) return finish();
  process_->end(bench::kGraceAtDeadline);
}

// A client that heeds SIGTERM ends in good order; one that doesn't, at once.
void LiveRun::interrupt(int signal) {
  result_.interrupted_by = signal;
  blame(Verdict::error, fmt::format("ended by signal {}", signal));
  if (deadline_) deadline_->cancel();
  if (virtual_clock_) virtual_clock_->let_go();
  settle_.cancel();
  if (!process_) return finish();
  process_->end(kGraceOfInterrupted);
}

// What the client did last may still lie in the ports: all that is ready now belongs to the run.
void LiveRun::drain() {
  io_.restart();
  io_.poll();
  if (kernel_log_) kernel_log_->drain();
}

// When a part of the stage that is the bench's own has died, what the client did without it says nothing.
void LiveRun::check_stage() {
  if (!stage_) return;
  if (auto why = stage_->what_failed(); !why.empty()) end_with(Verdict::error, std::move(why));
}

void LiveRun::tear_down_client() {
  // A client that is killed with a request on its way waits for the USB's answer, which nobody gives any more.
  if (on_.real_device) attachment_->unplug();
  process_.reset();
  interface_.reset();
  stage_.reset();
}

// The first reason is the one that counts.
void LiveRun::blame(Verdict verdict, std::string why) {
  if (!result_.why.empty()) return;
  result_.judgement.verdict = verdict;
  result_.why = std::move(why);
}

bool LiveRun::end_with(Verdict verdict, std::string why) {
  blame(verdict, std::move(why));
  finish();
  return false;
}

}  // namespace modembench::client_under_test
