#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sys/types.h>

namespace modembench::files {

/// The identity of a thing on a file system. It tells what a name once stood for from another thing that has the name
/// now. An inode's number is soon given to the next thing; together with the time of its birth it is not.
struct Identity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t born = 0;  ///< nanoseconds since 1970; 0 where the file system doesn't say
  explicit operator bool() const { return inode != 0; }
  bool operator==(const Identity&) const = default;
};

/// The identity as text: three numbers of sixteen hexadecimal digits, always of the same length.
[[nodiscard]] std::string to_text(const Identity& identity);
[[nodiscard]] std::optional<Identity> identity_from(const std::string& text);

/// What stands somewhere, as seen without following a link there.
struct Look {
  Identity identity;
  std::uint64_t mount = 0;  ///< the mount that it was reached by; 0 where the kernel doesn't say
  mode_t mode = 0;
  uid_t owner = 0;
  std::uint32_t links = 0;
  std::uint64_t size = 0;
  [[nodiscard]] bool is_folder() const;
  [[nodiscard]] bool is_link() const;
  [[nodiscard]] bool is_socket() const;
  [[nodiscard]] bool is_file() const;
  /// Whether no mount lies between the two: not even one of a folder of the same file system.
  [[nodiscard]] bool on_mount_of(const Look& folder) const;
};

/// What `name` in the open folder is, or what the descriptor is. Nothing, and errno, if that can't be seen.
[[nodiscard]] std::optional<Look> look(int folder, const std::string& name);
[[nodiscard]] std::optional<Look> look(int descriptor);

}  // namespace modembench::files
