#include "bench/language/sms_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/grammar/types.hpp"
#include "bench/language/moment.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/value_reader.hpp"
#include "emulator/modem/voice.hpp"
#include "emulator/qmi/enums/wms.hpp"
#include "emulator/qmi/messages/voice.hpp"

namespace modembench::bench {
namespace {

/// How deep menus may stand in one another. Nobody can say what lies deeper, and every menu in a menu is a call of its
/// own here.
constexpr std::size_t kMaxUssdDepth = 8;
constexpr Duration kUssdAfter = std::chrono::seconds(1);

// Encodes a message given in words. Mistakes are noted at the places of its keys.
std::optional<modem::SmsText> read_words(Reader& reader, const MapReader& map, const GivenSms& given) {
  const auto* from = map.find("from");
  const auto* text = map.find("text");
  if (from == nullptr || text == nullptr) {
    reader.mistake(map.node(), "should say 'from' and 'text', or have a 'pdu'");
    return std::nullopt;
  }
  const bool are_texts = from->kind == YamlNode::Kind::text && text->kind == YamlNode::Kind::text;
  if (!are_texts) return std::nullopt;
  // Whether a message can be encoded doesn't depend on the service centre and the time.
  modem::SmsText sms{given.from, given.text, given.message_class};
  const auto sender_alone = modem::encode_deliver({sms.from, "", {}}, "", {});
  const auto whole = modem::encode_deliver(sms, "", {});
  if (!sender_alone) reader.mistake(*from, sender_alone.error());
  if (sender_alone && !whole) reader.mistake(*text, whole.error());
  if (!whole) return std::nullopt;
  return sms;
}

// The PDU of a message that was read of `map`. Nothing if a mistake was noted.
std::optional<DeliverSms> read_message(Reader& reader, const MapReader& map, GivenSms& given) {
  DeliverSms sms;
  if (map.find("pdu") == nullptr) {
    auto words = read_words(reader, map, given);
    if (!words) return std::nullopt;
    sms.sms = std::move(*words);
    return sms;
  }
  for (const std::string_view key : {"from", "text", "class"}) {
    if (const auto* at = map.key_node(key)) {
      reader.mistake(*at, fmt::format("'pdu' is a whole message: '{}' can't stand beside it", key));
    }
  }
  if (given.pdu.empty()) return std::nullopt;
  sms.pdu = std::move(given.pdu);
  return sms;
}

void read_stored(Reader& reader, const YamlNode& node, modem::SmsSettings& settings) {
  using qmi::wms::MessageTagType;
  using qmi::wms::StorageType;
  GivenSms given;
  read_into(reader, node, grammar::stored_sms, given);
  if (node.kind != YamlNode::Kind::map) return;
  auto message = read_message(reader, MapReader(reader, node, grammar::stored_sms), given);
  if (!message) return;
  modem::InitialSms stored{given.storage, given.read ? MessageTagType::MtRead : MessageTagType::MtNotRead,
                           std::move(message->pdu)};
  if (stored.pdu.empty()) {
    stored.pdu =
        modem::encode_deliver(message->sms, settings.smsc, given.sent.value_or(settings.clock)).value_or(qmi::Bytes{});
  }
  const bool on_sim = stored.storage == StorageType::UIM;
  const std::size_t room = on_sim ? settings.sim_size : settings.modem_size;
  const auto same = [&](const modem::InitialSms& other) { return other.storage == stored.storage; };
  if (std::count_if(settings.messages.begin(), settings.messages.end(), same) >= static_cast<std::ptrdiff_t>(room)) {
    return reader.mistake(node, fmt::format("has no room: '{}' of 'sms' is {}", on_sim ? "sim size" : "me size", room));
  }
  settings.messages.push_back(std::move(stored));
}

std::vector<modem::UssdReply> read_replies(Reader& reader, const YamlNode& node, std::size_t depth);

void read_reply(Reader& reader, const YamlNode& node, modem::UssdReply& reply, std::size_t depth) {
  if (node.kind != YamlNode::Kind::map) {
    reply.text = read_ussd_text(reader, node).value_or("");
    return;
  }
  read_into(reader, node, grammar::ussd_reply, reply);
  const MapReader map(reader, node, grammar::ussd_reply);
  if (const auto* answers = map.find("answers")) reply.answers = read_replies(reader, *answers, depth + 1);
}

std::vector<modem::UssdReply> read_replies(Reader& reader, const YamlNode& node, std::size_t depth) {
  std::vector<modem::UssdReply> replies;
  if (depth >= kMaxUssdDepth) {
    reader.mistake(node, fmt::format("no more than {} menus stand in one another", kMaxUssdDepth));
    return replies;
  }
  for (const auto& entry :
       reader.map(node, depth == 0 ? "codes and what the network says" : "answers and what follows")) {
    modem::UssdReply reply{entry.key.text, "", kUssdAfter, {}};
    const auto same = [&](const modem::UssdReply& other) { return other.code == reply.code; };
    if (reply.code.empty() || !modem::uss_data(reply.code)) {
      reader.mistake(entry.key, fmt::format("should be a code such as \"*100#\", is {}", describe(entry.key)));
    } else if (std::any_of(replies.begin(), replies.end(), same)) {
      reader.mistake(entry.key, fmt::format("'{}' is there twice", reply.code));
    }
    read_reply(reader, entry.value, reply, depth);
    replies.push_back(std::move(reply));
  }
  return replies;
}

}  // namespace

std::optional<std::chrono::sys_seconds> read_network_time(Reader& reader, const YamlNode& node) {
  using namespace std::chrono;
  // An SMS says the year with two digits.
  constexpr sys_seconds kFirst = sys_days(year(2000) / January / 1);
  constexpr sys_seconds kEnd = sys_days(year(2100) / January / 1);
  const auto moment = node.kind == YamlNode::Kind::text ? parse_moment(node.text, kMomentShape) : std::nullopt;
  if (moment && *moment >= kFirst && *moment < kEnd) return moment;
  reader.mistake(node,
                 fmt::format("should be a time of 2000 to 2099 such as 2012-03-01 12:00:00, is {}", describe(node)));
  return std::nullopt;
}

std::optional<std::string> read_phone_number(Reader& reader, const YamlNode& node) {
  auto number = reader.text(node);
  if (!number || number->empty() || modem::is_phone_number(*number)) return number;
  reader.mistake(node, fmt::format("should be a number such as \"+491713920000\" of at most {} digits, is {}",
                                   modem::kMaxSmsDigits, describe(node)));
  return std::nullopt;
}

void read_sms_settings(Reader& reader, const YamlNode& node, modem::SmsSettings& sms) {
  read_into(reader, node, grammar::sms, sms);
  const MapReader map(reader, node, grammar::sms);
  if (const auto* at = map.find("messages")) {
    sms.messages.clear();
    for (const auto& item : reader.one_or_list(*at)) read_stored(reader, item, sms);
  }
}

std::optional<qmi::Bytes> read_pdu(Reader& reader, const YamlNode& node) {
  auto bytes = read_bytes(reader, node);
  if (!bytes) return std::nullopt;
  if (!bytes->empty() && bytes->size() <= modem::kMaxSmsPdu) return bytes;
  reader.mistake(node, fmt::format("should be 1 to {} bytes, is {}", modem::kMaxSmsPdu, bytes->size()));
  return std::nullopt;
}

std::optional<DeliverSms> read_sms(Reader& reader, const YamlNode& node) {
  GivenSms given;
  read_into(reader, node, grammar::arriving_sms, given);
  if (node.kind != YamlNode::Kind::map) return std::nullopt;
  return read_message(reader, MapReader(reader, node, grammar::arriving_sms), given);
}

std::optional<std::string> read_ussd_text(Reader& reader, const YamlNode& node) {
  auto text = reader.text(node);
  if (text && !modem::uss_data(*text)) {
    reader.mistake(node, fmt::format("is too long: a USSD text has {} characters of ASCII, or {} of any other",
                                     modem::kMaxUssdText, modem::kMaxUssdText / 2));
    return std::nullopt;
  }
  return text;
}

std::optional<std::vector<modem::UssdReply>> read_ussd(Reader& reader, const YamlNode& node) {
  return read_replies(reader, node, 0);
}

}  // namespace modembench::bench
