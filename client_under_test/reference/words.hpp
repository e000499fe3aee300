#pragma once

#include <memory>
#include <span>
#include <string>

#include <tl/expected.hpp>

#include "client_under_test/reference/client_logic.hpp"
#include "client_under_test/reference/options.hpp"

namespace modembench::client_under_test::reference {

/// The client without I/O of its own that is asked for.
struct Wanted {
  bool naive = false;  ///< the naive client; else the reference client
  Options options;
};

/// Reads the words that follow `modembench client`: "reference --qmi PATH --proxy no --apn internet --pin=1234 --once
/// --for 30s --probe PATH". Or says in words what is wrong with them.
[[nodiscard]] tl::expected<Wanted, std::string> read_words(std::span<const std::string> words);

[[nodiscard]] std::unique_ptr<ClientLogic> make_client(const Wanted& wanted);

}  // namespace modembench::client_under_test::reference
