// To be loaded before libqmi: it falls over a power state that the modem refuses to tell, as a bug in it would.

#include <dlfcn.h>
#include <libqmi-glib.h>

#include <csignal>

extern "C" gboolean qmi_message_dms_get_power_state_output_get_result(QmiMessageDmsGetPowerStateOutput* self,
                                                                      GError** error) {
  using Function = gboolean (*)(QmiMessageDmsGetPowerStateOutput*, GError**);
  static const auto real =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "qmi_message_dms_get_power_state_output_get_result"));
  const gboolean good = real(self, error);
  if (good == FALSE) raise(SIGSEGV);
  return good;
}
