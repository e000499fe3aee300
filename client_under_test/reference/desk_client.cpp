#include "client_under_test/reference/desk_client.hpp"

namespace modembench::client_under_test::reference {

Actions DeskClient::start(Instant now) {
  if (life_) return {};
  desk_.move_to(now);
  life_.emplace(live());
  life_->start();
  return outcome();
}

Actions DeskClient::tell(Event event, Instant now) {
  if (!life_ || exited_) return {};
  desk_.move_to(now);
  // What was due before this came is done first.
  desk_.wake_if_due();
  desk_.deliver(std::move(event));
  return outcome();
}

Actions DeskClient::advance(Instant now) {
  if (!life_ || exited_) return {};
  desk_.move_to(now);
  desk_.wake_if_due();
  return outcome();
}

Actions DeskClient::outcome() {
  if (!exited_ && life_->done()) {
    exited_ = true;
    desk_.put({.kind = Action::Kind::exit, .status = life_->result()});
  }
  return desk_.take_actions();
}

}  // namespace modembench::client_under_test::reference
