#include "client_under_test/reference/proxy_greeting.hpp"

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::client_under_test::reference {

namespace ctl = qmi::ctl;

qmi::Bytes proxy_open(std::string_view device) {
  auto bytes = qmi::encode(qmi::to_message(0, ctl::internal_proxy_open::Request{std::string(device)}, 1));
  return bytes ? std::move(*bytes) : qmi::Bytes();  // a path that is too long for a frame is no device's
}

tl::expected<bool, std::string> ProxyGreeting::received(qmi::ByteView bytes) {
  stream_.append(bytes);
  const auto frame = stream_.next();
  if (!frame) return tl::unexpected(std::string("what answers as qmi-proxy doesn't speak QMI"));
  if (!*frame) return false;
  const auto answer = qmi::decode(**frame);
  if (!answer || answer->header.kind != qmi::MessageKind::response ||
      answer->header.message != ctl::internal_proxy_open::id) {
    return tl::unexpected(std::string("qmi-proxy answers something else than Internal Proxy Open"));
  }
  if (const auto error = answer->error(); error != 0) {
    return tl::unexpected(fmt::format("qmi-proxy refuses the device: error {}", error.value_or(0)));
  }
  return true;
}

}  // namespace modembench::client_under_test::reference
