#include "command/guest_run.hpp"
#include "bench/language/load.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>

#include <fmt/format.h>

#include "command/output_files.hpp"
#include "command/scenario_files.hpp"
#include "emulator/instant.hpp"
#include "gadget/attachment/kernel_log.hpp"
#include "report/results.hpp"
#include "vm/guest.hpp"

namespace modembench::command {
namespace {

namespace fs = std::filesystem;

// A guest that computes is several times slower than the machine, and that may be busy; one that hangs shall not hang a
// suite.
constexpr std::chrono::minutes kWallLimit{10};

/// Everything that reading the scenario reads, by the paths that it is read by: relative to where the user stands, or
/// absolute.
vm::Parcel files_of(const Planned& planned, const Guest& guest) {
  vm::Parcel files;
  const auto add = [&](const std::string& path, const std::string& content) {
    const auto plain = fs::path(path).lexically_normal().string();
    if (vm::find(files, plain) == nullptr) files.emplace_back(plain, content);
  };
  const auto read = [&](const std::string& path) {
    auto content = read_named_yaml(path);
    if (content) add(path, *content);
    return content;
  };
  const auto& file = planned.scenario->file;
  const auto text = read(file);
  static_cast<void>(bench::load_scenarios(text.value_or(""), file, {read, guest.variables}));
  // Clients of the user's own: relative to the scenario, or, of --client, to where the user stands.
  const auto read_clients = [&](const std::vector<bench::ClientUse>& uses) {
    for (const auto& use : uses) static_cast<void>(read(fs::path(file).parent_path() / use.client));
  };
  read_clients(planned.scenario->clients);
  read_clients(planned.scenario->catches);
  static_cast<void>(read(planned.use.client));
  return files;
}

/// Where the user stands, in there: the same place whatever it is called out here, so that no run hangs on that; so
/// deep that paths which lead up from it end in a place of ours.
fs::path folder_for(const vm::Parcel& files) {
  std::ptrdiff_t most = 0;
  for (const auto& [path, content] : files) {
    const fs::path parts(path);
    most = std::max(most, std::count(parts.begin(), parts.end(), fs::path("..")));
  }
  fs::path folder = "/order";
  for (std::ptrdiff_t i = 0; i < most; ++i) folder /= "up";
  return folder / "here";
}

vm::Order order_for(const Planned& planned, const Guest& guest) {
  vm::Order order;
  order.files = files_of(planned, guest);
  const auto folder = folder_for(order.files);
  order.folder = folder;
  for (auto& [path, content] : order.files) path = (folder / path).lexically_normal();
  order.arguments = {"/bin/modembench", "run",          "--on",      guest.on, "--only", std::to_string(planned.number),
                     "--results",       "/out/results", "--confined"};
  if (guest.snapshot.clock == vm::GuestClock::instructions) order.arguments.emplace_back("--counted-clock");
  if (!planned.capture.empty()) order.arguments.insert(order.arguments.end(), {"--pcap", "/out/capture"});
  for (const auto& [name, value] : guest.variables) {
    const auto& known = planned.scenario->variables;
    if (std::find(known.begin(), known.end(), name) == known.end()) continue;
    order.arguments.insert(order.arguments.end(), {"--var", fmt::format("{}={}", name, value)});
  }
  order.arguments.push_back(planned.scenario->file);
  order.arguments.insert(order.arguments.end(), guest.words.begin(), guest.words.end());
  return order;
}

report::Record failed(const Planned& planned, std::string why) {
  report::Record record;
  record.scenario = title(*planned.scenario);
  record.client = planned.use.as;
  record.outcome = report::Outcome::error;
  record.place = "vm";
  record.clock = "simulated";
  record.why = std::move(why);
  return record;
}

report::Record record_of(const Planned& planned, const Guest& guest, const vm::Answer& answer) {
  const auto* text = vm::find(answer.files, "results");
  auto results = text == nullptr
                     ? tl::expected<report::Results, std::string>(tl::unexpected(std::string("there are none")))
                     : report::read_results(*text);
  if (!results || results->records.size() != 1) {
    return failed(planned, fmt::format("the guest's modembench ended with {} and gave no result ({}): {}",
                                       answer.status, results ? "not one run" : results.error(), answer.output));
  }
  // 1: the scenario failed, as the result says. With any other it didn't end as it should.
  if (answer.status != 0 && answer.status != 1) {
    return failed(planned, fmt::format("the guest's modembench ended with {}: {}", answer.status, answer.output));
  }
  auto record = std::move(results->records.front());
  record.scenario = title(*planned.scenario);
  record.client = planned.use.as;
  record.place += guest.snapshot.clock == vm::GuestClock::instructions ? ", in a VM whose clock counts instructions"
                                                                       : ", in a VM on the machine's clock";
  return record;
}

void write_out(const Planned& planned, const vm::Answer& answer, report::Record& record) {
  const auto write = [&](const std::string& path, const std::string& content) {
    if (const auto written = write_file(path, content); !written) {
      record.outcome = report::Outcome::error;
      record.why = written.error();
    }
  };
  if (!planned.kernel_log.empty()) write(planned.kernel_log, gadget::without_vhci(answer.kernel));
  if (planned.capture.empty()) return;
  for (const auto& [name, content] : answer.files) {
    if (name.rfind("capture/", 0) == 0) write(planned.capture, content);
  }
}

}  // namespace

tl::expected<std::shared_ptr<const Guest>, std::string> prepare_guest(const RunArguments& arguments) {
  const auto clock = arguments.clock == "machine" ? vm::GuestClock::wall : vm::GuestClock::instructions;
  auto snapshot = vm::snapshot(clock);
  if (!snapshot) return tl::unexpected(snapshot.error());
  Guest guest{std::move(*snapshot), arguments.vm_on, {}, {}};
  for (const auto& assignment : arguments.variables) {
    const auto equals = assignment.find('=');
    guest.variables[assignment.substr(0, equals)] = assignment.substr(equals + 1);
  }
  if (arguments.prove) guest.words.emplace_back("--prove");
  if (arguments.no_stage) guest.words.emplace_back("--no-stage");
  guest.words.insert(guest.words.end(), {"--detach", std::string(to_string(arguments.usb.detach_by))});
  if (!arguments.client.empty()) guest.words.insert(guest.words.end(), {"--client", arguments.client});
  if (arguments.seed) guest.words.insert(guest.words.end(), {"--seed", std::to_string(*arguments.seed)});
  if (!arguments.own.empty()) {
    guest.words.emplace_back("--");
    guest.words.insert(guest.words.end(), arguments.own.begin(), arguments.own.end());
  }
  return std::make_shared<const Guest>(std::move(guest));
}

std::chrono::seconds guest_limit(const Planned& planned) {
  return kWallLimit + 2 * std::chrono::ceil<std::chrono::seconds>(planned.scenario->deadline);
}

report::Record run_in_guest(const Planned& planned, const Guest& guest, const report::Expected& expected) {
  const auto began = std::chrono::steady_clock::now();
  const auto answer = vm::run_in_guest(guest.snapshot, order_for(planned, guest), guest_limit(planned));
  auto record = !answer ? failed(planned, answer.error())
                : answer->interrupted_by != 0
                    ? failed(planned, fmt::format("ended by signal {}", answer->interrupted_by))
                    : record_of(planned, guest, *answer);
  record.known_issue = expected.known_issue;
  record.seconds = in_seconds(std::chrono::steady_clock::now() - began);
  if (answer) {
    record.interrupted_by = answer->interrupted_by;
    if (answer->interrupted_by == 0) write_out(planned, *answer, record);
  }
  return record;
}

}  // namespace modembench::command
