// A signal by D-Bus, from one process to another one, through a bus's daemon: so many times. Usage: hops_over_bus
// ROUNDS|late, on a bus of its own (dbus-run-session); says "bus 1000 of 1000".

#include <cstdio>
#include <cstdlib>

#include <gio/gio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hop.hpp"

namespace {

using namespace hops;

constexpr const char* kInterface = "org.modembench.Hop";

GDBusConnection* own_connection() {
  GError* error = nullptr;
  GDBusConnection* const connection = g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, &error);
  if (connection != nullptr) return connection;
  std::fprintf(stderr, "hops_over_bus: %s\n", error->message);
  std::exit(2);
}

/// Gives when it is told to, a byte each, until nobody tells it any more.
void give(int told) {
  GDBusConnection* const connection = own_connection();
  char byte = 0;
  for (int round = 1; read(told, &byte, 1) == 1; ++round) {
    compute(round);
    g_dbus_connection_emit_signal(connection, nullptr, "/", kInterface, "Given", nullptr, nullptr);
    g_dbus_connection_flush_sync(connection, nullptr, nullptr);
  }
}

/// True if it came at the moment at which it was asked for.
bool get(const bool& given, int tell) {
  const auto before = now();
  bool over = false;
  const guint limit = g_timeout_add(
      kLimit,
      [](gpointer data) -> gboolean {
        *static_cast<bool*>(data) = true;
        return G_SOURCE_CONTINUE;
      },
      &over);
  (void)!write(tell, "x", 1);
  while (!given && !over) g_main_context_iteration(nullptr, TRUE);
  g_source_remove(limit);
  return given && now() == before;
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = rounds_from(argc, argv);
  Pair told = Pair::pipe();
  const pid_t giver = apart([&] {
    close(told.give);
    give(told.get);
  });
  bool given = false;
  GDBusConnection* const connection = own_connection();
  g_dbus_connection_signal_subscribe(
      connection, nullptr, kInterface, nullptr, nullptr, nullptr, G_DBUS_SIGNAL_FLAGS_NONE,
      [](GDBusConnection*, const char*, const char*, const char*, const char*, GVariant*, gpointer data) {
        *static_cast<bool*>(data) = true;
      },
      &given, nullptr);
  // The bus takes what comes by one connection in its order: with this answer it knows of the subscription, too.
  GVariant* const known =
      g_dbus_connection_call_sync(connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                  "GetId", nullptr, nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr);
  if (known == nullptr) return 2;
  g_variant_unref(known);
  int came = 0;
  for (int round = 1; round <= rounds; ++round) {
    given = false;
    came += get(given, told.give) ? 1 : 0;
  }
  std::printf("bus %d of %d\n", came, rounds);
  close(told.give);
  told.give = -1;
  waitpid(giver, nullptr, 0);
  return came == rounds ? 0 : 1;
}
