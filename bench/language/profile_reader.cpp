#include "bench/language/profile_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/load.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/read_map.hpp"
#include "bench/language/settings_reader.hpp"
#include "bench/language/tlv_reader.hpp"
#include "bench/language/value_reader.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

void read_usb(Reader& reader, const YamlNode& node, modem::Profile& profile) {
  read_into(reader, node, grammar::usb, profile);
  const auto& usb = profile.identity.usb;
  const auto& shape = usb.shape;
  if (usb.boot_loader == 0 || shape.interfaces.empty() || !shape.serial_ports().empty()) return;
  const MapReader map(reader, node, grammar::usb);
  reader.mistake(*map.find("boot loader"), "a boot loader is a serial port, and this modem has none");
}

void read_services(Reader& reader, const YamlNode& node, modem::Identity& identity) {
  for (const auto& entry : reader.map(node, "services and their versions")) {
    const auto service = read_service(reader, entry.key);
    const auto version = read_version(reader, entry.value);
    if (!service || !version) continue;
    const auto is_same = [&](const modem::ServiceVersion& other) { return other.service == *service; };
    if (std::any_of(identity.services.begin(), identity.services.end(), is_same)) {
      reader.mistake(entry.key, fmt::format("'{}' is there twice", entry.key.text));
      continue;
    }
    identity.services.push_back({*service, version->major, version->minor});
  }
}

/// Whether a message has no answer yet. If it has one, a mistake is noted.
bool is_new(Reader& reader, const YamlNode& key, const MessageId& message, const modem::Identity& identity) {
  for (const auto& answer : identity.answers) {
    if (answer.service != message.service || answer.message != message.message) continue;
    reader.mistake(key, fmt::format("'{}' has an answer already", key.text));
    return false;
  }
  return true;
}

void read_answers(Reader& reader, const YamlNode& node, modem::Identity& identity) {
  for (const auto& entry : reader.map(node, "messages and the TLVs of their answers")) {
    const auto message = read_request_name(reader, entry.key);
    if (!message) continue;
    std::vector<qmi::Tlv> tlvs;
    for (auto& given : read_tlvs(reader, entry.value, *message, qmi::MessageKind::response)) {
      if (!given.captured.empty()) reader.mistake(entry.value, "a modem has captured nothing");
      tlvs.push_back(std::move(given.tlv));
    }
    if (!is_new(reader, entry.key, *message, identity)) continue;
    identity.answers.push_back({message->service, message->message, 0, std::move(tlvs)});
  }
}

void read_refusals(Reader& reader, const YamlNode& node, modem::Identity& identity) {
  for (const auto& entry : reader.map(node, "messages and errors")) {
    const auto message = read_request_name(reader, entry.key);
    const auto error = read_error_code(reader, entry.value);
    if (!message || !error || !is_new(reader, entry.key, *message, identity)) continue;
    identity.answers.push_back({message->service, message->message, *error, {}});
  }
}

}  // namespace

ModemFile read_modem_file(Reader& reader, const YamlNode& root) {
  ModemFile file;
  auto& [identity, settings] = file.profile;
  MapReader map(reader, root, grammar::modem_file);
  if (const auto* node = map.require("modem")) identity.name = reader.text(*node).value_or("");
  if (const auto* node = map.require("about")) identity.about = reader.text(*node).value_or("");
  if (const auto* node = map.require("usb")) read_usb(reader, *node, file.profile);
  if (!identity.usb.shape.interfaces.empty()) reader.set_shape(&identity.usb.shape);
  if (const auto* node = map.require("services")) read_services(reader, *node, identity);
  if (const auto* node = map.find("answers")) read_answers(reader, *node, identity);
  if (const auto* node = map.find("refuses")) read_refusals(reader, *node, identity);
  if (const auto* node = map.find("set")) read_settings(reader, *node, settings, file.serial);
  reader.set_shape(nullptr);
  return file;
}

Loaded<ModemFile> load_modem(std::string_view text, const std::string& file) {
  const auto root = parse_yaml(text, file);
  if (!root) return tl::unexpected(root.error());
  Reader reader(file);
  auto modem = read_modem_file(reader, *root);
  if (!reader.good()) return tl::unexpected(reader.finish());
  return modem;
}

}  // namespace modembench::bench
