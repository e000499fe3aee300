#include "emulator/modem/voice.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/handling.hpp"
#include "emulator/modem/sms_text.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/messages/voice.hpp"

namespace modembench::modem {

namespace {

namespace voice = qmi::voice;
using qmi::ErrorCode;
using voice::UserAction;
using voice::UssCodingScheme;

// Failure causes as libqmi's QmiVoiceCallEndReason has them. Guessed: a network says of a code that it doesn't know
// that it is an unexpected data value.
constexpr std::uint16_t kUnexpectedDataValue = 127;
constexpr std::uint16_t kUssdBusy = 133;

/// Guessed: how long a network takes to find out that it doesn't know a code.
constexpr Duration kRefusedAfter = std::chrono::milliseconds(500);

/// UTF-8; empty for a coding that isn't known.
std::string text_of(const voice::UssData& said) {
  switch (said.data_coding_scheme) {
    case UssCodingScheme::ASCII:
    case UssCodingScheme::EightBit:
      return {said.data.begin(), said.data.end()};
    case UssCodingScheme::UCS2:
      return from_ucs2(said.data);
    case UssCodingScheme::Unknown:
      break;
  }
  return {};
}

const UssdReply* find_reply(const std::vector<UssdReply>& replies, const std::string& code) {
  const auto found = std::find_if(replies.begin(), replies.end(), [&](const UssdReply& r) { return r.code == code; });
  return found != replies.end() ? &*found : nullptr;
}

template <class Request>
void ask_network(Core& core, const Asked<Request>& request, const std::vector<UssdReply>& replies) {
  const UssdReply* reply = find_reply(replies, text_of(request->uss_data));
  const Instant due = later(core.now(), reply != nullptr ? reply->after : kRefusedAfter);
  core.voice.session = UssdSession{request.header.client, reply, due, request.header};
}

/// Nothing for a failure, which is null.
std::optional<voice::UssData> said_by(const UssdReply* reply) {
  return reply != nullptr ? uss_data(reply->text) : std::nullopt;
}

/// Tells of what comes without having been waited for.
void report(Core& core, UserAction action, const UssdReply* reply) {
  core.indicate_all(core.voice.clients, &VoiceState::Client::wants_ussd,
                    voice::ussd::Indication{.user_action = action, .uss_data = said_by(reply)});
}

/// The answer to Originate USSD comes with what the network says.
void finish_originate(Core& core, const qmi::Header& request, const UssdReply* reply) {
  voice::originate_ussd::Response response{.uss_data = said_by(reply)};
  if (reply == nullptr) response.failure_cause = kUnexpectedDataValue;
  core.send(qmi::respond(request, response, reply != nullptr ? ErrorCode::None : ErrorCode::SupsFailureCase));
}

void finish_no_wait(Core& core, const qmi::Header& request, const UssdReply* reply) {
  voice::originate_ussd_no_wait::Indication indication{.uss_data = said_by(reply)};
  if (reply == nullptr) {
    indication.error_code = static_cast<std::uint16_t>(ErrorCode::SupsFailureCase);
    indication.failure_cause = kUnexpectedDataValue;
  }
  core.indicate(request.client, indication);
}

/// A menu asks the user, by an indication after the answer: ModemManager takes a session to be over with an answer
/// that isn't followed by one. Guessed from that.
void finish(Core& core) {
  UssdSession& session = *core.voice.session;
  const UssdReply* reply = core.radio.registered() ? session.reply : nullptr;
  const bool asks = reply != nullptr && !reply->answers.empty();
  session.due.reset();
  session.reply = reply;
  const std::uint16_t asked = session.asked.message;
  if (asked == voice::originate_ussd::id) finish_originate(core, session.asked, reply);
  if (asked == voice::originate_ussd_no_wait::id) finish_no_wait(core, session.asked, reply);
  if (asks || asked == voice::answer_ussd::id)
    report(core, asks ? UserAction::Required : UserAction::NotRequired, reply);
  if (!asks) core.voice.session.reset();
}

void indication_register(Core& core, const Asked<voice::indication_register::Request>& request) {
  follow(request->ussd_notification_events, core.voice.clients[request.header.client].wants_ussd);
  core.succeed(request);
}

/// True if there is no session and a network; otherwise the request is refused, with `busy` if there is a session.
template <class Request, class Response>
bool may_begin(Core& core, const Asked<Request>& request, const Response& busy) {
  if (!core.radio.registered()) {
    core.refuse(request, ErrorCode::NetworkNotReady);
  } else if (core.voice.session) {
    core.refuse(request, ErrorCode::SupsFailureCase, busy);
  } else {
    return true;
  }
  return false;
}

void originate_ussd(Core& core, const Asked<voice::originate_ussd::Request>& request) {
  const voice::originate_ussd::Response busy{.failure_cause = kUssdBusy};
  if (may_begin(core, request, busy)) ask_network(core, request, core.settings.ussd);
}

void originate_ussd_no_wait(Core& core, const Asked<voice::originate_ussd_no_wait::Request>& request) {
  if (!may_begin(core, request, voice::originate_ussd_no_wait::Response{})) return;
  core.succeed(request);
  ask_network(core, request, core.settings.ussd);
}

// Which error for what is guessed from the names of the errors.
void answer_ussd(Core& core, const Asked<voice::answer_ussd::Request>& request) {
  const auto& session = core.voice.session;
  if (!session || session->due) return core.refuse(request, ErrorCode::IncompatibleState);
  core.succeed(request);
  ask_network(core, request, session->reply->answers);
}

void cancel_ussd(Core& core, const Asked<voice::cancel_ussd::Request>& request) {
  if (!core.voice.session) return core.refuse(request, ErrorCode::NoEffect);
  const UssdSession session = *std::exchange(core.voice.session, std::nullopt);
  core.succeed(request);
  if (session.due && session.asked.message == voice::originate_ussd::id) {
    core.send(Core::refusal(session.asked, ErrorCode::Aborted));
  }
}

constexpr std::array kHandlers = {
    route<indication_register>, route<originate_ussd>,         route<answer_ussd>,
    route<cancel_ussd>,         route<originate_ussd_no_wait>,
};
constexpr auto kRoutes = sorted(kHandlers);

}  // namespace

std::optional<voice::UssData> uss_data(const std::string& text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  auto bytes = ascii ? qmi::Bytes(text.begin(), text.end()) : to_ucs2(text);
  if (!bytes || bytes->size() > kMaxUssdText) return std::nullopt;
  return voice::UssData{ascii ? UssCodingScheme::ASCII : UssCodingScheme::UCS2, std::move(*bytes)};
}

std::span<const Route> voice_routes() { return kRoutes; }

void advance_voice(Core& core) {
  if (core.voice.session && core.voice.session->due && *core.voice.session->due <= core.now()) finish(core);
}

void forget_voice_client(Core& core, std::uint8_t client) {
  core.voice.clients.forget(client);
  if (core.voice.session && core.voice.session->client == client) core.voice.session.reset();
}

}  // namespace modembench::modem
