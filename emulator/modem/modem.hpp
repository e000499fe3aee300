#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "emulator/instant.hpp"
#include "emulator/modem/data_link.hpp"
#include "emulator/modem/settings_changes.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/surroundings.hpp"
#include "emulator/modem/traffic.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/received.hpp"
#include "emulator/qmi/sendable.hpp"

namespace modembench::modem {

struct Profile;

/// A client id that is still allocated, for the balance at the end of a run.
struct HeldClientId {
  std::uint8_t service = 0;
  std::uint8_t client = 0;
};
/// A data call that is still up, for the balance at the end of a run.
struct RunningCall {
  std::uint8_t client = 0;     ///< the WDS client id that started it; 0: the modem itself, by autoconnect
  std::uint32_t handle = 0;    ///< packet data handle
  std::uint8_t ip_family = 0;  ///< 4 or 6
};

/// A change in the modem that a scenario can wait for.
enum class Happening : std::uint8_t { network_registered, network_lost, call_connected, call_ended };

/// A modem as its QMI port shows it: a pure state machine. Messages and the time go in; messages and the next deadline
/// come out. A modem reads no clock, does no I/O and throws nothing.
class Modem {
 public:
  explicit Modem(Profile profile);
  ~Modem();
  Modem(Modem&&) noexcept;
  Modem& operator=(Modem&&) noexcept;

  /// Turns the power on, or off and on again. SIM and registration start to take their time from `now`; client ids and
  /// calls are gone. Before the first call of this the modem answers nothing.
  void power_on(Instant now);

  /// Turns the power off: nothing is answered until it is on again.
  void power_off(Instant now);

  /// Takes one request and returns what is to be sent, in that order: first whatever was due by `now` and hasn't been
  /// fetched by `advance`, then the response (unless it comes later, by `advance`), then the indications that the
  /// request causes. A message that is no request gets no answer, and a client id that is released gets none any more.
  [[nodiscard]] qmi::Said receive(const qmi::Received& request, Instant now);

  /// The response to a request whose TLVs can't be read: 1 MalformedMessage.
  [[nodiscard]] qmi::Message refuse_malformed(const qmi::Header& request) const;

  /// Returns everything that is due at `now`: late responses and indications.
  [[nodiscard]] qmi::Said advance(Instant now);

  /// When `advance` has something to do next; nothing if only a request can change anything.
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  /// Changes settings, and whatever depends on them. Returns what the modem says because of it, group by group in the
  /// order of SettingsChanges. Where the network decides anew about registration, calls end.
  [[nodiscard]] qmi::Said apply(const SettingsChanges& changes, Instant now);
  /// The settings as they are now.
  [[nodiscard]] const SignalSettings& signal() const;
  [[nodiscard]] const RegistrationSettings& registration() const;
  [[nodiscard]] const CallSettings& call_settings() const;
  [[nodiscard]] const ClientIdSettings& client_id_settings() const;

  /// Lets the network end every call, with this call end reason (WDS CallEndReason). Returns the indications.
  [[nodiscard]] qmi::Said drop_calls(std::uint16_t reason, Instant now);

  /// Changes what surrounds the modem, as when somebody flips its switch or the battery runs down. Returns the
  /// indications.
  [[nodiscard]] qmi::Said change(const Surroundings& surroundings, Instant now);

  /// Whether the modem has power. False before `power_on`, and after the modem has been told to shut down.
  [[nodiscard]] bool powered() const;

  /// Counts what a data plane has moved over the call with this packet data handle, on top of what the settings make
  /// up. Nothing is counted if there is no such call. Returns what the waking of a dormant call causes.
  [[nodiscard]] qmi::Said count_traffic(std::uint32_t handle, const Traffic& more, Instant now);

  /// What a data plane is to do as things stand. Of several IPv4 calls the oldest one counts: there is one interface.
  [[nodiscard]] DataLink data_link() const;

  /// Takes a request of the modem's own client, as which its serial ports ask: of any service but CTL, with client id 0
  /// and a transaction of its own. It is handled as if the client held an id, but takes none, and no indication is for
  /// it. Returns what the modem says to others because of it.
  [[nodiscard]] qmi::Said ask(const qmi::Message& request, Instant now);
  /// Takes the responses to what was asked by `ask`, in their order. Each request gets one: at once, or when it is
  /// done; Aborted when the modem loses its power before, or has none.
  [[nodiscard]] std::vector<qmi::Message> take_answers();

  /// Gives the network an SMS for the modem. The network hands it over at once, or as soon as the modem is registered
  /// and has room for it. `pdu` is an SMS-DELIVER with its service centre, or whatever a faulty network sends. Refused
  /// in words when `kMaxWaitingSms` messages wait already.
  [[nodiscard]] tl::expected<qmi::Said, std::string> deliver_sms(qmi::Bytes pdu, Instant now);
  /// Gives the network an SMS made from a text, sent at the present time of the network's clock. Refused, too, if the
  /// text doesn't fit one message.
  [[nodiscard]] tl::expected<qmi::Said, std::string> deliver_sms(const SmsText& sms, Instant now);

  [[nodiscard]] std::vector<HeldClientId> held_client_ids() const;
  [[nodiscard]] std::vector<RunningCall> running_calls() const;

  /// Takes what has happened since this was called last.
  [[nodiscard]] std::vector<Happening> take_happenings();

  /// Takes what the NMEA port has said since this was called last: sentences with their line ends; "" if nothing.
  [[nodiscard]] std::string take_nmea();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modembench::modem
