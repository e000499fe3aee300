// HDLC of a DIAG port: any bytes are read; what is read is framed and read again as the same.

#include "emulator/serial/hdlc.hpp"
#include "emulator/serial/port.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

std::vector<qmi::Bytes> packets(qmi::ByteView bytes) {
  serial::HdlcReader reader;
  std::vector<qmi::Bytes> all;
  for (const std::uint8_t byte : bytes) {
    if (auto packet = reader.take(byte)) all.push_back(std::move(*packet));
  }
  return all;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto& packet : packets({data, size})) {
    fuzz::require(packet.size() <= serial::HdlcReader::kMaxPacket, "a packet keeps its limit");
    const auto again = packets(serial::hdlc_frame(packet));
    fuzz::require(again.size() == 1 && again[0] == packet, "what is framed is read as the same");
  }
  const auto framed = serial::hdlc_frame({data, std::min<std::size_t>(size, 2048)});
  const auto unframed = packets(framed);
  fuzz::require(size == 0 || unframed.size() == 1, "one packet is framed as one");
  serial::Port port(serial::Diag{.answers_errors = true, .answers_version = true});
  port.opened(Instant{});
  (void)port.receive({data, size}, Instant{});
  (void)port.receive(framed, Instant{});
  return 0;
}
