#include "emulator/modem/nas_scan.hpp"

#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/time.hpp"
#include "emulator/qmi/flags.hpp"
#include "emulator/qmi/messages/nas.hpp"

namespace modembench::modem {

namespace {

namespace nas = qmi::nas;
using nas::NetworkStatus;
using qmi::ErrorCode;

NetworkStatus status_of(const Core& core, const Radio::Found& found) {
  const SimNetworkLists::Plmn plmn{found.network->mcc, found.network->mnc};
  return qmi::join(found.serving ? NetworkStatus::CurrentServing : NetworkStatus::Available,
                   found.home ? NetworkStatus::Home : NetworkStatus::Roaming,
                   core.nas.lists.forbids(plmn) ? NetworkStatus::Forbidden : NetworkStatus::NotForbidden,
                   core.nas.lists.prefers(plmn) ? NetworkStatus::Preferred : NetworkStatus::NotPreferred);
}

// A network is in both lists once for each radio interface: ModemManager takes the first technology that is left
// for each network of the first list.
nas::network_scan::Response found_networks(const Core& core) {
  nas::network_scan::Response response;
  auto& networks = response.network_information.emplace();
  auto& technologies = response.radio_access_technology.emplace();
  for (const Radio::Found& found : core.radio.scan()) {
    const NetworkSettings& network = *found.network;
    networks.push_back({network.mcc, network.mnc, status_of(core, found), network.network});
    technologies.push_back({network.mcc, network.mnc, found.radio_interface});
  }
  return response;
}

}  // namespace

void network_scan(Core& core, const Asked<nas::network_scan::Request>& request) {
  // Guessed, as for Initiate Network Register: no source says what a modem with its radio off answers.
  if (core.radio.mode() != OperatingMode::Online) return core.refuse(request, ErrorCode::InvalidOperation);
  // Guessed from the error's name. A modem has one receiver to scan with.
  if (core.nas.scan) return core.refuse(request, ErrorCode::DeviceInUse);
  core.nas.scan = PendingScan{request.header, later(core.now(), core.settings.scan.after)};
  answer_due_scan(core);
}

void answer_due_scan(Core& core) {
  if (!core.nas.scan || core.now() < core.nas.scan->due) return;
  const qmi::Header request = core.nas.scan->request;
  core.nas.scan.reset();
  core.send(qmi::respond(request, found_networks(core)));
}

void abort_scan(Core& core, const Asked<nas::abort::Request>& request) {
  const auto& scan = core.nas.scan;
  if (!scan || scan->request.client != request.header.client || scan->request.transaction != request->transaction_id) {
    return core.refuse(request, ErrorCode::InvalidTransactionId);
  }
  core.succeed(request);
  end_scan(core);
}

void end_scan(Core& core) {
  if (!core.nas.scan) return;
  const qmi::Header request = core.nas.scan->request;
  core.nas.scan.reset();
  core.send(Core::refusal(request, ErrorCode::Aborted));
}

void end_scan_of(Core& core, std::uint8_t client) {
  if (core.nas.scan && core.nas.scan->request.client == client) end_scan(core);
}

}  // namespace modembench::modem
