#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "files/descriptor.hpp"

/// Small steps with mounts, each of which throws what it was and the system's reason. They don't leave the process
/// that furnishes a stage: furnish_stage makes a value of them.
namespace modembench::client_under_test {

struct StepFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws, with the text of errno, where `result` isn't 0.
void must(int result, const std::string& step);

/// Keeps what is at `path` now within reach of `behind`, whatever is mounted there later.
[[nodiscard]] files::Descriptor hold(const std::filesystem::path& path);
/// A path to it, good as a mount's source and for what is below it.
[[nodiscard]] std::filesystem::path behind(const files::Descriptor& held);

void mount_tmpfs(const std::filesystem::path& at, const std::string& options);
/// Makes what is at `source` stand at `target` too; what is missing of `target` is made. `name` is what the source is
/// called where it can't be had; empty: by its path.
void bind_mount(const std::filesystem::path& source, const std::filesystem::path& target, const std::string& name = {});
void bind_if_there(const std::filesystem::path& source, const std::filesystem::path& target);
/// The same for anything a folder may hold, links included; what can't be shown is left out.
void show_again(const std::filesystem::path& source, const std::filesystem::path& target);
void link(const char* to, const std::filesystem::path& at);
void make_folders(const std::filesystem::path& path);

/// Every mount of this namespace can only be read from now on, in one step where the kernel has one (Linux 5.12).
void make_all_read_only();
/// What is mounted at `path`, that mount alone, can be read and no more; or written, too.
void make_read_only(const std::filesystem::path& path);
void make_writable(const std::filesystem::path& path);

/// Where something is mounted in this namespace: the path of each, in the order in which they were mounted.
[[nodiscard]] std::vector<std::filesystem::path> mount_points();
/// The same of the text of a /proc/PID/mountinfo.
[[nodiscard]] std::vector<std::filesystem::path> mount_points_in(const std::string& mountinfo);

}  // namespace modembench::client_under_test
