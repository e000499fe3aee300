#include "bench/language/settings_reader.hpp"

#include <array>

#include "bench/language/changes_reader.hpp"
#include "bench/language/data_reader.hpp"
#include "bench/language/device_settings_reader.hpp"
#include "bench/language/gps_reader.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/name_reader.hpp"
#include "bench/language/network_settings_reader.hpp"
#include "bench/language/serial_reader.hpp"
#include "bench/language/setter.hpp"
#include "bench/language/sms_reader.hpp"

namespace modembench::bench {
namespace {

void read_lock(Reader& reader, const YamlNode& node, modem::LockSettings& lock) {
  Setter set(reader, node, grammar::lock);
  lock.active = true;
  set.truth("active", lock.active);
  set.truth("blocking", lock.blocking);
  set.digits("key", lock.key);
  set.number("retries", lock.retries);
  set.digits("unblock key", lock.unblock_key);
  set.number("unblock retries", lock.unblock_retries);
}

void read_locks(Reader& reader, const YamlNode& node, modem::SimSettings& sim) {
  Setter set(reader, node, grammar::locks);
  std::size_t facility = 0;
  for (const auto* name : {"network", "network subset", "service provider", "corporate", "sim"}) {
    if (const auto* lock = set.find(name)) read_lock(reader, *lock, sim.locks[facility]);
    ++facility;
  }
}

void read_sim(Reader& reader, const YamlNode& node, modem::SimSettings& sim) {
  using State = modem::SimSettings::State;
  using PinService = modem::SimSettings::PinService;
  Setter set(reader, node, grammar::sim);
  set.choice("state", "state of the SIM",
             std::array{State::ready, State::pin_required, State::puk_required, State::absent}, sim.state);
  set.duration("ready after", sim.ready_after);
  set.digits("pin", sim.pin);
  set.digits("puk", sim.puk);
  set.number("pin retries", sim.pin_retries);
  set.number("puk retries", sim.puk_retries);
  set.digits("pin2", sim.pin2);
  set.digits("puk2", sim.puk2);
  set.number("pin2 retries", sim.pin2_retries);
  set.number("puk2 retries", sim.puk2_retries);
  set.choice("pin through dms", "way to answer",
             std::array{PinService::present, PinService::not_supported, PinService::unknown}, sim.pin_through_dms);
  set.digits("iccid", sim.iccid);
  set.digits("imsi", sim.imsi);
  set.short_text("number", sim.number);
  if (const auto* locks = set.find("locks")) read_locks(reader, *locks, sim);
}

void read_ipv4(Reader& reader, const YamlNode& node, modem::CallSettings& call) {
  Setter set(reader, node, grammar::ipv4);
  set.address("address", qmi::Shape::ipv4, call.ipv4_address);
  set.address("gateway", qmi::Shape::ipv4, call.ipv4_gateway);
  set.address("netmask", qmi::Shape::ipv4, call.ipv4_netmask);
  set.address("dns1", qmi::Shape::ipv4, call.ipv4_dns1);
  set.address("dns2", qmi::Shape::ipv4, call.ipv4_dns2);
}

void read_ipv6(Reader& reader, const YamlNode& node, modem::CallSettings& call) {
  Setter set(reader, node, grammar::ipv6);
  set.address("address", qmi::Shape::ipv6, call.ipv6_address);
  set.number("prefix", call.ipv6_prefix);
  set.address("gateway", qmi::Shape::ipv6, call.ipv6_gateway);
  set.address("dns1", qmi::Shape::ipv6, call.ipv6_dns1);
  set.address("dns2", qmi::Shape::ipv6, call.ipv6_dns2);
}

void read_rates(Reader& reader, const YamlNode& node, modem::Rates& rates) {
  Setter set(reader, node, grammar::rates);
  set.rate("tx", rates.tx);
  set.rate("rx", rates.rx);
}

void read_call(Reader& reader, const YamlNode& node, modem::CallSettings& call) {
  Setter set(reader, node, grammar::call);
  set.duration("after", call.after);
  set.truth("status per client", call.status_per_client);
  set.number("mtu", call.mtu);
  if (const auto* refuse = set.find("refuse")) {
    call.refuse_reason = read_call_end_reason(reader, *refuse).value_or(call.refuse_reason);
  }
  if (const auto* rates = set.find("max rates")) read_rates(reader, *rates, call.max_rates);
  if (const auto* traffic = set.find("traffic")) read_rates(reader, *traffic, call.traffic);
  if (const auto* ipv4 = set.find("ipv4")) read_ipv4(reader, *ipv4, call);
  if (const auto* ipv6 = set.find("ipv6")) read_ipv6(reader, *ipv6, call);
}

void read_client_ids(Reader& reader, const YamlNode& node, modem::ClientIdSettings& client_ids) {
  using Numbering = modem::ClientIdSettings::Numbering;
  using Sync = modem::ClientIdSettings::Sync;
  Setter set(reader, node, grammar::client_ids);
  set.number("limit", client_ids.limit);
  set.truth("unique over modem", client_ids.unique_over_modem);
  set.choice("numbering", "numbering of client ids", std::array{Numbering::lowest_free, Numbering::round_robin},
             client_ids.numbering);
  set.choice("sync", "effect of Sync", std::array{Sync::drops, Sync::keeps, Sync::unknown}, client_ids.sync);
  set.truth("sync after restart", client_ids.sync_after_restart);
  set.truth("invalid indicated", client_ids.invalid_indicated);
  set.truth("release indicated", client_ids.release_indicated);
}

}  // namespace

Changes<modem::CallSettings> read_call_changes(Reader& reader, const YamlNode& node) {
  return changes_of<modem::CallSettings>(reader, node, read_call);
}
Changes<modem::SimSettings> read_sim_changes(Reader& reader, const YamlNode& node) {
  return changes_of<modem::SimSettings>(reader, node, read_sim);
}
Changes<modem::ClientIdSettings> read_client_id_changes(Reader& reader, const YamlNode& node) {
  return changes_of<modem::ClientIdSettings>(reader, node, read_client_ids);
}

void read_settings(Reader& reader, const YamlNode& node, modem::Profile& profile, serial::Voices& serial) {
  using Mode = modem::OperatingMode;
  Setter set(reader, node, grammar::settings);
  set.choice("operating mode", "operating mode",
             std::array{Mode::online, Mode::low_power, Mode::factory_test, Mode::offline, Mode::persistent_low_power},
             profile.operating_mode);
  set.named("offline reason", profile.device.offline_reason);
  set.truth("wireless disable", profile.device.wireless_disable);
  if (const auto* power = set.find("power")) read_power(reader, *power, profile.power);
  if (const auto* usb = set.find("usb")) read_usb_settings(reader, *usb, profile);
  if (const auto* device = set.find("device")) read_device(reader, *device, profile.device);
  if (const auto* firmware = set.find("firmware")) read_firmware(reader, *firmware, profile.firmware);
  if (const auto* sim = set.find("sim")) read_sim(reader, *sim, profile.sim);
  if (const auto* home = set.find("home network")) read_home_network(reader, *home, profile.home_network);
  if (const auto* registration = set.find("registration")) {
    make(read_registration(reader, *registration), profile.registration);
  }
  if (const auto* signal = set.find("signal")) make(read_signal(reader, *signal), profile.signal);
  if (const auto* scan = set.find("scan")) read_scan(reader, *scan, profile.scan);
  if (const auto* call = set.find("call")) read_call(reader, *call, profile.call);
  if (const auto* data = set.find("data")) make(read_data_changes(reader, *data), profile.data);
  if (const auto* client_ids = set.find("client ids")) read_client_ids(reader, *client_ids, profile.client_ids);
  if (const auto* control = set.find("control")) read_control(reader, *control, profile.control);
  if (const auto* gps = set.find("gps")) read_gps(reader, *gps, profile.gps);
  if (const auto* voices = set.find("serial")) {
    const serial::NamedVoices named = read_voices(reader, *voices);
    for (std::size_t i = 0; i < serial.size(); ++i) serial[i] = named[i].value_or(serial[i]);
  }
  if (const auto* sms = set.find("sms")) read_sms_settings(reader, *sms, profile.sms);
  if (const auto* ussd = set.find("ussd")) profile.ussd = read_ussd(reader, *ussd);
  if (const auto* oma = set.find("oma")) read_oma_settings(reader, *oma, profile.oma);
}

}  // namespace modembench::bench
