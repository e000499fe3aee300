#pragma once

#include "client_under_test/reference/desk_client.hpp"
#include "client_under_test/reference/phases.hpp"

namespace modembench::client_under_test::reference {

/// A client as it should be: every wait has a limit, every client id is given back, every failure is said. What it
/// must cope with is told by the scenarios; a scenario that it doesn't pass asks too much, or shows a bug of it.
/// Exit status: 0 connected and, on request or as asked for, disconnected; 1 not.
class ReferenceClient final : public DeskClient {
 public:
  explicit ReferenceClient(Options options) : options_(std::move(options)) {}

 private:
  Task<int> live() override;
  Task<int> probe();
  Task<Done> open_port();
  /// The port's own name first; others only once it is known whom to look for.
  [[nodiscard]] std::vector<std::string> paths_to_try() const;
  /// From the port's opening to why it ended.
  Task<Done> session(Session& session);
  Task<Done> prepare(Session& session);
  /// Disconnects and gives everything back, as far as there is still somebody to take it.
  Task<Done> leave(Session& session, Done end);
  void close_port();
  /// What becomes of a session that ended with trouble: nothing, another one follows; or an exit status.
  std::optional<int> judge(const Trouble& trouble);
  /// Before a beginning that follows others too soon.
  Task<Done> rest();

  Options options_;
  Memory memory_;
  bool open_ = false;
  std::string stranger_;  ///< the path of one that isn't ours: tried last
  std::string path_;      ///< opened last
  Instant began_at_{};
  std::optional<Instant> connected_at_;  ///< last
};

}  // namespace modembench::client_under_test::reference
