#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

namespace modembench::client_under_test::reference {

/// Why something didn't come to its end.
struct Trouble {
  enum class Kind : std::uint8_t {
    silent,         ///< no answer in time
    refused,        ///< the modem says no, or something that can't be used
    gave_up,        ///< waited for long enough
    hung_up,        ///< the port is gone, and all that was on it
    ids_exhausted,  ///< the modem has no client id left to give
    ids_gone,       ///< the modem has forgotten our client ids
    id_unknown,  ///< the modem doesn't know one of our client ids: has it forgotten all, or were we told a wrong one?
    stopped,     ///< we were told to end
    dropped,     ///< the call is over
    stranger,    ///< the port is another modem's
  };
  Kind kind = Kind::refused;
  std::string why;
};

template <class T>
using Result = tl::expected<T, Trouble>;
using Done = Result<void>;

}  // namespace modembench::client_under_test::reference
