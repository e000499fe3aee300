#include "emulator/ports/clock.hpp"

#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace modembench::ports {
namespace {

class MachineTimer final : public Timer {
 public:
  MachineTimer(boost::asio::io_context& io, const MachineClock& clock) : timer_(io), clock_(clock) {}

  void call_at(Instant at, std::function<void()> due) override {
    timer_.expires_at(clock_.wall_time(at));
    timer_.async_wait([alive = std::weak_ptr<const unsigned>(set_), set = ++*set_,
                       due = std::move(due)](boost::system::error_code error) {
      const auto now_set = alive.lock();
      // One that has been set anew, or called off, when it was about to call.
      if (error || !now_set || *now_set != set) return;
      due();
    });
  }

  void cancel() override {
    ++*set_;
    timer_.cancel();
  }

 private:
  boost::asio::steady_timer timer_;
  const MachineClock& clock_;
  std::shared_ptr<unsigned> set_ = std::make_shared<unsigned>(0);  ///< how often it was; gone with this object
};

}  // namespace

std::unique_ptr<Timer> MachineClock::make_timer() { return std::make_unique<MachineTimer>(io_, *this); }

}  // namespace modembench::ports
