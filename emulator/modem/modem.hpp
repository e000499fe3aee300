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

namespace modembench::modem {

struct Profile;

/// What a client still holds: the balance at the end of a run.
struct HeldClientId {
  std::uint8_t service = 0;
  std::uint8_t client = 0;
};
struct RunningCall {
  std::uint8_t client = 0;     ///< the WDS client id that started it; 0: the modem itself, by autoconnect
  std::uint32_t handle = 0;    ///< packet data handle
  std::uint8_t ip_family = 0;  ///< 4 or 6
};

/// A change in the modem that a scenario can wait for.
enum class Happening : std::uint8_t { network_registered, network_lost, call_connected, call_ended };

/// A modem as its QMI port shows it: a pure state machine. Messages and the time go in; messages
/// and the next deadline come out. Reads no clock, does no I/O, throws nothing.
class Modem {
 public:
  explicit Modem(Profile profile);
  ~Modem();
  Modem(Modem&&) noexcept;
  Modem& operator=(Modem&&) noexcept;

  /// Power comes on, or goes off and on again: SIM and registration start to take their time from `now`; client
  /// ids and calls are gone. Before this the modem answers nothing.
  void power_on(Instant now);

  /// Power goes: nothing is answered until it is on again.
  void power_off(Instant now);

  /// One request in; its response (unless it comes later, by `advance`) and the indications that it
  /// causes out, in the order to be sent: the response first. What is no request gets nothing. Whatever was
  /// due by `now` and hasn't been fetched by `advance` comes before all that: it happened before.
  /// A client id that is released has no answers to come any more.
  [[nodiscard]] std::vector<qmi::Message> receive(const qmi::Message& request, Instant now);

  /// The answer to a request whose TLVs can't be read: 1 MalformedMessage.
  [[nodiscard]] qmi::Message refuse_malformed(const qmi::Header& request) const;

  /// Everything that is due at `now`: late answers, indications.
  [[nodiscard]] std::vector<qmi::Message> advance(Instant now);

  /// When `advance` has something to do next; nothing if only a request can change anything.
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  /// Settings change, and with them whatever depends on them: what it makes the modem say, group by group in the order
  /// of SettingsChanges. Where the network decides anew, calls end.
  [[nodiscard]] std::vector<qmi::Message> apply(const SettingsChanges& changes, Instant now);
  /// Settings as they are now.
  [[nodiscard]] const SignalSettings& signal() const;
  [[nodiscard]] const RegistrationSettings& registration() const;
  [[nodiscard]] const CallSettings& call_settings() const;
  [[nodiscard]] const ClientIdSettings& client_id_settings() const;

  /// The network ends every call, with this call end reason (WDS CallEndReason).
  [[nodiscard]] std::vector<qmi::Message> drop_calls(std::uint16_t reason, Instant now);

  /// Somebody flips a switch, or the battery runs down: the indications it causes.
  [[nodiscard]] std::vector<qmi::Message> change(const Surroundings& surroundings, Instant now);

  /// False before `power_on`, and after the modem has been told to shut down.
  [[nodiscard]] bool powered() const;

  /// A data plane has moved so much over the call with this packet data handle (of no call: nothing is counted).
  /// It comes on top of what the settings make up. What a dormant call's waking causes is returned.
  [[nodiscard]] std::vector<qmi::Message> count_traffic(std::uint32_t handle, const Traffic& more, Instant now);

  /// What a data plane is to do as things stand. Of several IPv4 calls the oldest one is meant: there is one interface.
  [[nodiscard]] DataLink data_link() const;

  /// `$GPS_START` or `$GPS_STOP` on the NMEA port.
  [[nodiscard]] std::vector<qmi::Message> switch_gps(bool on, Instant now);

  /// An SMS for the modem has come to the network, which hands it over at once or as soon as the modem is registered
  /// and has room for it. `pdu` is an SMS-DELIVER with its service centre, or whatever a faulty network sends. Refused
  /// in words when `kMaxWaitingSms` messages wait already.
  [[nodiscard]] tl::expected<std::vector<qmi::Message>, std::string> deliver_sms(qmi::Bytes pdu, Instant now);
  /// The same of a text, sent now by the network's clock; refused if it is more than one message.
  [[nodiscard]] tl::expected<std::vector<qmi::Message>, std::string> deliver_sms(const SmsText& sms, Instant now);

  [[nodiscard]] std::vector<HeldClientId> held_client_ids() const;
  [[nodiscard]] std::vector<RunningCall> running_calls() const;

  /// What has happened since this was asked last.
  [[nodiscard]] std::vector<Happening> take_happenings();

  /// What the NMEA port says since this was asked last: sentences with their line ends; "" if nothing.
  [[nodiscard]] std::string take_nmea();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace modembench::modem
