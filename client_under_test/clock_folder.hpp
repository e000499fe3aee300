#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "client_under_test/clock_preload/shared.hpp"
#include "files/descriptor.hpp"
#include "files/place.hpp"

namespace modembench::client_under_test {

/// Everything that a client's processes need to be on the bench's clock: a folder with a library that they load, the
/// memory that they share with the bench, and the socket by which they tell it things.
class ClockFolder {
 public:
  /// Makes the folder in `place`, the run's own folder; or says, in words for the user, what keeps it from being made.
  static tl::expected<ClockFolder, std::string> make(const files::Place& place);

  ClockFolder(ClockFolder&&) noexcept = default;
  ClockFolder& operator=(ClockFolder&&) noexcept = default;

  /// Variables to be added to the client's environment.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment() const;
  /// The library's path, which is the same in a stage.
  [[nodiscard]] const std::string& library() const { return library_; }
  [[nodiscard]] clock_preload::Shared& shared() const { return *memory_; }
  /// A datagram socket, never blocking, whose messages come with their sender's credentials.
  [[nodiscard]] int socket() const { return socket_.get(); }

 private:
  ClockFolder() = default;

  struct Unmap {
    void operator()(clock_preload::Shared* memory) const;
  };
  std::unique_ptr<clock_preload::Shared, Unmap> memory_;
  files::Descriptor socket_;
  files::Node node_;
  std::string library_;
};

}  // namespace modembench::client_under_test
