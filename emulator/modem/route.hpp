#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/received.hpp"

namespace modembench::modem {

class Core;

/// Handles one kind of request: sends the response, or sees to it that the response comes later, and then the
/// indications that the request causes. The request is one that the schema knows, with all its mandatory TLVs.
using Handler = void (*)(Core& core, const qmi::Received& request);

/// One line of a service's table of handlers.
struct Route {
  std::uint16_t message = 0;
  Handler handler = nullptr;
};

/// A request as a handler gets it: its header, and its TLVs behind `->`.
template <class Request>
struct Asked {
  const qmi::Header& header;
  const Request& tlvs;

  const Request* operator->() const { return &tlvs; }
};

/// Answers a request whose TLVs can't be read: 1 MalformedMessage.
void refuse_malformed(Core& core, const qmi::Header& request);

template <class Request>
void read_and_handle(Core& core, const qmi::Received& request, void (*handler)(Core&, const Asked<Request>&)) {
  const qmi::Expected<Request> tlvs = request.as<Request>();
  if (!tlvs) return refuse_malformed(core, request.header());
  handler(core, {request.header(), *tlvs});
}

template <class Request>
/// The message whose requests a typed handler takes.
constexpr std::uint16_t message_of(void (*)(Core&, const Asked<Request>&)) {
  return Request::kMessage;
}

/// The line of a handler that takes its request typed: `route<set_time>`.
template <auto handler>
inline constexpr Route route{message_of(handler),
                             [](Core& core, const qmi::Received& request) { read_and_handle(core, request, handler); }};

/// Merges a service's tables into one, sorted by message. Two routes for one message don't compile.
template <std::size_t... sizes>
consteval auto sorted(const std::array<Route, sizes>&... parts) {
  std::array<Route, (sizes + ...)> all{};
  auto end = all.begin();
  ((end = std::copy(parts.begin(), parts.end(), end)), ...);
  const auto by_message = [](const Route& a, const Route& b) { return a.message < b.message; };
  std::sort(all.begin(), all.end(), by_message);
  const auto twice =
      std::adjacent_find(all.begin(), all.end(), [](const Route& a, const Route& b) { return a.message == b.message; });
  if (twice != all.end()) throw "two routes are for one message";
  return all;
}

}  // namespace modembench::modem
