#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/client.hpp"

/// A client's clock, made to run faster than the machine's: libfaketime in the client's processes, and beside it a
/// library of our own for what it leaves (clock_preload/). Both work by LD_PRELOAD: the client isn't changed.
namespace modembench::client_under_test {

inline constexpr unsigned kMaxSpeed = 1000;

/// Debian's libfaketime.so.1, where packages put it; only one for this machine's processor. What is missing, if it is.
[[nodiscard]] tl::expected<std::filesystem::path, std::string> find_libfaketime();

/// Writes our library into the run's folder. What is to be added to the client's environment, or why it can't be.
[[nodiscard]] tl::expected<std::vector<std::pair<std::string, std::string>>, std::string> faster_clock(
    unsigned speed, const std::filesystem::path& folder);

/// Why this client keeps the machine's clock: its YAML says `clock: real`, or one of its programs wouldn't load
/// libraries of ours, being linked statically or privileged (set-uid, file capabilities; in a stage below a user
/// namespace and under no_new_privs they aren't). Empty if it doesn't.
[[nodiscard]] std::string keeps_real_clock(const Client& client, bool privileges_count);

}  // namespace modembench::client_under_test
