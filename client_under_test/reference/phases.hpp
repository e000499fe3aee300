#pragma once

#include <optional>
#include <string>

#include "client_under_test/reference/conversation.hpp"
#include "client_under_test/reference/options.hpp"

/// The steps of a connection, in their order. Each has a limit, and returns Trouble that says why it didn't get on.
namespace modembench::client_under_test::reference {

/// What a client knows beyond one session. A session ends when the port or the client ids are gone.
struct Memory {
  bool pin_unconfirmed = false;  ///< a PIN was sent and never seen to be right: none is sent again
  bool synced = false;           ///< CTL Sync was tried against exhausted client ids
  unsigned failed_calls = 0;     ///< calls that failed in a row: refused, or over as soon as they were up
  unsigned beginnings = 0;       ///< beginnings in a row that led to no lasting connection
  ClientIds left_behind;         ///< client ids not given back, as the port went or the modem was silent
  std::string imei;              ///< the IMEI of our modem; empty: not known
  std::string address;           ///< the address that the host uses
};

/// The call of a session.
struct Call {
  std::optional<std::uint32_t> handle;  ///< the packet data handle; nothing for a call that was adopted
  bool starting = false;                ///< a start is on its way, which must be called off
  std::uint16_t start_transaction = 0;
  bool up = false;
  Instant since{};
};

/// A session: what its steps work with.
struct Session {
  Desk& desk;
  Conversation& talk;
  const Options& options;
  Memory& memory;
  Call call{};
};

/// Sends a harmless request anew until it is answered: the first one after power-on may be lost, or its answer take
/// long.
Task<Done> greet(Session& session);
/// Sets 802.3 without a QoS header, and reads that back. A modem that doesn't know the request has nothing else.
Task<Done> agree_on_framing(Session& session);
/// Gives back the client ids from before the port went: a modem that was only unbound from its driver still holds them.
Task<Done> give_back_what_was_left(Session& session);
/// Allocates a client id of the service. Where none is left the step says so, tries CTL Sync once, and begins anew.
Task<Done> take_client_id(Session& session, std::uint8_t service);
/// Looks whose modem this is. A port that comes back under another name may be another modem's, which is Trouble
/// `stranger`; the first modem met is ours.
Task<Done> recognise(Session& session);
/// Sets the operating mode to online, and reads it back.
Task<Done> power_up(Session& session);
/// Waits until the SIM is read and open. A PIN is spent only where three tries are left, and once.
Task<Done> wait_for_sim(Session& session);
/// Waits until the modem is on a network with its packet service.
Task<Done> wait_for_registration(Session& session);
/// Switches autoconnect off: a call that the modem makes by itself would be nobody's.
Task<Done> switch_autoconnect_off(Session& session);
/// Brings a call up, or adopts one. After a failure it tries again with growing pauses, up to the limit of tries.
Task<Done> connect(Session& session);
/// Notes that the call is over.
void note_drop(Session& session);
/// Says address, gateway and name servers, and replaces the address that the host had.
Task<Done> read_settings(Session& session);
/// Watches the call. Returns when the call is over (`dropped`), or has been up for as long as it should.
Task<Done> watch(Session& session);
/// Calls off a start that is under way, and stops a call that is up.
Task<Done> disconnect(Session& session);

/// Whether Get Packet Service Status says that a call is up.
Task<Result<bool>> is_connected(Session& session);
/// The pause after so many failures in a row; it grows with them.
[[nodiscard]] Duration pause_after(const Limits& limits, unsigned failures);
/// Lets time pass, but no longer than the session lasts.
Task<Done> pause(Session& session, Duration duration);
/// Asks, and anew where there is no answer. A refusal is Trouble.
Task<Result<qmi::Message>> ask_for_success(Session& session, qmi::Message request);

}  // namespace modembench::client_under_test::reference
