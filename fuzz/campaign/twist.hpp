#pragma once

#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "emulator/qmi/bytes.hpp"
#include "fuzz/mutator/mutator.hpp"

/// What a try does to the exchange between the modem and the client, in the words of the scenario language: what is run
/// is what a finding's file says.
namespace modembench::fuzz {

/// The one key that a message in the place of another keeps when it is made anew.
inline constexpr const char* kRightOneAfter = "right one after";

/// One key of a rule's `do`.
struct Part {
  std::string key;    ///< "cut"
  std::string value;  ///< "9", as YAML on one line
  std::string said;   ///< what a person should know of it: "TLV 0x01 revision, its length 12 -> 65535"; may be empty
};

/// The origin of a message that stands in the place of another: without one of its mutations the message can be made
/// anew.
struct Origin {
  qmi::Bytes meant;
  std::vector<Mutation> mutations;
};

/// One rule: a trigger, and what is done then.
struct Twist {
  std::string trigger;                     ///< "on: {answer: WDS Start Network}, nth: 2, times: 1"
  std::vector<Part> parts;                 ///< parts with different keys, at least one
  std::shared_ptr<const Origin> origin{};  ///< the mutations that it comes from, if they are known
};

struct Try {
  std::vector<Twist> twists;
};

/// A twist as a rule: "{on: {answer: CTL Sync}, nth: 1, times: 1, do: {delay: 2s}}  # late".
[[nodiscard]] std::string to_yaml(const Twist& twist);

/// Reads the rules of a scenario's text that were written so; or says in words what isn't a rule with a `do`.
[[nodiscard]] tl::expected<Try, std::string> read_try(const std::string& scenario, const std::string& file);

/// Every try that is one twist, one part or one mutation smaller.
[[nodiscard]] std::vector<Try> smaller(const Try& of);

}  // namespace modembench::fuzz
