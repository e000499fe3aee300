#include "vm/guest.hpp"

#include <charconv>
#include <fstream>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include "files/own_folder.hpp"
#include "vm/base64.hpp"
#include "vm/console.hpp"
#include "vm/qemu_option.hpp"
#include "vm/qmp.hpp"

namespace modembench::vm {
namespace {

namespace fs = std::filesystem;

Result<fs::path> put_order(const Order& order, const fs::path& folder) {
  auto path = folder / "order";
  std::error_code error;
  fs::create_directories(folder, error);
  std::ofstream out(path, std::ios::binary);
  if (!(out << write_order(order)).flush()) return tl::unexpected(fmt::format("{} can't be written", path.string()));
  return path;
}

std::string words_of(const std::vector<std::string>& lines) {
  constexpr std::size_t kShown = 8;
  std::string text;
  for (std::size_t i = lines.size() > kShown ? lines.size() - kShown : 0; i < lines.size(); ++i) {
    text += fmt::format("\n  {}", lines[i].substr(0, 200));
  }
  return text;
}

}  // namespace

std::string write_order(const Order& order) {
  std::string arguments;
  for (const auto& argument : order.arguments) {
    if (!arguments.empty()) arguments += '\0';
    arguments += argument;
  }
  Parcel parcel = {{"arguments", std::move(arguments)}, {"folder", order.folder}};
  parcel.insert(parcel.end(), order.files.begin(), order.files.end());
  return pack(parcel);
}

Result<Answer> read_answer(const std::vector<std::string>& lines) {
  std::string text;
  bool ended = false;
  for (const auto& line : lines) {
    if (ended) return tl::unexpected(std::string("the guest said more after its answer's end"));
    if (line == "end") {
      ended = true;
    } else {
      text += line;
    }
  }
  if (!ended) return tl::unexpected("the guest ended before its answer did" + words_of(lines));
  const auto bytes = from_base64(text);
  auto parcel = bytes ? unpack(*bytes) : std::nullopt;
  if (!parcel) return tl::unexpected("the guest's answer isn't one" + words_of(lines));
  Answer answer;
  bool has_status = false;
  for (auto& [name, content] : *parcel) {
    if (name == "status") {
      const auto* end = content.data() + content.size();
      const auto [rest, wrong] = std::from_chars(content.data(), end, answer.status);
      has_status = wrong == std::errc{} && rest == end;
    } else if (name == "output") {
      answer.output = std::move(content);
    } else if (name == "kernel") {
      answer.kernel = std::move(content);
    } else {
      answer.files.emplace_back(std::move(name), std::move(content));
    }
  }
  if (!has_status) return tl::unexpected(std::string("the guest's answer has no exit status"));
  return answer;
}

Result<Answer> run_in_guest(const Snapshot& snapshot, const Order& order, std::chrono::milliseconds limit) {
  auto folder = files::OwnFolder::take_for_run();
  if (!folder) return tl::unexpected(folder.error());
  const auto place = folder->path() / "vm";
  const auto order_file = put_order(order, place);
  if (!order_file) return tl::unexpected(order_file.error());
  const auto console = place / "console";
  auto command = machine_command(snapshot.files, snapshot.clock);
  command.insert(command.end(),
                 {"-serial", fmt::format("file:{}", console.string()), "-incoming", resume_from(snapshot.state),
                  "-fw_cfg", fmt::format("name=opt/modembench/order,file={}", option_value(order_file->string()))});
  boost::asio::io_context io{1};
  std::vector<std::string> lines;
  const auto end = run_machine(io, std::move(command), limit, [&](std::string_view line) { lines.emplace_back(line); });
  const auto said_last = last_lines_of_console(console);
  if (!end) return tl::unexpected(end.error());
  if (end->why == MachineEnd::Why::interrupted) {
    Answer answer;
    answer.interrupted_by = end->signal;
    return answer;
  }
  if (end->why == MachineEnd::Why::out_of_time) {
    return tl::unexpected(fmt::format("the guest hadn't ended after {} s and was killed{}",
                                      std::chrono::duration_cast<std::chrono::seconds>(limit).count(), said_last));
  }
  auto answer = read_answer(lines);
  if (!answer) return tl::unexpected(answer.error() + said_last);
  return answer;
}

}  // namespace modembench::vm
