#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace modembench::fuzz {

/// Processes that each do one order after the other, side by side. An order is a text, and so is what comes of it. A
/// process that dies is replaced, one that hangs is killed. They end with this process, however it ends; if an end
/// signal comes, which stays pending, at once or in a short time.
class Workers {
 public:
  using Body = std::function<std::string(const std::string& order)>;

  /// What came of an order: its answer; or how its process died over it.
  struct Outcome {
    std::optional<std::string> answer;
    std::string died;  ///< "killed by signal 11 (Segmentation fault)", "killed, since it hung"
  };

  /// A process that takes longer than `longest` over one order hangs.
  Workers(std::size_t jobs, std::chrono::milliseconds longest, Body body);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// Does all orders. Returns the outcomes in the order of the orders; the last of them are missing if `enough` said so
  /// before they were begun, or a signal came.
  [[nodiscard]] std::vector<Outcome> run(const std::vector<std::string>& orders, const std::function<bool()>& enough);

  /// The end signal that has come; 0 if none.
  [[nodiscard]] int interrupted_by() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modembench::fuzz
