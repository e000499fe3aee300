#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/qmux.hpp"

namespace modembench::client_under_test::reference {

/// The frame that a connection to qmi-proxy begins with: CTL Internal Proxy Open (FF00) for this device.
[[nodiscard]] qmi::Bytes proxy_open(std::string_view device);

/// The proxy's answer to a `proxy_open`, in whatever pieces it comes.
class ProxyGreeting {
 public:
  /// Takes what was received. True: the answer is whole and grants the device. False: the answer isn't whole yet. An
  /// error says in words why there will be none.
  [[nodiscard]] tl::expected<bool, std::string> received(qmi::ByteView bytes);

 private:
  qmi::QmuxStream stream_;
};

}  // namespace modembench::client_under_test::reference
