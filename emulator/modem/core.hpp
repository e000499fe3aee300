#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/modem/cat.hpp"
#include "emulator/modem/client_ids.hpp"
#include "emulator/modem/ctl.hpp"
#include "emulator/modem/dms.hpp"
#include "emulator/modem/identity.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/modem/nas.hpp"
#include "emulator/modem/oma.hpp"
#include "emulator/modem/own_client.hpp"
#include "emulator/modem/pds.hpp"
#include "emulator/modem/per_client.hpp"
#include "emulator/modem/radio.hpp"
#include "emulator/modem/rms.hpp"
#include "emulator/modem/settings.hpp"
#include "emulator/modem/sim.hpp"
#include "emulator/modem/voice.hpp"
#include "emulator/modem/wds.hpp"
#include "emulator/modem/wms.hpp"
#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/sendable.hpp"

namespace modembench::modem {

struct Profile;

/// How many happenings wait for `take_happenings`; later ones are lost.
inline constexpr std::size_t kMaxHappenings = 1024;

/// What the services of one modem share: its parts, its clock, and what it is about to send.
class Core {
 public:
  explicit Core(Profile profile);

  const Identity identity;
  /// The settings as at the start, but for client ids, call, data and SIM, which are kept here as they are now. Radio
  /// and DmsState keep the rest of what changes.
  Settings settings;
  ClientIds client_ids;
  Sim sim;
  Radio radio;
  CtlState ctl;
  DmsState dms;
  NasState nas;
  WdsState wds;
  WmsState wms;
  PdsState pds;
  OmaState oma;
  VoiceState voice;
  CatState cat;
  RmsState rms;
  OwnClient own_client;

  /// The moment at which the modem's work stands.
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] bool powered() const { return powered_; }

  /// Turns the power on, or off and on again. Client ids, calls and registration are gone. What the SIM and the
  /// connection profiles hold stays, and so does persistent low power.
  void power_on(Instant now);
  /// Turns the power off: nothing is answered any more, and nothing is due.
  void power_off();
  /// Puts back what the user has stored to what it was at first: profiles, preferences, lock, data, activation. The
  /// SIM, its PINs and the firmware stay as they are.
  void restore_factory_defaults();

  /// Does what is due up to `now`, each thing at its own moment. A `now` before `now()` doesn't turn time back.
  void settle(Instant now);
  /// Moves the time on to `now`, by when nothing is due. A `now` before `now()` doesn't turn time back.
  void move_to(Instant now) { now_ = std::max(now_, now); }
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  /// Follows a change of operating mode, SIM or registration: brings up to date whatever depends on them.
  void refresh();

  [[nodiscard]] bool has_service(std::uint8_t service) const;
  /// Forgets a service's client, with its calls, pending requests and registrations for indications.
  void release(std::uint8_t service, std::uint8_t client);
  void release_all();

  void send(qmi::Sendable message);
  /// Refuses a request whose client nobody knows. The response goes to the QMI port, whatever client id it has.
  void refuse_stranger(const qmi::Header& request) {
    out_.push_back(refusal(request, qmi::ErrorCode::InvalidClientId));
  }
  /// Sends the response that says success, with nothing but the Result TLV.
  template <class Request>
  void succeed(const Asked<Request>& request) {
    send(success(request.header));
  }
  template <class Request, class Response>
  /// Sends the response that says success, with the TLVs of `response`.
  void respond(const Asked<Request>& request, const Response& response) {
    send(qmi::Sendable::response(request.header, response));
  }
  /// Sends the response that says `error`, which must not be None. A refusal may carry TLVs besides.
  void refuse(const qmi::Header& request, qmi::ErrorCode error) { send(refusal(request, error)); }
  template <class Request>
  void refuse(const Asked<Request>& request, qmi::ErrorCode error) {
    send(refusal(request.header, error));
  }
  template <class Request, class Response>
  void refuse(const Asked<Request>& request, qmi::ErrorCode error, const Response& response) {
    send(qmi::Sendable::response(request.header, response, error));
  }
  /// Sends the response to a request whose outcome is `error`: success for None, a refusal for any other.
  template <class Request>
  void answer(const Asked<Request>& request, qmi::ErrorCode error) {
    send(error == qmi::ErrorCode::None ? success(request.header) : refusal(request.header, error));
  }
  template <class Request, class Response>
  void answer(const Asked<Request>& request, qmi::ErrorCode error, const Response& response) {
    send(qmi::Sendable::response(request.header, response, error));
  }
  /// Responses that consist of the Result TLV alone.
  [[nodiscard]] static qmi::Sendable success(const qmi::Header& request) { return qmi::Sendable::response(request); }
  [[nodiscard]] static qmi::Sendable refusal(const qmi::Header& request, qmi::ErrorCode error) {
    return qmi::Sendable::response(request, error);
  }

  template <class Indication>
  /// Sends an indication to one client; 255 addresses every client of the service.
  void indicate(std::uint8_t client, const Indication& indication) {
    send(qmi::to_message(client, indication));
  }
  /// Sends an indication to every client that wants it. `wants` names the switch in what the service remembers of a
  /// client.
  template <class Client, class Indication>
  void indicate_all(const PerClient<Client>& clients, bool Client::*wants, const Indication& indication) {
    qmi::Message message = qmi::to_message(0, indication);
    for (const std::uint8_t client : client_ids.clients_of(message.header.service)) {
      message.header.client = client;
      if (clients[client].*wants) send(message);
    }
  }

  [[nodiscard]] qmi::Said take_out() { return std::exchange(out_, {}); }

  void happen(Happening happening);
  [[nodiscard]] std::vector<Happening> take_happenings() { return std::exchange(happenings_, {}); }

 private:
  void step();

  Instant now_{};
  bool powered_ = false;
  qmi::Said out_;
  std::vector<Happening> happenings_;
};

}  // namespace modembench::modem
