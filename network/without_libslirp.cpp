#include "network/network.hpp"
#include "network/slirp_stack.hpp"

// Instead of slirp_stack.cpp where libslirp isn't there: nothing is behind the gateway, and why is said.
namespace modembench::network {

std::string missing_library() {
  return "this modembench was built without libslirp, which the network behind wwan0 needs: install libslirp-dev and "
         "build it again";
}

// NOLINTBEGIN(performance-unnecessary-value-param): declared so for the other one, which keeps its callback
ports::Result<std::unique_ptr<SlirpStack>> SlirpStack::start(boost::asio::io_context& /*io*/, ports::Clock& /*clock*/,
                                                             const Options& /*options*/, Output /*output*/) {
  return tl::unexpected(missing_library());
}
// NOLINTEND(performance-unnecessary-value-param)

}  // namespace modembench::network
