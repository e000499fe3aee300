#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "emulator/ports/attachment.hpp"
#include "files/place.hpp"

/// The closed network's server: something to download and a service to talk to, with nothing of the outside.
namespace modembench::network {

/// The line that a download repeats, cut where the download is to end: `yes modembench | head -c N` makes it, too.
inline constexpr std::string_view kDownloadLine = "modembench\n";
inline constexpr std::uint64_t kMaxDownload = 1'000'000'000;  ///< bytes of a download; more is 404
inline constexpr std::size_t kMaxServed = 64;     ///< connections of each service at once; a further one is closed
inline constexpr std::size_t kMaxRequest = 4096;  ///< bytes of an HTTP request; a longer one is hung up

/// The bytes that a request's first line asks for: `GET /bytes/N HTTP/1.1` for N bytes of the line, 0 to
/// `kMaxDownload`. Nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> wanted_bytes(std::string_view request_line);

/// Listens on UNIX stream sockets of two names in a folder, which go with this object: an HTTP server for downloads,
/// which closes each connection after its answer, and an echo. Everything is done on the io_context's thread.
class ServedFiles {
 public:
  static ports::Result<std::unique_ptr<ServedFiles>> start(boost::asio::io_context& io, const files::Place& folder,
                                                           const std::string& web, const std::string& echo);
  virtual ~ServedFiles() = default;
};

}  // namespace modembench::network
