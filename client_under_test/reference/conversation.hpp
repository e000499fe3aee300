#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "client_under_test/reference/desk.hpp"
#include "client_under_test/reference/task.hpp"
#include "client_under_test/reference/trouble.hpp"
#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/qmux.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::client_under_test::reference {

using qmi::ctl::ClientId;
using ClientIds = std::vector<ClientId>;

[[nodiscard]] inline bool has_error(const qmi::Message& response, qmi::ErrorCode error) {
  return response.error() == static_cast<std::uint16_t>(error);
}

/// QMI over the open port. One request is under way at a time; its answer is told apart from everything else by
/// service, client id, transaction and message. Every wait has a limit.
class Conversation {
 public:
  /// How many indications wait to be looked at; of more the oldest are lost.
  static constexpr std::size_t kMaxKept = 32;
  /// How many lines tell of what was ignored; a flood is told of once.
  static constexpr unsigned kMaxIgnored = 5;

  /// `count` is the number of requests before this conversation's; the first transaction is the one after it.
  Conversation(Desk& desk, std::uint16_t count) : desk_(desk), count_(count) {}

  /// A request with these TLVs, under the client id that we have of its service.
  template <class Typed>
  [[nodiscard]] qmi::Message request(const Typed& tlvs) const {
    return qmi::to_message(client_id_of(Typed::layout.service), tlvs);
  }
  /// Sends a request and waits for its response, whatever that says. 7 InvalidClientId is Trouble `id_unknown`.
  Task<Result<qmi::Message>> ask(qmi::Message request, Duration limit);
  /// Asks like `ask`, and anew (as another transaction) where there is no answer. Only for requests that may be done
  /// twice.
  Task<Result<qmi::Message>> ask_again(qmi::Message request, Duration limit, unsigned tries);
  /// The next indication to us, one that came earlier first. Nothing once `until` has come.
  Task<Result<std::optional<qmi::Message>>> indication(Instant until);
  /// Forgets the indications of a service that wait to be looked at.
  void forget_indications(std::uint8_t service) {
    std::erase_if(indications_, [service](const qmi::Message& kept) { return kept.header.service == service; });
  }
  /// The transaction that the next request to this service will have.
  [[nodiscard]] std::uint16_t next_transaction(std::uint8_t service) const;
  [[nodiscard]] std::uint16_t count() const { return count_; }

  /// Allocates a client id of the service, for `request`.
  Task<Done> allocate(std::uint8_t service, Duration limit, unsigned tries);
  /// Releases client ids, waiting `limit` for all together, and says what came of it. Returns those of which no answer
  /// spoke.
  Task<ClientIds> release(ClientIds ids, Duration limit);
  [[nodiscard]] bool has(const ClientId& held) const {
    const auto found = client_ids_.find(held.service);
    return found != client_ids_.end() && found->second == held.cid;
  }
  /// Takes all client ids that we have. No request of ours has one after that.
  [[nodiscard]] ClientIds take_client_ids();

 private:
  Task<Result<std::optional<qmi::Message>>> message(Instant until);
  void take_in(const qmi::Bytes& bytes);
  /// Puts aside a message that isn't the answer waited for. Trouble if the message voids our client ids.
  Done put_aside(qmi::Message message);
  bool take_back(const qmi::Message& message);
  void ignore(const std::string& what);
  /// Our client id of the service; 0 where we have none.
  [[nodiscard]] std::uint8_t client_id_of(std::uint8_t service) const;
  [[nodiscard]] bool is_to_us(const qmi::Header& header) const;
  [[nodiscard]] std::uint16_t next_count(std::uint8_t service) const;
  /// Sends a request; returns its transaction.
  std::uint16_t send(qmi::Message& request);

  Desk& desk_;
  std::uint16_t count_;
  qmi::QmuxStream stream_;
  std::deque<qmi::Message> inbox_;
  std::deque<qmi::Message> indications_;
  std::map<std::uint8_t, std::uint8_t> client_ids_;  ///< by service
  std::vector<std::uint16_t> abandoned_;             ///< transactions of allocations whose answer didn't come in time
  unsigned ignored_ = 0;
};

}  // namespace modembench::client_under_test::reference
