#include "command/output_files.hpp"

#include <cctype>
#include <cerrno>
#include <filesystem>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "files/descriptor.hpp"
#include "report/html.hpp"
#include "report/junit.hpp"
#include "report/results.hpp"
#include "report/tap.hpp"

namespace modembench::command {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;
using files::error_text;

constexpr mode_t kForAll = 0666;  // less what the umask takes

tl::unexpected<std::string> cannot_write(const std::string& path, int why) {
  return tl::unexpected(fmt::format("can't write {}: {}", path, error_text(why)));
}

tl::expected<void, std::string> try_file(const std::string& path) {
  if (path.empty()) return {};
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, kForAll));
  if (!file) return cannot_write(path, errno);
  return {};
}

tl::expected<void, std::string> try_folder(const std::string& path) {
  if (path.empty()) return {};
  std::error_code error;
  fs::create_directories(path, error);
  if (!fs::is_directory(path, error)) {
    return tl::unexpected(
        fmt::format("can't make the folder {}: {}", path, error ? error.message() : "there is a file of that name"));
  }
  if (access(path.c_str(), W_OK | X_OK) != 0) return cannot_write(path, errno);
  return {};
}

std::string page_of(const OutputFiles& files) {
  return files.report.empty() ? "" : (fs::path(files.report) / "index.html").string();
}

/// A path as one part of a file's name.
std::string flat(const std::string& path) {
  std::string out;
  for (const char c : path) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_';
    if (plain && (c != '.' || !out.empty())) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

}  // namespace

tl::expected<void, std::string> write_file(const std::string& path, std::string_view text) {
  Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kForAll));
  if (!file) return cannot_write(path, errno);
  while (!text.empty()) {
    const auto taken = write(file.get(), text.data(), text.size());
    if (taken < 0 && errno == EINTR) continue;
    if (taken <= 0) return cannot_write(path, taken < 0 ? errno : ENOSPC);
    text.remove_prefix(static_cast<std::size_t>(taken));
  }
  // Some file systems (NFS, quotas) say only now that there was no room.
  if (close(file.release()) != 0) return cannot_write(path, errno);
  return {};
}

tl::expected<void, std::string> prepare(const OutputFiles& files) {
  for (const auto& folder : {files.report, files.pcap, files.kernel_log}) {
    if (const auto made = try_folder(folder); !made) return made;
  }
  for (const auto& file : {files.junit, files.tap, files.results, page_of(files)}) {
    if (const auto opened = try_file(file); !opened) return opened;
  }
  return {};
}

tl::expected<void, std::string> write_reports(const OutputFiles& files, std::span<const report::Record> records,
                                              const report::Shard& shard) {
  std::string wrong;
  const auto write = [&](const std::string& path, const auto& render) {
    if (path.empty()) return;
    if (const auto written = write_file(path, render(records)); !written) {
      wrong += (wrong.empty() ? "" : "\n") + written.error();
    }
  };
  write(files.junit, report::to_junit);
  write(files.tap, report::to_tap);
  write(files.results, [&shard](auto all) { return report::to_results(all, shard); });
  write(page_of(files), report::to_html);
  if (!wrong.empty()) return tl::unexpected(wrong);
  return {};
}

void name_files_of_runs(const OutputFiles& files, std::vector<Planned>& plan) {
  if (files.pcap.empty() && files.kernel_log.empty()) return;
  std::set<std::string> taken;
  for (auto& planned : plan) {
    // Long paths (a file's name has 255 bytes) keep their ends, which tell them apart.
    constexpr std::size_t kMostOfPath = 120;
    constexpr std::size_t kMostOfClient = 80;
    auto scenario =
        flat(fs::path(planned.scenario->file).replace_extension().string() + " " + planned.scenario->variant);
    if (scenario.ends_with('-')) scenario.pop_back();
    if (scenario.size() > kMostOfPath) scenario.erase(0, scenario.size() - kMostOfPath);
    const auto name = fmt::format("{}.{}", scenario, flat(planned.use.as).substr(0, kMostOfClient));
    auto unique = name;
    for (int number = 2; !taken.insert(unique).second; ++number) unique = fmt::format("{}-{}", name, number);
    if (!files.pcap.empty()) planned.capture = (fs::path(files.pcap) / (unique + ".pcapng")).string();
    if (!files.kernel_log.empty()) planned.kernel_log = (fs::path(files.kernel_log) / (unique + ".log")).string();
  }
}

}  // namespace modembench::command
