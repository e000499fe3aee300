#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/phases.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::client_under_test::reference {

using Kind = Trouble::Kind;

Duration pause_after(const Limits& limits, unsigned failures) {
  Duration pause = limits.first_pause;
  for (unsigned i = 1; i < failures && pause < limits.longest_pause; ++i) pause *= 2;
  return std::min(pause, limits.longest_pause);
}

Task<Done> pause(Session& session, Duration duration) {
  const Instant until = session.desk.now() + duration;
  for (;;) {
    const auto said = co_await session.talk.indication(until);
    if (!said) co_return tl::unexpected(said.error());
    if (!*said) co_return {};
  }
}

Task<Result<qmi::Message>> ask_for_success(Session& session, qmi::Message request) {
  const auto name = qmi::message_name(request.header);
  const auto& limits = session.options.limits;
  auto answer = co_await session.talk.ask_again(std::move(request), limits.request, limits.tries);
  if (!answer || answer->error() == 0) co_return answer;
  co_return tl::unexpected(Trouble{Kind::refused, fmt::format("{} {}", name, qmi::describe_result(*answer))});
}

}  // namespace modembench::client_under_test::reference
