// A whole modem whose client says anything: every answer can be decoded, and another client is served.

#include "bench/engine/scripted_modem.hpp"
#include "bench/language/load.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/trace/trace.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

constexpr ConnectionId kHostile = 1;
constexpr ConnectionId kGood = 2;
/// Deadlines that one input may set off before the other client asks.
constexpr int kMaxDeadlines = 100;
constexpr std::uint8_t kServices[] = {qmi::wds::service, qmi::dms::service,  qmi::nas::service, qmi::qos::service,
                                      qmi::wms::service, qmi::pds::service,  qmi::cat::service, qmi::rms::service,
                                      qmi::oma::service, qmi::voice::service};

const bench::Scenario& healthy() {
  static const auto loaded = bench::load_scenarios(
      "about: a healthy modem\nmodem: mc8355\nset: {call: {after: 30ms}}\nexpect: [{device: qmi, is: present}]\n",
      "healthy.yaml", {});
  return loaded->at(0);
}

class Bench {
 public:
  Bench() : modem_(healthy(), nullptr, trace_, bench::Sharing::proxy) {
    take(modem_.plug_in(now_));
    for (const auto connection : {kHostile, kGood}) take(modem_.opened(PortName::qmi, connection, now_));
    for (const std::uint8_t service : kServices) {
      say(*qmi::encode(qmi::to_message(0, qmi::ctl::allocate_cid::Request{service}, 9)), kHostile);
    }
  }

  void say(qmi::ByteView bytes, ConnectionId connection) {
    take(modem_.received(PortName::qmi, connection, bytes, now_));
  }
  void wait() {
    for (int i = 0; i < kMaxDeadlines; ++i) {
      const auto next = modem_.next_deadline();
      if (!next) return;
      now_ = std::max(now_, *next);
      take(modem_.advance(now_));
    }
  }
  [[nodiscard]] bool serves_others() {
    if (!modem_.modem().powered()) return true;
    const qmi::Header ask{.transaction = 77, .message = qmi::ctl::get_version_info::id};
    answered_ = false;
    say(*qmi::encode({ask, {}}), kGood);
    return answered_;
  }

 private:
  void take(const std::vector<bench::Output>& outputs) {
    for (const auto& output : outputs) {
      if (output.kind != bench::Output::Kind::send || output.port != PortName::qmi) continue;
      const auto message = qmi::decode(output.bytes);
      fuzz::require(message.has_value(), "what the modem says can be decoded");
      answered_ = answered_ || (output.connection == kGood && message->header.transaction == 77);
    }
  }

  trace::Trace trace_{trace::Trace::Keep::nothing};
  bench::ScriptedModem modem_;
  Instant now_{};
  bool answered_ = false;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bench bench;
  bench.say({data, size}, kHostile);
  bench.wait();
  fuzz::require(bench.serves_others(), "another client is served");
  return 0;
}
