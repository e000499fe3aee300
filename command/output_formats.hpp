#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/record.hpp"
#include "report/results.hpp"

namespace modembench::command {

/// A form in which a suite's outcome can be written: a row for each.
struct OutputFormat {
  const char* option;  ///< the option of the command line, which takes a path
  const char* about;   ///< the option's help
  /// The file's name in the folder that the path names; empty: the path names the file.
  std::string_view file_in_folder;
  std::string (*render)(std::span<const report::Record> records, const report::Shard& shard);
};

/// All formats, in the order of the help, in which they are written, too.
[[nodiscard]] std::span<const OutputFormat> output_formats();

}  // namespace modembench::command
