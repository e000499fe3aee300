#include "gadget/attachment/realtime.hpp"

#include <sched.h>

namespace modembench::gadget {

Realtime::Realtime() {
  if (sched_getscheduler(0) != SCHED_OTHER) return;
  const sched_param least{.sched_priority = 1};
  raised_ = sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &least) == 0;
}

Realtime::~Realtime() {
  const sched_param none{.sched_priority = 0};
  if (raised_) sched_setscheduler(0, SCHED_OTHER, &none);
}

}  // namespace modembench::gadget
