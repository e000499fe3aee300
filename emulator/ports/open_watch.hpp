#pragma once

#include <string>
#include <vector>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::ports {

/// Tells when device nodes are opened and closed, by whatever path and from whatever mount namespace (inotify watches
/// the inode). Events alike that follow each other may come as one.
class OpenWatch {
 public:
  struct Event {
    enum class Kind : std::uint8_t { opened, closed, lost };  ///< lost: there were more events than the kernel keeps
    int watch = -1;                                           ///< -1 with `lost`
    Kind kind = Kind::opened;
  };

  static Result<OpenWatch> create();
  /// Adds a watch on `path`. Returns the number that its events come under, which is never used twice.
  Result<int> add(const std::string& path);
  void remove(int watch);

  /// A descriptor that is readable when there are events.
  [[nodiscard]] int descriptor() const { return inotify_.get(); }
  /// Takes the events that there are, without waiting.
  [[nodiscard]] std::vector<Event> take();

 private:
  explicit OpenWatch(files::Descriptor inotify) : inotify_(std::move(inotify)) {}
  files::Descriptor inotify_;
};

}  // namespace modembench::ports
