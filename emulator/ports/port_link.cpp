#include "emulator/ports/port_link.hpp"

#include <system_error>

#include <fmt/format.h>

namespace modembench::ports {

namespace fs = std::filesystem;

fs::path unfinished_node(const fs::path& folder, PortName port) {
  return folder / fmt::format(".{}.new", to_string(port));
}

Result<void> put_link(const fs::path& folder, PortName port, const std::string& target) {
  const fs::path link = folder / to_string(port);
  std::error_code error;
  const auto stands = fs::symlink_status(link, error).type();
  if (stands != fs::file_type::not_found && stands != fs::file_type::symlink) {
    return tl::unexpected(link.string() + ": " +
                          (stands == fs::file_type::none ? error.message() : "something else stands here already"));
  }
  const fs::path unfinished = unfinished_node(folder, port);
  fs::remove(unfinished, error);
  fs::create_symlink(target, unfinished, error);
  if (!error) fs::rename(unfinished, link, error);
  if (error) return tl::unexpected("can't link " + link.string() + " to " + target + ": " + error.message());
  return {};
}

void remove_link(const fs::path& folder, PortName port) {
  const fs::path link = folder / to_string(port);
  std::error_code ignored;
  if (fs::is_symlink(link, ignored)) fs::remove(link, ignored);
}

}  // namespace modembench::ports
