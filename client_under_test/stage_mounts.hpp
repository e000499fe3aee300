#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

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

void mount_tmpfs(const std::filesystem::path& at, const char* options);
/// Makes what is at `source` stand at `target` too; what is missing of `target` is made.
void bind(const std::filesystem::path& source, const std::filesystem::path& target);
void bind_if_there(const std::filesystem::path& source, const std::filesystem::path& target);
/// The same for anything a folder may hold, links included; what can't be shown is left out.
void show_again(const std::filesystem::path& source, const std::filesystem::path& target);
void link(const char* to, const std::filesystem::path& at);
void make_folders(const std::filesystem::path& path);

}  // namespace modembench::client_under_test
