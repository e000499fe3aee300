#include "emulator/modem/voice.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_text.hpp"
#include "emulator/modem/time.hpp"

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
std::string text_of(const qmi::Value* value) {
  const qmi::Value* data = value != nullptr ? value->member("data") : nullptr;
  const auto* bytes = data != nullptr ? std::get_if<qmi::Bytes>(&data->data()) : nullptr;
  if (bytes == nullptr) return {};
  switch (static_cast<UssCodingScheme>(number(value, "data coding scheme"))) {
    case UssCodingScheme::ASCII:
    case UssCodingScheme::EightBit:
      return {bytes->begin(), bytes->end()};
    case UssCodingScheme::UCS2:
      return from_ucs2(*bytes);
    case UssCodingScheme::Unknown:
      break;
  }
  return {};
}

const UssdReply* find_reply(const std::vector<UssdReply>& replies, const std::string& code) {
  const auto found = std::find_if(replies.begin(), replies.end(), [&](const UssdReply& r) { return r.code == code; });
  return found != replies.end() ? &*found : nullptr;
}

void ask_network(Core& core, const qmi::Message& request, const std::vector<UssdReply>& replies) {
  const UssdReply* reply = find_reply(replies, text_of(request.find(voice::originate_ussd::request::uss_data)));
  const Instant due = later(core.now(), reply != nullptr ? reply->after : kRefusedAfter);
  core.voice.session = UssdSession{request.header.client, reply, due, request.header};
}

/// Tells of what comes without having been waited for.
void report(Core& core, UserAction action, const UssdReply* reply) {
  namespace tlv = voice::ussd::indication;
  for (const std::uint8_t client : core.client_ids.clients_of(voice::service)) {
    if (!core.voice.clients[client].wants_ussd) continue;
    qmi::Message indication = qmi::indication(voice::service, client, voice::ussd::id);
    indication.set(tlv::user_action, action);
    if (reply != nullptr) indication.set(tlv::uss_data, *uss_data(reply->text));
    core.send(std::move(indication));
  }
}

/// The answer to Originate USSD comes with what the network says.
void finish_originate(Core& core, const qmi::Header& request, const UssdReply* reply) {
  namespace tlv = voice::originate_ussd::response;
  if (reply != nullptr) {
    return core.send(qmi::response_to(request).set(tlv::uss_data, *uss_data(reply->text)));
  }
  core.send(Core::refusal(request, ErrorCode::SupsFailureCase).set(tlv::failure_cause, kUnexpectedDataValue));
}

void finish_no_wait(Core& core, const qmi::Header& request, const UssdReply* reply) {
  namespace tlv = voice::originate_ussd_no_wait::indication;
  qmi::Message indication = qmi::indication(voice::service, request.client, voice::originate_ussd_no_wait::id);
  if (reply != nullptr) {
    indication.set(tlv::uss_data, *uss_data(reply->text));
  } else {
    indication.set(tlv::error_code, ErrorCode::SupsFailureCase);
    indication.set(tlv::failure_cause, kUnexpectedDataValue);
  }
  core.send(std::move(indication));
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

void indication_register(Core& core, const qmi::Message& request) {
  if (const qmi::Value* wanted = request.find(voice::indication_register::request::ussd_notification_events)) {
    core.voice.clients[request.header.client].wants_ussd = wanted->number() != 0;
  }
  core.succeed(request);
}

/// True if there is no session and a network; otherwise the request is refused.
bool may_begin(Core& core, const qmi::Message& request) {
  if (!core.radio.registered()) {
    core.refuse(request, ErrorCode::NetworkNotReady);
  } else if (core.voice.session) {
    qmi::Message refusal = Core::refusal(request.header, ErrorCode::SupsFailureCase);
    if (request.header.message == voice::originate_ussd::id) {
      refusal.set(voice::originate_ussd::response::failure_cause, kUssdBusy);
    }
    core.send(std::move(refusal));
  } else {
    return true;
  }
  return false;
}

void originate_ussd(Core& core, const qmi::Message& request) {
  if (may_begin(core, request)) ask_network(core, request, core.profile.ussd);
}

void originate_ussd_no_wait(Core& core, const qmi::Message& request) {
  if (!may_begin(core, request)) return;
  core.succeed(request);
  ask_network(core, request, core.profile.ussd);
}

// Which error for what is guessed from the names of the errors.
void answer_ussd(Core& core, const qmi::Message& request) {
  const auto& session = core.voice.session;
  if (!session || session->due) return core.refuse(request, ErrorCode::IncompatibleState);
  core.succeed(request);
  ask_network(core, request, session->reply->answers);
}

void cancel_ussd(Core& core, const qmi::Message& request) {
  if (!core.voice.session) return core.refuse(request, ErrorCode::NoEffect);
  const UssdSession session = *std::exchange(core.voice.session, std::nullopt);
  core.succeed(request);
  if (session.due && session.asked.message == voice::originate_ussd::id) {
    core.send(Core::refusal(session.asked, ErrorCode::Aborted));
  }
}

constexpr std::array kRoutes = {
    Route{voice::indication_register::id, indication_register},
    Route{voice::originate_ussd::id, originate_ussd},
    Route{voice::answer_ussd::id, answer_ussd},
    Route{voice::cancel_ussd::id, cancel_ussd},
    Route{voice::originate_ussd_no_wait::id, originate_ussd_no_wait},
};

}  // namespace

std::optional<qmi::Value> uss_data(const std::string& text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  auto bytes = ascii ? qmi::Bytes(text.begin(), text.end()) : to_ucs2(text);
  if (!bytes || bytes->size() > kMaxUssdText) return std::nullopt;
  return qmi::Struct{{"data coding scheme", ascii ? UssCodingScheme::ASCII : UssCodingScheme::UCS2},
                     {"data", std::move(*bytes)}};
}

std::span<const Route> voice_routes() { return kRoutes; }

void advance_voice(Core& core) {
  if (core.voice.session && core.voice.session->due && *core.voice.session->due <= core.now()) finish(core);
}

void forget_voice_client(Core& core, std::uint8_t client) {
  core.voice.clients[client] = {};
  if (core.voice.session && core.voice.session->client == client) core.voice.session.reset();
}

}  // namespace modembench::modem
