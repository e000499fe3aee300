#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bench/engine/scripted_modem.hpp"
#include "bench/judge/judge.hpp"
#include "bench/plan/scenario.hpp"
#include "client_under_test/reference/client_logic.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::client_under_test::reference {

/// One scenario with one client that has no I/O, on a clock that goes from one deadline to the next. Nothing sleeps,
/// bytes take no time, and equal runs have equal traces. The trace is that of a real run, and so is the end: the
/// client's, or the scenario's deadline with a second to clean up in.
class VirtualRun {
 public:
  /// How many events happen at one moment. What sets itself off without end is stopped there.
  static constexpr std::size_t kMaxStepsAtOnce = 100'000;

  using MakeClient = std::function<std::unique_ptr<ClientLogic>()>;
  /// Says what becomes of bytes that the modem sends to the client, for faults that scenarios don't have. May be empty.
  using Wire = std::function<std::vector<qmi::Bytes>(PortName, qmi::Bytes, Instant)>;

  /// The port that a path names; nothing where there is no such file.
  using PortOf = std::function<std::optional<PortName>(std::string_view)>;

  /// `scenario`, `use` and `trace` must outlive this. Without a client (`use` is null) the run lasts to its deadline.
  VirtualRun(const bench::Scenario& scenario, const bench::ClientUse* use, MakeClient make, trace::Trace& trace,
             Wire wire = {}, PortOf port_of = {});

  /// Does everything that is due by `time`. The clock then stands there, or where the run ended.
  void go_to(Instant time);
  void to_the_end();
  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] Instant now() const { return now_; }

  /// The modem, for what a test does to it besides: another connection, say. The outputs of that go back by `add`.
  [[nodiscard]] bench::ScriptedModem& modem() { return modem_; }
  void add(std::vector<bench::Output> outputs);

  [[nodiscard]] bench::Judgement judge() const;

 private:
  /// The client's own connection. Others are those of a test.
  static constexpr ConnectionId kConnection = 0;

  void plug_in();
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  void step();
  /// Puts actions into the queue of work. They wait their turn there: a client's first request isn't answered before it
  /// has sent its second.
  void add(Actions actions);
  void do_work();
  void carry_out(const bench::Output& output);
  void deliver(const bench::Output& output);
  void hang_up_client(PortName port);
  void start_client();
  void carry_out(const Action& action);
  void open(const std::string& path);
  void close();
  void forget_bytes(PortName port);
  void client_ended(int status, std::string in_words);
  void reach_deadline();

  const bench::Scenario& scenario_;
  const bench::ClientUse* use_;
  MakeClient make_;
  trace::Trace& trace_;
  Wire wire_;
  PortOf port_of_;
  bench::ScriptedModem modem_;
  std::unique_ptr<ClientLogic> client_;
  Instant now_{};
  std::optional<Instant> killed_at_;
  std::deque<std::variant<bench::Output, Action>> work_;
  std::size_t steps_ = 0;  ///< steps taken at this moment
  std::vector<PortName> registered_;
  std::optional<PortName> open_;
  bool plugged_in_ = false;
  bool deadline_reached_ = false;
  bool over_ = false;
};

/// The port of that name in a virtual run, "qmi" or "ttyUSB1"; also as the end of a path.
[[nodiscard]] std::optional<PortName> port_of_path(std::string_view path);

}  // namespace modembench::client_under_test::reference
