#include "client_under_test/process.hpp"

#include <cerrno>
#include <utility>

#include "client_under_test/process_children.hpp"
#include "client_under_test/process_custody.hpp"
#include "client_under_test/process_fork.hpp"
#include "client_under_test/process_program.hpp"
#include "client_under_test/process_warden.hpp"
#include "client_under_test/process_watch.hpp"

namespace modembench::client_under_test {
namespace {

namespace asio = boost::asio;

class WatchedProcess final : public Process {
 public:
  explicit WatchedProcess(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}
  WatchedProcess(const WatchedProcess&) = delete;
  WatchedProcess& operator=(const WatchedProcess&) = delete;
  ~WatchedProcess() override { watch_->let_go(); }

  void end(std::chrono::milliseconds grace) override { watch_->end(grace); }
  bool take_output() override { return watch_->take_output(); }
  void take_end() override { watch_->take_end(); }
  [[nodiscard]] int group() const override { return watch_->group(); }

 private:
  std::shared_ptr<Watch> watch_;
};

// The warden's first words: that the program runs, or why it doesn't. The client's process id in its PID namespace.
tl::expected<int, Reason> first_words(Custody& custody, int connection, const Program& program) {
  // A program may lie where it takes long to be read.
  constexpr std::chrono::seconds kPatience{60};
  const auto forked = custody.wait_for_word(connection, kPatience);
  if (!forked) return tl::unexpected(custody.end_in_its_stead(forked.error()));
  auto report = forked;
  if (forked->kind == WardenReport::Kind::forked) {
    report = custody.wait_for_word(connection, kPatience);
    // It can be the client's own doing that its warden says no more: what becomes of that, the watch sees.
    if (!report || report->kind == WardenReport::Kind::started) return forked->value;
  }
  custody.release();
  switch (report->kind) {
    case WardenReport::Kind::no_folder:
      return tl::unexpected("folder " + program.folder + ": " + files::error_text(report->value));
    case WardenReport::Kind::no_warden:
      return tl::unexpected("nothing to watch it by: " + files::error_text(report->value));
    case WardenReport::Kind::not_confined:
      return tl::unexpected("its rights can't be taken: " + files::error_text(report->value));
    default:
      return tl::unexpected(report->value == ENOENT ? std::string("no such program")
                                                    : files::error_text(report->value));
  }
}

}  // namespace

tl::expected<std::unique_ptr<Process>, Reason> Process::start(asio::io_context& io, ports::Clock& clock,
                                                              const Command& command, Stage* stage,
                                                              Callbacks callbacks) {
  if (command.arguments.empty()) return tl::unexpected(std::string("there is no command to start"));
  const auto refused = [&](const std::string& why) {
    return tl::unexpected("can't start " + command.arguments.front() + ": " + why);
  };
  auto program = make_program(command);
  program.gives_up_rights = stage != nullptr;
  Connection connection;
  Pipe output;
  if (!make_connection(connection) || !make_pipe(output)) return refused(files::error_text(errno));

  auto custody = std::make_unique<Custody>(stage != nullptr ? stage->keeper() : nullptr);
  const auto guard = [&] { return guard_client(program, connection.theirs.get(), output.write.get()); };
  tl::expected<pid_t, Reason> warden = stage != nullptr ? stage->start(guard) : fork_to(guard);
  if (!warden) return refused(warden.error());
  if (*warden < 0) return refused(files::error_text(errno));
  custody->take(*warden);
  connection.theirs.reset();
  output.write.reset();

  const auto client = first_words(*custody, connection.ours.get(), program);
  if (!client) return refused(client.error());
  int group = *client;
  if (stage != nullptr) {
    // The client's number in the stage isn't the one it has for us.
    const auto children = children_of(*warden);
    group = children.empty() ? *warden : children.front();
  }
  auto watch = std::make_shared<Watch>(io, clock, std::move(custody), group, std::move(connection), std::move(output),
                                       std::move(callbacks));
  watch->begin();
  return std::make_unique<WatchedProcess>(std::move(watch));
}

}  // namespace modembench::client_under_test
