#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace modembench::fuzz {

/// Processes that each do one order after the other, side by side: an order is a text, and so is what comes of it. One
/// that dies is replaced. They end with this process, however it ends.
class Workers {
 public:
  using Body = std::function<std::string(const std::string& order)>;

  /// What came of an order; or, where its process died over it, how.
  struct Outcome {
    std::optional<std::string> answer;
    std::string died;  ///< "killed by signal 11"
  };

  Workers(std::size_t jobs, Body body);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Outcomes in the order of the orders; fewer of them, from the end, where `enough` said so before they were begun or
  /// a signal came.
  [[nodiscard]] std::vector<Outcome> run(const std::vector<std::string>& orders, const std::function<bool()>& enough);

  /// The signal (SIGINT, SIGTERM, SIGHUP) that has come; 0 if none. While this lives they end nothing by themselves.
  [[nodiscard]] int interrupted_by() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modembench::fuzz
