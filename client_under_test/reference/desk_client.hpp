#pragma once

#include "client_under_test/reference/client_logic.hpp"
#include "client_under_test/reference/desk.hpp"
#include "client_under_test/reference/task.hpp"

namespace modembench::client_under_test::reference {

/// A client whose whole life is one coroutine, which returns the exit status.
class DeskClient : public ClientLogic {
 public:
  [[nodiscard]] Actions start(Instant now) override;
  [[nodiscard]] Actions opened(Instant now) override { return tell({.kind = Event::Kind::opened}, now); }
  [[nodiscard]] Actions open_failed(std::string why, Instant now) override {
    return tell({.kind = Event::Kind::open_failed, .why = std::move(why)}, now);
  }
  [[nodiscard]] Actions received(qmi::ByteView bytes, Instant now) override {
    return tell({.kind = Event::Kind::received, .bytes = {bytes.begin(), bytes.end()}}, now);
  }
  [[nodiscard]] Actions hung_up(Instant now) override { return tell({.kind = Event::Kind::hung_up}, now); }
  [[nodiscard]] Actions told_to_stop(Instant now) override { return tell({.kind = Event::Kind::told_to_stop}, now); }
  [[nodiscard]] Actions advance(Instant now) override;
  [[nodiscard]] std::optional<Instant> next_deadline() const override { return desk_.next_deadline(); }

 protected:
  [[nodiscard]] Desk& desk() { return desk_; }
  virtual Task<int> live() = 0;

 private:
  [[nodiscard]] Actions tell(Event event, Instant now);
  [[nodiscard]] Actions outcome();

  Desk desk_;
  std::optional<Task<int>> life_;
  bool exited_ = false;
};

}  // namespace modembench::client_under_test::reference
