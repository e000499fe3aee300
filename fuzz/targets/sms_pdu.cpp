// A short message of any bytes: it is read or refused; its text is UTF-8 that can be shown.

#include "emulator/modem/sms_pdu.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto sms = modem::read_sms({data, size});
  if (!sms) return 0;
  fuzz::require(size <= modem::kMaxSmsPdu, "a longer one is refused");
  fuzz::require(sms->tpdu.size() <= size, "a TPDU isn't longer than its PDU");
  if (const auto text = sms->text()) fuzz::require(text->size() <= 4 * modem::kMaxSmsPdu, "a text has its bounds");
  if (!sms->is_submit) return 0;
  const auto delivered = modem::deliver_of(*sms, "+491701234567", "+491713920000", std::chrono::sys_seconds{});
  (void)modem::read_sms(delivered);
  return 0;
}
