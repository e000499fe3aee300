#include "client_under_test/client_writes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "client_under_test/paths.hpp"
#include "client_under_test/placeholders.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

// A file that was put there gives away nothing: a home with all that is in it, the root, a folder for everybody.
bool holds_more_than_a_project(const fs::path& folder) {
  for (const auto* path : {"/", "/tmp", "/var/tmp", "/home"}) {
    if (folder == path) return true;
  }
  const char* home = std::getenv("HOME");
  const auto of_user = canonical_or_none(home != nullptr ? home : "");
  return !of_user.empty() && lies_in(of_user, folder);
}

std::string refused(const Client& client, const fs::path& path) {
  if (client.writes_below.empty()) return {};
  const auto folder = canonical_or_none(client.writes_below);
  if (folder.empty() || !lies_in(path, folder)) {
    return fmt::format(
        "it isn't in {}, the folder of the client's file; where you say --client FILE, it may be anywhere",
        folder.string());
  }
  if (!holds_more_than_a_project(folder)) return {};
  return fmt::format(
      "the client's file stands in {}, where more stands than its own; it may be so where you say "
      "--client FILE",
      folder.string());
}

}  // namespace

tl::expected<std::vector<fs::path>, std::string> writable_paths(const Client& client) {
  std::vector<fs::path> paths;
  for (const auto& text : client.writes) {
    const auto filled = fill_placeholders(text, client.variables);
    if (!filled) return tl::unexpected(fmt::format("client {}, writes: {}", client.name, filled.error()));
    const auto failed = [&](const std::string& why) {
      return tl::unexpected(fmt::format("client {} is to write to {}: {}", client.name, *filled, why));
    };
    std::error_code error;
    auto path = fs::canonical(*filled, error);
    if (error) return failed(error.message() + "; it has to be there before");
    if (access(path.c_str(), W_OK) != 0) return failed(files::error_text(errno));
    if (auto why = refused(client, path); !why.empty()) return failed(why);
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace modembench::client_under_test
