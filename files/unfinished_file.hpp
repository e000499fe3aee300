#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"
#include "files/identity.hpp"

namespace modembench::files {

/// A new file in a folder, without a name until it is whole. Whatever ends the process before that leaves nothing of
/// it. Where the file system knows no files without names (NFS, FAT), the file is ".unfinished-1f2e3d4c" (or so)
/// meanwhile. Errors are errnos.
class UnfinishedFile {
 public:
  /// Makes a file in the folder of this descriptor, which must outlive the object. The file's mode is 0666 less the
  /// umask.
  [[nodiscard]] static tl::expected<UnfinishedFile, int> in(int folder);
  UnfinishedFile(UnfinishedFile&& other) noexcept
      : folder_(other.folder_),
        file_(std::move(other.file_)),
        name_(std::exchange(other.name_, {})),
        identity_(other.identity_) {}
  UnfinishedFile& operator=(UnfinishedFile&&) = delete;
  ~UnfinishedFile();

  [[nodiscard]] int get() const { return file_.get(); }
  /// Closes the file and gives it its name in the folder, in the place of what has the name. Returns 0, or an errno.
  [[nodiscard]] int become(const std::string& name);

 private:
  explicit UnfinishedFile(int folder) : folder_(folder) {}
  [[nodiscard]] int link_as(const std::string& name) const;
  /// Calls `make` with names until it returns something else than EEXIST.
  template <class Make>
  int take_name(const Make& make);

  int folder_;
  Descriptor file_;
  std::string name_;   ///< its name, if it has one already
  Identity identity_;  ///< the identity of what has that name
};

}  // namespace modembench::files
