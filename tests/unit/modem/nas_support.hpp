#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "emulator/qmi/enums/nas.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

/// What the tests of the network access service share.
namespace modembench::modem::test {

using qmi::nas::NetworkStatus;
using qmi::nas::RadioInterface;

inline OtherNetwork network(std::uint16_t mnc, std::string name, RadioInterface interface, std::uint16_t channel) {
  OtherNetwork network;
  network.mcc = 262;
  network.mnc = mnc;
  network.network = std::move(name);
  network.radio_interfaces = {interface};
  network.channel = channel;
  return network;
}

/// On Vodafone's UMTS at once; a GSM cell of it, Telekom (forbidden) and E-Plus are there too; scans take 3 s.
inline Profile among_networks() {
  Profile profile = quick();
  profile.settings.home_network = {262, 2, "Vodafone"};
  profile.settings.registration.channel = 10713;
  profile.settings.scan.after = 3s;
  profile.settings.scan.networks = {network(2, "Vodafone", RadioInterface::GSM, 62),
                                    network(1, "Telekom.de", RadioInterface::UMTS, 10688),
                                    network(3, "E-Plus", RadioInterface::UMTS, 10588)};
  profile.settings.scan.networks[0].band = qmi::nas::ActiveBand::Gsm900Primary;
  profile.settings.scan.networks[1].forbidden = true;
  return profile;
}

/// A manual registration's TLVs.
inline std::vector<std::pair<std::string_view, Value>> manually(std::uint16_t mcc, std::uint16_t mnc,
                                                                RadioInterface interface = RadioInterface::UMTS) {
  return {{"action", 2U},
          {"manual registration info 3gpp", Struct{{"mcc", mcc}, {"mnc", mnc}, {"radio interface", interface}}}};
}

/// The TLV of Set Preferred Networks.
inline Value preferred(const std::vector<std::pair<std::uint16_t, std::uint16_t>>& plmns) {
  qmi::List list;
  for (const auto& [mcc, mnc] : plmns) {
    list.emplace_back(Struct{{"mcc", mcc}, {"mnc", mnc}, {"radio access technology", std::uint16_t{0x8000}}});
  }
  return list;
}

/// What a scan found, a line each: both lists together.
inline std::string found(const Message& response) {
  const Value information = part(response, "network information");
  const Value technologies = part(response, "radio access technology");
  REQUIRE(information.list().size() == technologies.list().size());
  std::string text;
  for (std::size_t i = 0; i < information.list().size(); ++i) {
    const Value& one = information.list()[i];
    const Value& technology = technologies.list()[i];
    CHECK(*one.member("mcc") == *technology.member("mcc"));
    CHECK(*one.member("mnc") == *technology.member("mnc"));
    const auto status = one.member("network status")->number();
    const auto either = [&](NetworkStatus yes, const char* word, NetworkStatus no, const char* other) {
      const bool is = (status & static_cast<std::uint64_t>(yes)) != 0;
      CHECK(is != ((status & static_cast<std::uint64_t>(no)) != 0));
      return is ? word : other;
    };
    text += fmt::format("{}/{} {} {} {} {} {} {}\n", one.member("mcc")->number(), one.member("mnc")->number(),
                        one.member("description")->text(),
                        either(NetworkStatus::CurrentServing, "current", NetworkStatus::Available, "available"),
                        either(NetworkStatus::Home, "home", NetworkStatus::Roaming, "roaming"),
                        either(NetworkStatus::Forbidden, "forbidden", NetworkStatus::NotForbidden, "not-forbidden"),
                        either(NetworkStatus::Preferred, "preferred", NetworkStatus::NotPreferred, "not-preferred"),
                        *technology.member("radio interface") == Value(RadioInterface::GSM) ? "GSM" : "UMTS");
  }
  return text;
}

}  // namespace modembench::modem::test
