#pragma once

#include "emulator/instant.hpp"
#include "emulator/modem/route.hpp"

namespace modembench::qmi::nas {
namespace network_scan {
struct Request;
}
namespace abort {
struct Request;
}
}  // namespace modembench::qmi::nas

/// NAS Network Scan: one at a time, it takes its time, and can be aborted.
namespace modembench::modem {

struct PendingScan {
  qmi::Header request;
  Instant due{};
};

void network_scan(Core& core, const Asked<qmi::nas::network_scan::Request>& request);
/// NAS Abort: a scan is all there is to abort.
void abort_scan(Core& core, const Asked<qmi::nas::abort::Request>& request);

/// Answers the scan whose time has come.
void answer_due_scan(Core& core);
/// Answers a scan of `client`, or anybody's, with 4 Aborted.
void end_scan(Core& core);
void end_scan_of(Core& core, std::uint8_t client);

}  // namespace modembench::modem
