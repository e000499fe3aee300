#include "emulator/modem/own_client.hpp"

#include <algorithm>
#include <utility>

#include "emulator/qmi/error_code.hpp"

namespace modembench::modem {

bool OwnClient::take(const qmi::Sendable& message) {
  const qmi::Header& header = message.header();
  if (open_.empty() || !header.is_response()) return false;
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const qmi::Header& request) {
    return request.service == header.service && request.client == header.client &&
           request.transaction == header.transaction && request.message == header.message;
  });
  if (found == open_.end()) return false;
  open_.erase(found);
  answers_.push_back(*message.message());
  return true;
}

std::vector<qmi::Header> OwnClient::give_up() {
  for (const qmi::Header& request : open_) {
    answers_.push_back(qmi::response_to(request, static_cast<std::uint16_t>(qmi::ErrorCode::Aborted)));
  }
  return std::exchange(open_, {});
}

std::vector<qmi::Message> OwnClient::take_answers() { return std::exchange(answers_, {}); }

}  // namespace modembench::modem
