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

/// NAS Network Scan. One scan can run at a time; it takes its time, and can be aborted.
namespace modembench::modem {

struct PendingScan {
  qmi::Header request;
  Instant due{};
};

void network_scan(Core& core, const Asked<qmi::nas::network_scan::Request>& request);
/// Handles NAS Abort; a scan is all that there is to abort.
void abort_scan(Core& core, const Asked<qmi::nas::abort::Request>& request);

/// Answers the scan if its time has come.
void answer_due_scan(Core& core);
/// Answers the pending scan with 4 Aborted: whichever client's it is, or only if it is that of `client`.
void end_scan(Core& core);
void end_scan_of(Core& core, std::uint8_t client);

}  // namespace modembench::modem
