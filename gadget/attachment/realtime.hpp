#pragma once

namespace modembench::gadget {

/// The calling thread goes before all ordinary ones for as long as this lives; what it starts doesn't inherit that. A
/// modem is hardware: it answers in time whatever the host computes. On one processor, a client that exits while its
/// modem waits to be scheduled kills a fetch half-way, upon which Linux' cdc-wdm gives the next client an end of file
/// (seen with 6.1). Without the right to it, nothing happens.
class Realtime {
 public:
  Realtime();
  Realtime(const Realtime&) = delete;
  Realtime& operator=(const Realtime&) = delete;
  ~Realtime();

 private:
  bool raised_ = false;
};

}  // namespace modembench::gadget
