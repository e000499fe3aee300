#pragma once

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

namespace modembench::modem {

struct Profile;

/// How many happenings wait to be taken; later ones are lost.
inline constexpr std::size_t kMaxHappenings = 1024;

/// What the services of one modem share: its parts, its clock, and what it is about to send.
class Core {
 public:
  explicit Core(Profile profile);

  const Identity identity;
  /// As at the start; client ids, call, data and SIM as they are now. Radio and DmsState keep the rest that changes.
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

  /// The moment that is being worked on.
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] bool powered() const { return powered_; }

  /// From power-off or as a restart: client ids, calls and registration are gone; what the SIM and the
  /// connection profiles hold stays, and so does persistent low power.
  void power_on(Instant now);
  /// Nothing is answered any more, and nothing is due.
  void power_off();
  /// What the user has stored is as it was at first: profiles, preferences, lock, data, activation. The SIM, its PINs
  /// and the firmware are as they are.
  void restore_factory_defaults();

  /// Does what is due up to `now`, each thing at its own moment. Time never runs backwards.
  void settle(Instant now);
  [[nodiscard]] std::optional<Instant> next_deadline() const;

  /// Follows a change of operating mode, SIM or registration: what hangs on it changes too.
  void refresh();

  [[nodiscard]] bool has_service(std::uint8_t service) const;
  /// A service's client is gone, with its calls, pending requests and registrations for indications.
  void release(std::uint8_t service, std::uint8_t client);
  void release_all();

  void send(qmi::Message message);
  /// Sends the response that says success, by its Result alone or with what there is to tell.
  template <class Request>
  void succeed(const Asked<Request>& request) {
    send(success(request.header));
  }
  template <class Request, class Response>
  void respond(const Asked<Request>& request, const Response& response) {
    send(qmi::respond(request.header, response));
  }
  /// Sends the response that says this error, which isn't None. It may tell something besides.
  void refuse(const qmi::Message& request, qmi::ErrorCode error) { send(refusal(request.header, error)); }
  template <class Request>
  void refuse(const Asked<Request>& request, qmi::ErrorCode error) {
    send(refusal(request.header, error));
  }
  template <class Request, class Response>
  void refuse(const Asked<Request>& request, qmi::ErrorCode error, const Response& response) {
    send(qmi::respond(request.header, response, error));
  }
  /// Sends the response to what has come out as `error`: the one that says success for None, else a refusal.
  template <class Request>
  void answer(const Asked<Request>& request, qmi::ErrorCode error) {
    send(error == qmi::ErrorCode::None ? success(request.header) : refusal(request.header, error));
  }
  template <class Request, class Response>
  void answer(const Asked<Request>& request, qmi::ErrorCode error, const Response& response) {
    send(qmi::respond(request.header, response, error));
  }
  /// Responses with the Result alone.
  [[nodiscard]] static qmi::Message success(const qmi::Header& request) { return qmi::response_to(request); }
  [[nodiscard]] static qmi::Message refusal(const qmi::Header& request, qmi::ErrorCode error) {
    return qmi::response_to(request, static_cast<std::uint16_t>(error));
  }

  template <class Indication>
  void indicate(std::uint8_t client, const Indication& indication) {
    send(qmi::to_message(client, indication));
  }
  /// Tells every client that wants it: `wants` is one of the switches in what its service remembers of a client.
  template <class Client, class Indication>
  void indicate_all(const PerClient<Client>& clients, bool Client::*wants, const Indication& indication) {
    qmi::Message message = qmi::to_message(0, indication);
    for (const std::uint8_t client : client_ids.clients_of(message.header.service)) {
      message.header.client = client;
      if (clients[client].*wants) send(message);
    }
  }

  [[nodiscard]] std::vector<qmi::Message> take_out() { return std::exchange(out_, {}); }

  void happen(Happening happening);
  [[nodiscard]] std::vector<Happening> take_happenings() { return std::exchange(happenings_, {}); }

 private:
  void step();

  Instant now_{};
  bool powered_ = false;
  std::vector<qmi::Message> out_;
  std::vector<Happening> happenings_;
};

}  // namespace modembench::modem
