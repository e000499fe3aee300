#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/qmi/typed.hpp"
#include "emulator/serial/speaker.hpp"

/// AT commands that the modem does and answers: what each asks of it by QMI, and how the response is worded.
namespace modembench::serial {

/// The form of an extended command: +X, +X?, +X=?, +X=1,"a". Source: ITU-T V.250, 5.4.
enum class AtForm : std::uint8_t { action, read, test, set };

/// The values behind the = of a command.
class AtArguments {
 public:
  AtArguments() = default;
  /// Takes `1,"a, b",,2` apart. Text loses its quotes; a value that is left out is "".
  explicit AtArguments(std::string_view text);

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// The value at `index` as text; nothing if there are less.
  [[nodiscard]] std::optional<std::string> text(std::size_t index) const;
  /// The value at `index` as a number; nothing if it is none, or not within these limits.
  [[nodiscard]] std::optional<unsigned> number(std::size_t index, unsigned least, unsigned most) const;

 private:
  std::vector<std::string> values_;
};

/// Lines of information: what stands before OK.
using AtLines = std::vector<std::string>;

/// A form of a command, as a row of a table.
struct AtModemCommand {
  std::string_view name;  ///< in capitals, without AT
  AtForm form{};
  /// The request to the modem; nothing where the command doesn't take these arguments.
  std::optional<qmi::Message> (*request)(const AtArguments& arguments) = nullptr;
  /// The lines for a response that says success; nothing if it can't be read. Null: OK alone.
  std::optional<AtLines> (*lines)(const qmi::Message& response) = nullptr;
};

/// A command of a line, with the row that it is.
struct AtModemCall {
  const AtModemCommand* command = nullptr;
  AtArguments arguments{};
};
/// The row of `command`, which stands without its AT. Nothing if there is none of this name in this form.
[[nodiscard]] std::optional<AtModemCall> find_modem_command(std::string_view command);

// --- the columns of a row, made of typed functions

/// Asks with a request that has nothing in it.
template <class Request>
std::optional<qmi::Message> asks(const AtArguments& arguments) {
  if (arguments.size() != 0) return std::nullopt;
  return request_of_modem(Request{});
}

/// Asks with what `make`, std::optional<Request>(const AtArguments&), makes of the arguments.
template <auto make>
std::optional<qmi::Message> asks_with(const AtArguments& arguments) {
  const auto request = make(arguments);
  if (!request) return std::nullopt;
  return request_of_modem(*request);
}

template <class Response>
std::optional<AtLines> in_lines(const qmi::Message& response, AtLines (*print)(const Response&)) {
  const auto read = qmi::read<Response>(response);
  if (!read) return std::nullopt;
  return print(*read);
}
/// Says what `print`, AtLines(const Response&), makes of the response.
template <auto print>
std::optional<AtLines> says(const qmi::Message& response) {
  return in_lines(response, print);
}

}  // namespace modembench::serial
