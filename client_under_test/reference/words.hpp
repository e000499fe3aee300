#pragma once

#include <memory>
#include <span>
#include <string>

#include <tl/expected.hpp>

#include "client_under_test/reference/client_logic.hpp"
#include "client_under_test/reference/options.hpp"

namespace modembench::client_under_test::reference {

/// A client that has no I/O of its own.
struct Wanted {
  bool naive = false;  ///< the reference client otherwise
  Options options;
};

/// What follows `modembench client`: "reference --qmi PATH --proxy no --apn internet --pin=1234 --once --for 30s
/// --probe PATH". What is wrong with it in words.
[[nodiscard]] tl::expected<Wanted, std::string> read_words(std::span<const std::string> words);

[[nodiscard]] std::unique_ptr<ClientLogic> make_client(const Wanted& wanted);

}  // namespace modembench::client_under_test::reference
