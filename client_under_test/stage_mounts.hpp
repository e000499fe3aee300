#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "files/descriptor.hpp"

/// Small steps with mounts. Each throws StepFailed, which says what the step was and the system's reason. The
/// exceptions don't leave the process that furnishes a stage: furnish_stage makes a value of them.
namespace modembench::client_under_test {

struct StepFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws StepFailed, with the text of errno, if `result` isn't 0.
void must(int result, const std::string& step);

/// Keeps what is at `path` now within reach of `behind`, whatever is mounted there later.
[[nodiscard]] files::Descriptor hold(const std::filesystem::path& path);
/// A path to what is held, good as a mount's source and for what is below it.
[[nodiscard]] std::filesystem::path behind(const files::Descriptor& held);

void mount_tmpfs(const std::filesystem::path& at, const std::string& options);
/// Makes what is at `source` stand at `target` too, and makes what is missing of `target`. A failure calls the source
/// `name`; empty: its path.
void bind_mount(const std::filesystem::path& source, const std::filesystem::path& target, const std::string& name = {});
void bind_if_there(const std::filesystem::path& source, const std::filesystem::path& target);
/// Makes what is at `source` stand at `target` too, whatever a folder may hold, links included. What can't be shown is
/// left out.
void show_again(const std::filesystem::path& source, const std::filesystem::path& target);
void link(const char* to, const std::filesystem::path& at);
void make_folders(const std::filesystem::path& path);

/// Makes every mount of this namespace read-only, in one step where the kernel has one (Linux 5.12).
void make_all_read_only();
/// Makes the mount at `path`, and no other, read-only; or writable.
void make_read_only(const std::filesystem::path& path);
void make_writable(const std::filesystem::path& path);

/// The paths at which something is mounted in this namespace, in the order in which it was mounted.
[[nodiscard]] std::vector<std::filesystem::path> mount_points();
/// The mount points in the text of a /proc/PID/mountinfo, in its order.
[[nodiscard]] std::vector<std::filesystem::path> mount_points_in(const std::string& mountinfo);

}  // namespace modembench::client_under_test
