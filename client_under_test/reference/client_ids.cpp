#include <algorithm>

#include <fmt/format.h>

#include "client_under_test/reference/conversation.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::client_under_test::reference {
namespace {

namespace ctl = qmi::ctl;
using What = Trouble::What;

std::optional<ClientId> client_id_of(const qmi::Message& answer) {
  const auto* info = answer.find(ctl::allocate_cid::response::allocation_info);
  const auto* service = info != nullptr ? info->member("service") : nullptr;
  const auto* id = info != nullptr ? info->member("cid") : nullptr;
  if (service == nullptr || id == nullptr) return std::nullopt;
  return ClientId{static_cast<std::uint8_t>(service->number()), static_cast<std::uint8_t>(id->number())};
}

qmi::Message release_of(const ClientId& held) {
  qmi::Message request{{ctl::service, 0, qmi::Kind::request, 0, ctl::release_cid::id}, {}};
  request.set(ctl::release_cid::request::release_info, qmi::Struct{{"service", held.service}, {"cid", held.id}});
  return request;
}

}  // namespace

Task<Done> Conversation::allocate(std::uint8_t service, Duration limit, unsigned tries) {
  auto request = this->request(ctl::service, ctl::allocate_cid::id);
  request.set(ctl::allocate_cid::request::service, service);
  const auto answer = co_await ask_again(std::move(request), limit, tries);
  if (!answer) co_return tl::unexpected(answer.error());
  const auto name = qmi::service_name(service);
  if (answer->error() != 0) {
    co_return tl::unexpected(
        Trouble{What::refused, fmt::format("no client id of {}: {}", name, qmi::describe_result(*answer))});
  }
  const auto held = client_id_of(*answer);
  // Another service's id would be no use, and isn't left with us either.
  if (held && held->service != service) {
    auto release = release_of(*held);
    send(release);
  }
  if (!held || held->service != service) {
    co_return tl::unexpected(Trouble{What::refused, fmt::format("no client id of {} in the answer", name)});
  }
  client_ids_[service] = held->id;
  co_return {};
}

// An id that came too late for its allocation would be lost for everybody.
bool Conversation::take_back(const qmi::Message& message) {
  if (message.header.kind != qmi::Kind::response || message.header.service != ctl::service ||
      message.header.message != ctl::allocate_cid::id) {
    return false;
  }
  const auto late = std::find(abandoned_.begin(), abandoned_.end(), message.header.transaction);
  const auto held = client_id_of(message);
  if (late == abandoned_.end() || !held) return false;
  abandoned_.erase(late);
  desk_.say(fmt::format("client id {} of {} came too late: gives it back", held->id, qmi::service_name(held->service)));
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
    if (!next && next.error().what == What::stopped) continue;
    if (!next || !*next) break;
    const auto& header = (*next)->header;
    const bool answer =
        header.kind == qmi::Kind::response && header.service == ctl::service && header.message == ctl::release_cid::id;
    if (answer && pending.erase(header.transaction) > 0) {
      // Refused is as good: the modem doesn't know it any more.
      if ((*next)->error() == 0) ++released;
    } else if (!put_aside(std::move(**next))) {
      break;
    }
  }
  ClientIds left;
  for (const auto& [transaction, held] : pending) {
    desk_.say(fmt::format("no answer to the release of client id {} of {}", held.id, qmi::service_name(held.service)));
    left.push_back(held);
  }
  if (released > 0) desk_.say(fmt::format("released {} client id{}", released, released == 1 ? "" : "s"));
  abandoned_.clear();
  co_return left;
}

}  // namespace modembench::client_under_test::reference
