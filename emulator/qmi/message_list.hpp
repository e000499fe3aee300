#pragma once

namespace modembench::qmi {

/// Where in a typed message its TLVs stand: layout.hpp.
struct MessageLayout;

/// The types of typed messages; nothing is in it.
template <class... Messages>
struct MessageList {};

}  // namespace modembench::qmi
