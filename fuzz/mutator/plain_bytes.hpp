#pragma once

#include "emulator/qmi/bytes.hpp"
#include "fuzz/mutator/random.hpp"

namespace modembench::fuzz {

/// Makes one change of bytes that knows nothing of what they mean: a bit flipped, bytes overwritten, put in, taken out,
/// repeated. At most `max_size` bytes come out.
void change_bytes(qmi::Bytes& bytes, std::size_t max_size, Random& random);

}  // namespace modembench::fuzz
