#pragma once

#include <optional>
#include <vector>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// One entry of `expect:`; `client: exits` with `says:` is several expectations. Each may have `for: CLIENT` or a
/// list of clients, of those in `clients`, and each but those about the end of the run `within: 5s after registered`
/// (or `within: 5s`, after the client's start):
///   client: exits        (status: success | failure | NUMBER, says: PATTERN or a list)
///   says: PATTERN        (count)
///   request: NAME        (where: {TLVs}, count: 1 | "0..3" | "at least 2")
///   order: [NAME or {request: NAME, where: {TLVs}}, …]
///   serial: ttyUSB0      (receives: PATTERN)
///   device: qmi          (is: present | gone)
///   traffic: tx | rx     (bytes, packets: at least so many)
///   balance: clean
///   never: {any of these}
[[nodiscard]] std::vector<Expectation> read_expectation(Reader& reader, const YamlNode& node,
                                                        const std::vector<std::string>& clients);

}  // namespace modembench::bench
