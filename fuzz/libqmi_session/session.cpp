#include "fuzz/libqmi_session/session.hpp"

#include <memory>

namespace modembench::fuzz {
namespace {

/// A character device, as libqmi wants to see before it asks the proxy; opened by nobody.
constexpr const char* kPath = "/dev/null";

struct Waiting {
  bool done = false;
  std::string error;
  gpointer made = nullptr;
};

template <auto Finish>
void take(GObject* source, GAsyncResult* result, gpointer data) {
  auto* waiting = static_cast<Waiting*>(data);
  GError* error = nullptr;
  if constexpr (std::is_invocable_v<decltype(Finish), GAsyncResult*, GError**>) {
    waiting->made = Finish(result, &error);
  } else if constexpr (std::is_same_v<decltype(Finish(QMI_DEVICE(source), result, &error)), gboolean>) {
    Finish(QMI_DEVICE(source), result, &error);
  } else {
    waiting->made = Finish(QMI_DEVICE(source), result, &error);
  }
  if (error != nullptr) waiting->error = in_words(error);
  waiting->done = true;
}

}  // namespace

bool Session::run_until(const bool& done, const ModemSide::Change& change, Others others) {
  int naps = 0;
  for (;;) {
    while (!done && g_main_context_iteration(nullptr, FALSE) != FALSE) {
    }
    if (done) return true;
    if (modem_.step(change) || modem_.wait(change)) continue;
    // A thread of GLib's, which looks at the file, gives no sign until it has done so.
    constexpr int kMostNaps = 20'000;
    if (others == Others::none || ++naps > kMostNaps) return false;
    g_usleep(100);
  }
}

tl::expected<void, std::string> Session::open() {
  const auto finished = [&](Waiting& waiting, const char* what) -> tl::expected<void, std::string> {
    if (!run_until(waiting.done, {}, Others::at_work)) return tl::unexpected(std::string(what) + ": no answer");
    if (!waiting.error.empty()) return tl::unexpected(std::string(what) + ": " + waiting.error);
    return {};
  };
  const std::unique_ptr<GFile, void (*)(gpointer)> file(g_file_new_for_path(kPath), g_object_unref);
  Waiting made;
  qmi_device_new(file.get(), nullptr, &take<&qmi_device_new_finish>, &made);
  if (auto done = finished(made, "a device"); !done) return done;
  device_ = QMI_DEVICE(made.made);
  Waiting opened;
  qmi_device_open(device_, QMI_DEVICE_OPEN_FLAGS_PROXY, kSeconds, nullptr, &take<&qmi_device_open_finish>, &opened);
  if (auto done = finished(opened, "opening it"); !done) return done;
  for (const auto& call : calls()) {
    if (clients_.contains(call.service)) continue;
    Waiting allocated;
    qmi_device_allocate_client(device_, call.service, QMI_CID_NONE, kSeconds, nullptr,
                               &take<&qmi_device_allocate_client_finish>, &allocated);
    if (auto done = finished(allocated, "a client"); !done) return done;
    clients_[call.service] = QMI_CLIENT(allocated.made);
  }
  return {};
}

void Session::close() {
  if (device_ == nullptr) return;
  // Hung up on, libqmi has nothing to release: the modem takes everything back with the connection.
  modem_.hang_up();
  Waiting closed;
  qmi_device_close_async(device_, kSeconds, nullptr, &take<&qmi_device_close_finish>, &closed);
  run_until(closed.done, {}, Others::none);
  for (auto& [service, client] : clients_) g_object_unref(client);
  clients_.clear();
  g_object_unref(std::exchange(device_, nullptr));
  while (g_main_context_iteration(nullptr, FALSE) != FALSE) {
  }
}

std::optional<std::string> Session::make(const Call& call, const ModemSide::Change& change) {
  struct Made {
    bool done = false;
    std::string outcome;
  };
  // libqmi may come back to it after we have given up.
  const auto made = std::make_shared<Made>();
  const std::unique_ptr<GCancellable, void (*)(gpointer)> cancellable(g_cancellable_new(), g_object_unref);
  call.start(clients_.at(call.service), cancellable.get(), [made](std::string outcome) {
    made->done = true;
    made->outcome = std::move(outcome);
  });
  if (run_until(made->done, change, Others::none)) return made->outcome;
  g_cancellable_cancel(cancellable.get());
  run_until(made->done, {}, Others::none);
  return std::nullopt;
}

}  // namespace modembench::fuzz
