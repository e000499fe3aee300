#include "bench/engine/data_side.hpp"

#include <memory>
#include <utility>

namespace modembench::bench {

void DataSide::moved(const modem::Traffic& more, std::uint64_t lost) {
  untold_.tx_packets += more.tx_packets;
  untold_.tx_bytes += more.tx_bytes;
  untold_.rx_packets += more.rx_packets;
  untold_.rx_bytes += more.rx_bytes;
  untold_.lost += lost;
  if (!due_) due_ = journal_.time() + kTellEvery;
}

void DataSide::tell() {
  if (!due_) return;
  due_.reset();
  journal_.add(
      {.kind = trace::EventKind::data, .moved = std::make_shared<const trace::Moved>(std::exchange(untold_, {}))});
}

}  // namespace modembench::bench
