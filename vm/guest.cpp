#include "vm/guest.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <optional>

#include <fmt/format.h>
#include <sys/random.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "files/descriptor.hpp"
#include "files/own_folder.hpp"
#include "vm/base64.hpp"
#include "vm/cache.hpp"
#include "vm/console.hpp"
#include "vm/memory.hpp"
#include "vm/qemu_option.hpp"
#include "vm/qmp.hpp"
#include "vm/seal.hpp"

namespace modembench::vm {
namespace {

namespace fs = std::filesystem;

// Of this run alone.
Result<std::string> new_key() {
  std::string key(kKeySize, '\0');
  if (getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size())) {
    return tl::unexpected(fmt::format("no random numbers for the run's key: {}", files::error_text(errno)));
  }
  return key;
}

// The key is in it: the run's folder is for us alone.
Result<fs::path> put_order(const std::string& order, const fs::path& folder) {
  auto path = folder / "order";
  std::error_code error;
  fs::create_directories(folder, error);
  std::ofstream out(path, std::ios::binary);
  if (!(out << order).flush()) return tl::unexpected(fmt::format("{} can't be written", path.string()));
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

// QEMU's own words for a state that it can't go on from.
bool is_refused(const std::vector<std::string>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
    return line.starts_with(kQemu) && line.find("load of migration failed") != std::string_view::npos;
  });
}

}  // namespace

std::string write_order(const Order& order, std::string_view key) {
  std::string arguments;
  for (const auto& argument : order.arguments) {
    if (!arguments.empty()) arguments += '\0';
    arguments += argument;
  }
  Parcel parcel = {{"key", std::string(key)}, {"arguments", std::move(arguments)}, {"folder", order.folder}};
  parcel.insert(parcel.end(), order.files.begin(), order.files.end());
  return pack(parcel);
}

Result<Answer> read_answer(const std::vector<std::string>& lines, std::string_view key) {
  constexpr std::string_view kEnd = "end ";
  std::string text;
  std::optional<std::string> sealed;
  for (const auto& line : lines) {
    if (sealed) return tl::unexpected(std::string("the guest said more after its answer's end"));
    if (line.starts_with(kEnd)) {
      sealed = line.substr(kEnd.size());
    } else {
      text += line;
    }
  }
  if (!sealed) return tl::unexpected("the guest ended before its answer did" + words_of(lines));
  const auto bytes = from_base64(text);
  if (!bytes) return tl::unexpected("the guest's answer isn't one" + words_of(lines));
  if (*sealed != seal(key, *bytes)) {
    return tl::unexpected(
        std::string("the guest's answer isn't the emulator's: its seal is another's. A client in the "
                    "guest has said it"));
  }
  auto parcel = unpack(*bytes);
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
  const auto key = new_key();
  if (!key) return tl::unexpected(key.error());
  const auto order_file = put_order(write_order(order, *key), place);
  if (!order_file) return tl::unexpected(order_file.error());
  const auto console = place / "console";
  // QEMU waits for a state that isn't there.
  std::error_code error;
  if (!fs::exists(snapshot.state, error)) {
    return tl::unexpected(fmt::format("the snapshot {} has gone: the next run makes it anew", snapshot.state.string()));
  }
  const auto memory = kept_memory(snapshot.state);
  if (!memory) return tl::unexpected(memory.error());
  boost::asio::io_context io{1};
  auto control = Control::in(io, place);
  if (!control) return tl::unexpected(control.error());
  auto command = machine_command(snapshot.files, {memory->path, false}, snapshot.clock);
  command.insert(command.end(),
                 {"-serial", fmt::format("file:{}", console.string()), "-incoming", "defer", "-qmp", control->option(),
                  "-fw_cfg", fmt::format("name=opt/modembench/order,file={}", option_value(order_file->string()))});
  std::vector<std::string> lines;
  Machine machine(io, [&](std::string_view line) { lines.emplace_back(line); });
  Result<void> resumed;
  const auto resume = [&]() -> boost::asio::awaitable<void> {
    resumed = co_await control->resume_state(snapshot.state, kMemorySize);
    if (!resumed) machine.end();
  };
  boost::asio::co_spawn(io, resume, boost::asio::detached);
  const auto end = machine.run(std::move(command), limit);
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
  if (is_refused(lines)) {
    const auto removed = remove_from_cache(snapshot.state.parent_path(), snapshot.state.filename());
    return tl::unexpected(fmt::format("QEMU doesn't take the snapshot {}, {}{}", snapshot.state.string(),
                                      removed ? "which is removed: the next run makes it anew" : removed.error(),
                                      words_of(lines)));
  }
  if (!resumed) return tl::unexpected(resumed.error() + words_of(lines));
  auto answer = read_answer(lines, *key);
  if (!answer) return tl::unexpected(answer.error() + said_last);
  return answer;
}

}  // namespace modembench::vm
