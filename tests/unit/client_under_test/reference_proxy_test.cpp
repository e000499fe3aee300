#include <string>

#include <catch2/catch.hpp>

#include "client_under_test/reference/proxy_greeting.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/messages/ctl.hpp"

using namespace modembench;
using client_under_test::reference::proxy_open;
using client_under_test::reference::ProxyGreeting;

// What a client and qmi-proxy say to each other before there is a device.

namespace {

qmi::Bytes answered(std::uint16_t message, std::uint16_t error = 0) {
  qmi::Header request;
  request.transaction = 1;
  request.message = message;
  return *qmi::encode(qmi::response_to(request, error));
}

}  // namespace

TEST_CASE("a proxy is told the device's path", "[reference]") {
  const auto request = qmi::decode(proxy_open("/dev/cdc-wdm0"));
  REQUIRE(request);
  CHECK(request->header.service == qmi::kControlService);
  CHECK(request->header.message == qmi::ctl::internal_proxy_open::id);
  const auto* path = request->find(qmi::ctl::internal_proxy_open::request::device_path);
  REQUIRE(path != nullptr);
  CHECK(path->text() == "/dev/cdc-wdm0");
}

TEST_CASE("a proxy's answer is taken in any pieces", "[reference]") {
  ProxyGreeting greeting;
  const auto answer = answered(qmi::ctl::internal_proxy_open::id);
  for (std::size_t i = 0; i + 1 < answer.size(); ++i) {
    const auto granted = greeting.received({answer.data() + i, 1});
    REQUIRE(granted);
    CHECK_FALSE(*granted);
  }
  CHECK(greeting.received({answer.data() + answer.size() - 1, 1}) == true);
}

TEST_CASE("what isn't a proxy's yes is told", "[reference]") {
  CHECK(ProxyGreeting().received(answered(qmi::ctl::internal_proxy_open::id, 3)).error() ==
        "qmi-proxy refuses the device: error 3");
  CHECK(ProxyGreeting().received(answered(qmi::ctl::sync::id)).error() ==
        "qmi-proxy answers something else than Internal Proxy Open");
  CHECK(ProxyGreeting().received(qmi::Bytes(20, 0xFF)).error() == "what answers as qmi-proxy doesn't speak QMI");
}
