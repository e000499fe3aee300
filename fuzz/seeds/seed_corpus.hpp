#pragma once

#include <string>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "fuzz/mutator/draft.hpp"

/// The inputs that a fuzzer of a QMI parser starts with, made from the schema alone.
namespace modembench::fuzz {

struct Seed {
  std::string name;  ///< a file name: "dms-get-ids-response-full"
  qmi::Bytes bytes;
};

/// A seed for every message (request, response, indication), minimal and full where they differ, and an error response
/// for each service. With bare framing, the seeds are its service's messages only.
[[nodiscard]] std::vector<Seed> seed_corpus(Framing framing = {});

/// A dictionary in the format of libFuzzer and AFL++: message ids, TLV headers, values of enumerations, error codes.
[[nodiscard]] std::string dictionary();

}  // namespace modembench::fuzz
