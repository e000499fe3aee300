#include "command/output_files.hpp"

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/descriptor.hpp"
#include "files/whole_file.hpp"

namespace modembench::command {
namespace {

namespace fs = std::filesystem;

tl::expected<void, std::string> try_folder(const std::string& path) {
  if (path.empty()) return {};
  std::error_code error;
  fs::create_directories(path, error);
  if (!fs::is_directory(path, error)) {
    return tl::unexpected(
        fmt::format("can't make the folder {}: {}", path, error ? error.message() : "there is a file of that name"));
  }
  if (access(path.c_str(), W_OK | X_OK) != 0) {
    return tl::unexpected(fmt::format("{}: can't write it: {}", path, files::error_text(errno)));
  }
  return {};
}

/// A report that is wanted.
struct Wanted {
  const report::OutputFormat& format;
  std::string file;
};

std::vector<Wanted> wanted(const OutputFiles& files) {
  std::vector<Wanted> all;
  auto path = files.reports.begin();
  for (const auto& format : report::kOutputFormats) {
    const auto& named = *path++;
    if (named.empty()) continue;
    all.push_back({format, format.file_in_folder.empty() ? named : (fs::path(named) / format.file_in_folder).string()});
  }
  return all;
}

/// Which file a path leads to, however it is spelt and linked; empty of what isn't one (a device, nothing at all).
std::string which_file(const std::string& path) {
  struct stat is {};
  if (stat(path.c_str(), &is) == 0) {
    return S_ISREG(is.st_mode) ? fmt::format("{}:{}", is.st_dev, is.st_ino) : "";
  }
  std::error_code error;
  const auto whole = fs::weakly_canonical(fs::absolute(path), error);
  return error ? "" : whole.string();
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
  return files::write_whole(path, text);
}

tl::expected<void, std::string> prepare(const OutputFiles& files, const std::vector<std::string>& inputs) {
  const auto outputs = wanted(files);
  for (const auto& [format, file] : outputs) {
    if (format.file_in_folder.empty()) continue;
    if (const auto made = try_folder(fs::path(file).parent_path()); !made) return made;
  }
  for (const auto& folder : {files.pcap, files.kernel_log}) {
    if (const auto made = try_folder(folder); !made) return made;
  }
  std::map<std::string, std::string> taken;
  for (const auto& input : inputs) taken.emplace(which_file(input), fmt::format("the scenario {}", input));
  for (const auto& [format, path] : outputs) {
    if (const auto possible = files::can_be_written(path); !possible) return possible;
    const auto file = which_file(path);
    if (file.empty()) continue;
    const auto [other, added] = taken.emplace(file, format.option);
    if (!added) return tl::unexpected(fmt::format("{} {}: is {}'s file already", format.option, path, other->second));
  }
  return {};
}

tl::expected<void, std::string> write_reports(const OutputFiles& files, std::span<const report::Record> records,
                                              const report::Shard& shard) {
  std::string wrong;
  // What has been printed comes first, should one of them be standard output.
  std::fflush(stdout);
  for (const auto& [format, file] : wanted(files)) {
    if (const auto written = write_file(file, format.render(records, shard)); !written) {
      wrong += (wrong.empty() ? "" : "\n") + written.error();
    }
  }
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
