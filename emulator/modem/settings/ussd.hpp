#pragma once

#include <string>
#include <vector>

#include "emulator/instant.hpp"

namespace modembench::modem {

/// What the network answers to a USSD code or, in a menu, to a choice.
struct UssdReply {
  std::string code;  ///< "*100#", "1"
  std::string text;  ///< UTF-8
  Duration after{0};
  std::vector<UssdReply> answers;  ///< the choices of a menu; none: the session ends with this reply
};

}  // namespace modembench::modem
