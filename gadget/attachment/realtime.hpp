#pragma once

namespace modembench::gadget {

/// Lets the calling thread go before all ordinary ones as long as this object lives. What the thread starts doesn't
/// inherit that. A modem is hardware: it answers in time whatever the host computes. On one processor, a client that
/// exits while its modem waits to be scheduled kills a fetch half-way, upon which Linux' cdc-wdm gives the next client
/// an end of file (seen with 6.1). Without the right to do so, this does nothing.
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
