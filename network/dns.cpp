#include "network/dns.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace modembench::network {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxName = 255;
constexpr std::uint16_t kTypeA = 1;
constexpr std::uint16_t kClassInternet = 1;
constexpr std::uint32_t kKeptFor = 60;

enum class Code : std::uint16_t { ok = 0, format_error = 1, no_such_name = 3, not_implemented = 4 };

struct Question {
  std::string name;  ///< lower case, without the last dot
  std::uint16_t type = 0;
  std::uint16_t net = 0;  ///< its class
  std::size_t end = 0;
};

std::optional<Question> read_question(ByteView message) {
  Question question;
  std::size_t at = kHeader;
  for (;;) {
    if (at >= message.size()) return std::nullopt;
    const std::size_t length = message[at++];
    if (length == 0) break;
    // A pointer has nothing to point to before the first name.
    if (length > kMaxLabel || at + length > message.size() || question.name.size() + length > kMaxName) {
      return std::nullopt;
    }
    if (!question.name.empty()) question.name += '.';
    for (std::size_t i = 0; i < length; ++i) question.name += static_cast<char>(std::tolower(message[at + i]));
    at += length;
  }
  if (at + 4 > message.size()) return std::nullopt;
  question.type = read16(message, at);
  question.net = read16(message, at + 2);
  question.end = at + 4;
  return question;
}

Bytes response(ByteView query, std::size_t question_end, Code code, std::uint16_t answers) {
  constexpr std::uint16_t kResponse = 0x8000;
  constexpr std::uint16_t kAuthoritative = 0x0400;
  constexpr std::uint16_t kRecursionAvailable = 0x0080;
  constexpr std::uint16_t kOpcodeAndRecursionDesired = 0x7900;
  Bytes message(query.begin(), query.begin() + 2);
  append16(message,
           static_cast<std::uint16_t>((read16(query, 2) & kOpcodeAndRecursionDesired) | kResponse | kAuthoritative |
                                      kRecursionAvailable | static_cast<std::uint16_t>(code)));
  append16(message, question_end > kHeader ? 1 : 0);
  append16(message, answers);
  append32(message, 0);
  message.insert(message.end(), query.begin() + kHeader, query.begin() + static_cast<std::ptrdiff_t>(question_end));
  return message;
}

Bytes answer_to(ByteView message, const Address& gateway) {
  if ((message[2] & 0x78) != 0) return response(message, kHeader, Code::not_implemented, 0);
  const auto question = read16(message, 4) == 1 ? read_question(message) : std::nullopt;
  if (!question) return response(message, kHeader, Code::format_error, 0);
  const bool is_server = question->name == kServerName;
  if (!is_server && question->name != kGatewayName) return response(message, question->end, Code::no_such_name, 0);
  if (question->type != kTypeA || question->net != kClassInternet) return response(message, question->end, Code::ok, 0);
  Bytes answer = response(message, question->end, Code::ok, 1);
  constexpr std::uint16_t kPointerToQuestion = 0xC000 | kHeader;
  append16(answer, kPointerToQuestion);
  append16(answer, kTypeA);
  append16(answer, kClassInternet);
  append32(answer, kKeptFor);
  const Address& address = is_server ? kServerAddress : gateway;
  append16(answer, static_cast<std::uint16_t>(address.size()));
  answer.insert(answer.end(), address.begin(), address.end());
  return answer;
}

}  // namespace

std::optional<Bytes> answer_dns(const UdpDatagram& query, const Address& gateway) {
  constexpr std::uint8_t kIsResponse = 0x80;
  const ByteView message = query.payload;
  if (query.destination_port != kDnsPort || message.size() < kHeader) return std::nullopt;
  if ((message[2] & kIsResponse) != 0) return std::nullopt;
  const Bytes answer = answer_to(message, gateway);
  return make_udp({.source = query.destination,
                   .destination = query.source,
                   .source_port = query.destination_port,
                   .destination_port = query.source_port,
                   .payload = answer});
}

}  // namespace modembench::network
