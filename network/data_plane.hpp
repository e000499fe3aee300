#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "emulator/modem/data_link.hpp"
#include "emulator/modem/traffic.hpp"
#include "network/dhcp.hpp"
#include "network/packets.hpp"

namespace modembench::network {

/// The modem's end of the network interface, without I/O. The call, the agreed framing and the fault that a scenario
/// has set decide what becomes of each frame. DHCP and DNS are answered here; what goes beyond the gateway is handed
/// on.
class DataPlane {
 public:
  /// Functions that the data plane calls. None may destroy the data plane; each may call `set`.
  struct Hooks {
    std::function<void(ByteView)> to_host;  ///< takes a frame to the host, in the agreed framing
    /// takes an Ethernet frame to the network: ARP, or an IPv4 packet that may go there
    std::function<void(ByteView)> to_network;
    /// Tells what was moved over the call with that packet data handle, and how many frames were lost besides.
    std::function<void(std::uint32_t, const modem::Traffic&, std::uint64_t)> moved;
    std::function<void()> dhcp_answered;  ///< the host has got the call's address
    /// Whether the host's driver is Linux' qmi_wwan. That driver takes an Ethernet frame to an address that begins with
    /// 4 or 6 (hex) for an IP packet. One in eight of the addresses that usbnet draws is such a one, since it does so
    /// behind the driver's back (seen in 6.1.192). The driver gives the right address to a frame to 00:00:00:00:00:00.
    bool to_qmi_wwan = false;
  };

  explicit DataPlane(Hooks hooks) : hooks_(std::move(hooks)) {}

  /// Sets how things stand from now on. A link whose addresses can't be read is one without a call.
  void set(const modem::DataLink& link);

  /// Takes a frame of the host. Without a call it goes nowhere. A frame that isn't one in the agreed framing (Ethernet:
  /// 14 to 1514 bytes, with what its type says in it; raw IP: 20 to 1500) is counted as an error. IPv6 isn't carried:
  /// the call is one of IPv4.
  void from_host(ByteView frame);
  /// Takes an Ethernet frame from behind the gateway.
  void from_network(ByteView frame);

  /// Whether no frame gets through at this moment: there is no call, or the network loses everything.
  [[nodiscard]] bool loses_all() const;

  /// The link address of the gateway, as libslirp has it: 52:55 and the IPv4 address.
  [[nodiscard]] static Mac gateway_mac(const Address& gateway);

 private:
  struct Call {
    std::uint32_t handle = 0;
    Lease lease;
    Address gateway{};
  };

  [[nodiscard]] bool suffers(modem::DataSettings::Fault fault) const;
  void lose(bool as_error);
  void count(std::uint64_t tx_bytes, std::uint64_t rx_bytes);
  void take_ethernet(ByteView frame);
  void take_packet(ByteView frame);
  void answer(const UdpDatagram& request);
  void reply(ByteView packet);
  [[nodiscard]] bool is_reachable(const Ipv4Packet& packet) const;
  void send(ByteView frame);

  Hooks hooks_;
  std::optional<Call> call_;
  bool raw_ip_ = false;
  modem::DataSettings settings_;
  std::uint64_t down_bytes_ = 0;  ///< bytes to the host since the fault was set or the call began
  Mac host_mac_{};
};

}  // namespace modembench::network
