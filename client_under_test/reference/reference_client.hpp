#pragma once

#include "client_under_test/reference/desk_client.hpp"
#include "client_under_test/reference/phases.hpp"

namespace modembench::client_under_test::reference {

/// A client as it should be: every wait has a limit, every client id is given back, every failure is said. The
/// scenarios tell what it must cope with; a scenario that it doesn't pass asks too much, or shows a bug of it. Exit
/// status: 0 if it connected and, on request or as asked for, disconnected; else 1.
class ReferenceClient final : public DeskClient {
 public:
  explicit ReferenceClient(Options options) : options_(std::move(options)) {}

 private:
  Task<int> live() override;
  Task<int> probe();
  Task<Done> open_port();
  /// Paths by which to open the port: its own name first, and others only once it is known which modem to look for.
  [[nodiscard]] std::vector<std::string> paths_to_try() const;
  /// Runs a session from the port's opening to its end, and returns why it ended.
  Task<Done> session(Session& session);
  Task<Done> prepare(Session& session);
  /// Disconnects and gives everything back, as far as there is still a modem to take it.
  Task<Done> leave(Session& session, Done end);
  void close_port();
  /// What follows a session that ended with trouble: nothing means another session; else it is the exit status.
  std::optional<int> judge(const Trouble& trouble);
  /// Waits before a beginning that follows others too soon.
  Task<Done> rest();

  Options options_;
  Memory memory_;
  bool open_ = false;
  std::string stranger_;  ///< the path of a modem that isn't ours: tried last
  std::string path_;      ///< the path that was opened last
  Instant began_at_{};
  std::optional<Instant> connected_at_;  ///< last
};

}  // namespace modembench::client_under_test::reference
