#pragma once

namespace modembench::qmi {

/// The places of the TLVs in a typed message; see layout.hpp.
struct MessageLayout;

/// A list of types of typed messages. An object of it holds nothing.
template <class... Messages>
struct MessageList {};

}  // namespace modembench::qmi
