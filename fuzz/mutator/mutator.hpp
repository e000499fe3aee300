#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "fuzz/mutator/draft.hpp"
#include "fuzz/mutator/kind.hpp"
#include "fuzz/mutator/random.hpp"

/// Mutations of what a modem says, guided by the compiled schema (emulator/qmi/schema.hpp). No I/O, no clock: the same
/// bytes and seed give the same bytes and words on every machine. Any bytes may be given; nothing is thrown but
/// std::bad_alloc.
namespace modembench::fuzz {

/// One change. What the change touches depends on `seed` and on the names of what is there (TLV ids, members), not on
/// their number. A mutation that is taken out of a list leaves what the others do as it was, unless they changed what
/// it had added.
struct Mutation {
  Kind kind = Kind::integer;
  std::uint64_t seed = 0;
  bool operator==(const Mutation&) const = default;
};

struct Limits {
  std::size_t max_bytes = 8192;   ///< bytes of what comes out; a mutation that goes beyond isn't done
  std::size_t max_mutations = 4;  ///< mutations made by one `mutate`, at least 1
  Framing framing{};
  bool words = true;  ///< false leaves `said` empty, in a third of the time
};

struct Mutated {
  std::vector<std::uint8_t> bytes;  ///< one or more frames, with all that was wrong in them
  std::vector<std::string> said;    ///< a line a change: "TLV 0x10 'imei': string length 15 -> 65535"
  std::vector<Mutation> mutations;  ///< those that changed something: `apply` gives the same bytes
};

/// Makes up to `limits.max_mutations` changes, drawn by the kinds' weights: at least one, unless `frame` is empty and
/// nothing can be made of it within `max_bytes`.
[[nodiscard]] Mutated mutate(qmi::ByteView frame, Random& random, const Limits& limits = {});

/// Makes changes of these kinds only, drawn evenly; none if nothing in `frame` has room for any (no string in it, say).
[[nodiscard]] Mutated mutate(qmi::ByteView frame, Random& random, std::span<const Kind> only,
                             const Limits& limits = {});

/// Makes exactly these changes, in this order. A change that finds nothing to do is left out of `mutations`.
[[nodiscard]] Mutated apply(qmi::ByteView frame, std::span<const Mutation> mutations, const Limits& limits = {});

/// Puts parts of `b` into `a`: TLVs added, replaced by id or exchanged, a value taken over, messages one after the
/// other.
[[nodiscard]] Mutated cross(qmi::ByteView a, qmi::ByteView b, Random& random, const Limits& limits = {});

/// Lets a fuzzer replace the bytes of one value: `change` may make what it is given longer or shorter, and all lengths
/// follow. Returns false if `frame` has no TLV or the result would be too large.
using ChangeBytes = std::function<void(qmi::Bytes& value)>;
[[nodiscard]] bool mutate_value(qmi::Bytes& frame, Random& random, const Limits& limits, const ChangeBytes& change);

}  // namespace modembench::fuzz
