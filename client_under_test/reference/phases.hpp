#pragma once

#include <optional>
#include <string>

#include "client_under_test/reference/conversation.hpp"
#include "client_under_test/reference/options.hpp"

/// The steps of a connection, in their order. Each has a limit and comes back with why it didn't get on.
namespace modembench::client_under_test::reference {

/// What a client knows beyond one session, which ends when the port or the client ids are gone.
struct Memory {
  bool pin_unconfirmed = false;  ///< a PIN was sent, and that it was right was never seen: none is sent again
  bool synced = false;           ///< CTL Sync was tried against exhausted client ids
  unsigned failed_calls = 0;     ///< in a row: refused, or over as soon as they were up
  unsigned beginnings = 0;       ///< in a row that led to no lasting connection
  ClientIds left_behind;         ///< client ids that the port's going, or silence, kept from being given back
  std::string imei;              ///< of our modem; empty: not known
  std::string address;           ///< the one the host uses
};

struct Call {
  std::optional<std::uint32_t> handle;  ///< none of a call that was adopted
  bool starting = false;                ///< a start is on its way, which must be called off
  std::uint16_t start_transaction = 0;
  bool up = false;
  Instant since{};
};

struct Session {
  Desk& desk;
  Conversation& talk;
  const Options& options;
  Memory& memory;
  Call call{};
};

/// The first request after power-on may be lost, or take long: a harmless one, asked anew until it is answered.
Task<Done> greet(Session& session);
/// 802.3 and no QoS header, read back; a modem that doesn't know the request has nothing else.
Task<Done> agree_on_framing(Session& session);
/// Client ids of before the port went: a modem that was only unbound from its driver still holds them.
Task<Done> give_back_what_was_left(Session& session);
/// An id of the service. Where there is none left says so, tries CTL Sync once and begins anew.
Task<Done> take_client_id(Session& session, std::uint8_t service);
/// A port that comes back under another name may be another modem's: `stranger`. The first one met is ours.
Task<Done> recognise(Session& session);
/// Online, read back.
Task<Done> power_up(Session& session);
/// The SIM is read and open; a PIN is spent only where three tries are left, and once.
Task<Done> wait_for_sim(Session& session);
/// On a network with its packet service.
Task<Done> wait_for_registration(Session& session);
/// A call that the modem makes by itself would be nobody's.
Task<Done> switch_autoconnect_off(Session& session);
/// A call that is up, ours or adopted; after a failure with growing pauses, up to the limit of tries.
Task<Done> connect(Session& session);
/// The call is over.
void note_drop(Session& session);
/// Says address, gateway and name servers, and replaces the address that the host had.
Task<Done> read_settings(Session& session);
/// Comes back when the call is over (`dropped`), or has been up for as long as it should.
Task<Done> watch(Session& session);
/// Calls off what is starting, stops what is up.
Task<Done> disconnect(Session& session);

/// What Get Packet Service Status says.
Task<Result<bool>> is_connected(Session& session);
/// After so many failures in a row: longer and longer.
[[nodiscard]] Duration pause_after(const Limits& limits, unsigned failures);
/// Lets time pass, but not over the end of a session.
Task<Done> pause(Session& session, Duration duration);
/// Asks anew where there is no answer; a refusal is Trouble.
Task<Result<qmi::Message>> ask_for_success(Session& session, qmi::Message request);

}  // namespace modembench::client_under_test::reference
