#pragma once

#include <string>
#include <vector>

#include "emulator/trace/trace.hpp"
#include "fuzz/campaign/observation.hpp"

/// The oracles. Each looks at a run's trace for one thing that no client should do, whatever it was told.
namespace modembench::fuzz {

[[nodiscard]] std::vector<Complaint> crashes(const trace::Trace& trace);
/// Reports of address, undefined behaviour, leak and memory sanitizers; one complaint a run, with the line that sums
/// the report up.
[[nodiscard]] std::vector<Complaint> sanitizer_reports(const trace::Trace& trace);
/// GLib's criticals, its failed assertions and errors.
[[nodiscard]] std::vector<Complaint> criticals(const trace::Trace& trace);
/// Complaints if the client had to be ended.
[[nodiscard]] std::vector<Complaint> hangs(const trace::Trace& trace);
/// Complaints about client ids that the client was given and never gave back, and about calls that it was told are up
/// and never stopped. Only what it was told, so that it could know, counts. None if its port was taken away.
[[nodiscard]] std::vector<Complaint> leaks(const trace::Trace& trace, bool on_failure);
/// Complaints if the client says what the modem hasn't said: an IPv4 address that isn't in any message, or one of its
/// own claims.
[[nodiscard]] std::vector<Complaint> contradictions(const trace::Trace& trace,
                                                    const std::vector<client_under_test::Claim>& claims);

/// Text with what differs from run to run taken out: numbers, addresses in memory, times.
[[nodiscard]] std::string without_numbers(std::string_view text);

}  // namespace modembench::fuzz
