#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/conversation.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/typed_tlv.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace ctl = qmi::ctl;
using Kind = Trouble::Kind;

/// Nothing of a message that isn't the answer to an allocation, or has none in it.
std::optional<ClientId> client_id_in(const qmi::Message& message) {
  return qmi::tlv_in(message, &ctl::allocate_cid::Response::allocation_info);
}

qmi::Message release_of(const ClientId& held) { return qmi::to_message(0, ctl::release_cid::Request{held}); }

}  // namespace

Task<Done> Conversation::allocate(std::uint8_t service, Duration limit, unsigned tries) {
  auto request = this->request(ctl::allocate_cid::Request{service});
  const auto answer = co_await ask_again(std::move(request), limit, tries);
  if (!answer) co_return tl::unexpected(answer.error());
  const auto name = qmi::service_name(service);
  if (answer->error() != 0) {
    const auto what = has_error(*answer, qmi::ErrorCode::ClientIdsExhausted) ? Kind::ids_exhausted : Kind::refused;
    co_return tl::unexpected(Trouble{what, fmt::format("no client id of {}: {}", name, qmi::describe_result(*answer))});
  }
  const auto held = client_id_in(*answer);
  // Another service's id would be no use, and isn't left with us either.
  if (held && held->service != service) {
    auto release = release_of(*held);
    send(release);
  }
  if (!held || held->service != service) {
    co_return tl::unexpected(Trouble{Kind::refused, fmt::format("no client id of {} in the answer", name)});
  }
  client_ids_[service] = held->cid;
  co_return {};
}

// An id that came too late for its allocation would be lost for everybody.
bool Conversation::take_back(const qmi::Message& message) {
  const auto held = client_id_in(message);
  const auto late = std::find(abandoned_.begin(), abandoned_.end(), message.header.transaction);
  if (late == abandoned_.end() || !held) return false;
  abandoned_.erase(late);
  desk_.say(
      fmt::format("client id {} of {} came too late: gives it back", held->cid, qmi::service_name(held->service)));
  auto release = release_of(*held);
  send(release);
  return true;
}

ClientIds Conversation::take_client_ids() {
  ClientIds ids;
  for (const auto& [service, id] : std::exchange(client_ids_, {})) ids.push_back({service, id});
  return ids;
}

Task<ClientIds> Conversation::release(ClientIds ids, Duration limit) {
  std::map<std::uint16_t, ClientId> pending;
  for (const auto& held : ids) {
    auto request = release_of(held);
    const auto transaction = send(request);
    pending[transaction] = held;
  }
  std::size_t released = 0;
  const Instant until = desk_.now() + limit;
  // An allocation that was given up may still come: better now than to nobody.
  while (!pending.empty() || !abandoned_.empty()) {
    auto next = co_await message(until);
    if (!next && next.error().kind == Kind::stopped) continue;
    if (!next || !*next) break;
    const auto& header = (*next)->header;
    const bool answer = header.kind == qmi::MessageKind::response && header.service == ctl::service &&
                        header.message == ctl::release_cid::id;
    if (answer && pending.erase(header.transaction) > 0) {
      // Refused is as good: the modem doesn't know it any more.
      if ((*next)->error() == 0) ++released;
    } else if (!put_aside(std::move(**next))) {
      break;
    }
  }
  ClientIds left;
  for (const auto& [transaction, held] : pending) {
    desk_.say(fmt::format("no answer to the release of client id {} of {}", held.cid, qmi::service_name(held.service)));
    left.push_back(held);
  }
  if (released > 0) desk_.say(fmt::format("released {} client id{}", released, released == 1 ? "" : "s"));
  abandoned_.clear();
  co_return left;
}

}  // namespace modembench::client_under_test::reference
