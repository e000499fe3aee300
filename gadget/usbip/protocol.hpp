#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <tl/expected.hpp>

#include "emulator/qmi/bytes.hpp"
#include "gadget/device/setup.hpp"

/// USB/IP, the device's side of it: USB requests as messages over a stream. Layouts: kernel,
/// Documentation/usb/usbip_protocol.rst. Numbers are big endian; the eight bytes of a control request are as on the
/// USB. No I/O.
namespace modembench::usbip {

/// A result, or in words what was wrong with the bytes that came. A connection on which something was wrong is of no
/// more use: nobody knows where the next command begins.
template <class T>
using Result = tl::expected<T, std::string>;

inline constexpr std::size_t kHeader = 48;                ///< bytes of each command and each answer, before their data
inline constexpr std::uint32_t kMaxTransfer = 1U << 20U;  ///< bytes of one URB; Linux' drivers ask for 4,096 at most
inline constexpr std::uint8_t kMaxEndpoint = 15;          ///< USB 2.0, 9.6.6

/// The status that an URB ends with: a negative errno of Linux, whatever either side runs on.
enum class Status : std::int32_t {
  done = 0,
  stall = -32,        ///< EPIPE
  called_off = -104,  ///< ECONNRESET
};

/// An URB of the host's (CMD_SUBMIT).
struct Submit {
  std::uint32_t number = 0;   ///< names the URB, for its answer and for a command that calls it off
  std::uint8_t endpoint = 0;  ///< 0x80 set: to the host; control requests: 0 or 0x80, as the host's driver says
  std::uint32_t length = 0;   ///< the most that the host takes, or the size of `data`
  gadget::Setup setup{};      ///< the request to endpoint 0
  qmi::Bytes data{};          ///< the bytes for the device

  [[nodiscard]] bool to_host() const { return (endpoint & 0x80U) != 0; }
  [[nodiscard]] bool is_control() const { return (endpoint & 0x7FU) == 0; }
};

/// The host calls an URB off (CMD_UNLINK).
struct Unlink {
  std::uint32_t number = 0;  ///< the number of this command
  std::uint32_t victim = 0;  ///< the number of the URB
};

using Command = std::variant<Submit, Unlink>;

/// Reads commands out of a stream, however it is cut.
class CommandReader {
 public:
  void add(qmi::ByteView bytes);
  /// Takes the next whole command; nothing while there is none. Refused are unknown commands, endpoints and directions
  /// that there can't be, isochronous transfers (this device has none), and more than kMaxTransfer bytes.
  [[nodiscard]] Result<std::optional<Command>> next();
  void clear();

 private:
  qmi::Bytes bytes_;
  std::size_t taken_ = 0;  ///< of `bytes_`
};

/// Appends the answer to an URB (RET_SUBMIT). `length` is the number of bytes that went over, either way; `data` are
/// those for the host.
void add_submitted(qmi::Bytes& to, std::uint32_t number, Status status, std::size_t length, qmi::ByteView data = {});

/// Appends the answer to a command that calls an URB off (RET_UNLINK): `called_off` if the URB still waited (it gets no
/// answer of its own), `done` if it had its answer.
void add_unlinked(qmi::Bytes& to, std::uint32_t number, Status status);

}  // namespace modembench::usbip
