#include "network/network.hpp"

#include <utility>

#include "network/data_plane.hpp"
#include "network/served_files.hpp"
#include "network/slirp_stack.hpp"

namespace modembench::network {
namespace {

constexpr const char* kWeb = "network-web";
constexpr const char* kEcho = "network-echo";

class Whole final : public Network {
 public:
  Whole(boost::asio::io_context& io, ports::Clock& clock, files::Place folder, Callbacks callbacks)
      : io_(io),
        clock_(clock),
        folder_(std::move(folder)),
        callbacks_(std::move(callbacks)),
        plane_({.to_host = callbacks_.to_host,
                .to_network =
                    [this](ByteView frame) {
                      if (stack_) stack_->input(frame);
                    },
                .moved = callbacks_.moved,
                .dhcp_answered = callbacks_.dhcp_answered,
                .to_qmi_wwan = callbacks_.to_qmi_wwan}) {}

  ports::Result<void> begin() {
    auto served = ServedFiles::start(io_, folder_, kWeb, kEcho);
    if (!served) return tl::unexpected("the network's server: " + served.error());
    served_ = std::move(*served);
    return {};
  }

  void set_link(const modem::DataLink& link) override {
    if (is_other_network(link)) {
      stack_.reset();
      if (link.up()) begin_stack(link);
    }
    link_ = link;
    plane_.set(link);
  }

  [[nodiscard]] bool reaches_machine() const override { return stack_ && link_.settings.host_services; }

  [[nodiscard]] bool carries() const override { return stack_ && !plane_.loses_all(); }

  void from_host(qmi::ByteView frame) override { plane_.from_host(frame); }

 private:
  [[nodiscard]] bool is_other_network(const modem::DataLink& link) const {
    return link.handle != link_.handle || link.address != link_.address || link.gateway != link_.gateway ||
           link.mtu != link_.mtu || link.raw_ip != link_.raw_ip ||
           link.settings.host_services != link_.settings.host_services;
  }

  void begin_stack(const modem::DataLink& link) {
    const auto gateway = qmi::parse_ipv4(link.gateway);
    if (!gateway) return;  // nobody is there: an address to be had, and no way out
    auto stack = SlirpStack::start(io_, clock_,
                                   {.gateway = *gateway,
                                    .mtu = link.mtu,
                                    .host_services = link.settings.host_services,
                                    .web = folder_.path() / kWeb,
                                    .echo = folder_.path() / kEcho},
                                   [this](const Bytes& frame) { plane_.from_network(frame); });
    if (stack) {
      stack_ = std::move(*stack);
    } else if (callbacks_.failed) {
      callbacks_.failed(stack.error());
    }
  }

  boost::asio::io_context& io_;
  ports::Clock& clock_;
  files::Place folder_;
  Callbacks callbacks_;
  DataPlane plane_;
  modem::DataLink link_;
  std::unique_ptr<ServedFiles> served_;
  std::unique_ptr<SlirpStack> stack_;
};

}  // namespace

ports::Result<std::unique_ptr<Network>> Network::start(boost::asio::io_context& io, ports::Clock& clock,
                                                       const files::Place& folder, Callbacks callbacks) {
  auto network = std::make_unique<Whole>(io, clock, folder, std::move(callbacks));
  if (auto begun = network->begin(); !begun) return tl::unexpected(begun.error());
  return network;
}

}  // namespace modembench::network
