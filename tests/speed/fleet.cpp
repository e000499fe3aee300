// Measures, never asserts: many modems in one process of `modembench serve`, all behind one socket as qmi-proxy has it:
// the memory of the process with them plugged in, then with a client at each, and the time to an answer while all of
// them are asked, one at a time and all at once.
//
// Usage: speed_fleet MODEMBENCH [MODEMS…]; run in a network namespace of its own, for the name @qmi-proxy

#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "tests/speed/support.hpp"

namespace {

namespace qmi = modembench::qmi;
using namespace modembench::speed;

constexpr int kAsking = 0;
constexpr int kAnswering = 1;
constexpr int kRounds = 5;

/// Resident memory of a process in MiB.
double resident(pid_t process) {
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string word; status >> word;) {
    if (word != "VmRSS:") continue;
    double kib = 0;
    status >> kib;
    return kib / 1024;
  }
  throw std::runtime_error("no VmRSS");
}

qmi::Bytes allocate_nas() {
  qmi::Message allocate{{.transaction = 2, .message = qmi::ctl::allocate_cid::id}, {}};
  allocate.set(qmi::ctl::allocate_cid::request::service, qmi::nas::service);
  return qmi::encode(allocate).value();
}

/// The first client id of a modem that numbers them from 1.
qmi::Bytes get_serving_system() {
  return qmi::encode({{.service = qmi::nas::service,
                       .client = 1,
                       .transaction = 1,
                       .message = qmi::nas::get_serving_system::id},
                      {}})
      .value();
}

std::size_t answer_size(const Descriptor& client, const qmi::Bytes& request) {
  write_all(client.get(), request.data(), request.size());
  std::array<std::uint8_t, 4096> buffer{};
  const auto got = recv(client.get(), buffer.data(), buffer.size(), 0);
  if (got <= 0) throw std::runtime_error("no answer");
  return static_cast<std::size_t>(got);
}

void print(std::size_t modems, const char* how, std::vector<double>& micros) {
  std::sort(micros.begin(), micros.end());
  fmt::print("fleet   {:5} modems   {:<15} p50 {:9.1f} us   p99 {:9.1f} us\n", modems, how, percentile(micros, 0.5),
             percentile(micros, 0.99));
}

/// Each asked after the one before it has answered.
void ask_in_turn(const std::vector<Descriptor>& clients, const qmi::Bytes& request, std::size_t answer) {
  std::vector<double> micros;
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& client : clients) {
      const auto began = Clock::now();
      write_all(client.get(), request.data(), request.size());
      read_all(client.get(), answer);
      micros.push_back(Micros(Clock::now() - began).count());
    }
  }
  print(clients.size(), "one at a time", micros);
}

/// All asked, then all answers taken in the order in which they come.
void ask_at_once(const std::vector<Descriptor>& clients, const qmi::Bytes& request, std::size_t answer) {
  const Descriptor ready(epoll_create1(EPOLL_CLOEXEC), "epoll");
  for (std::size_t i = 0; i < clients.size(); ++i) {
    epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.u64 = i}};
    epoll_ctl(ready.get(), EPOLL_CTL_ADD, clients[i].get(), &event);
  }
  std::vector<double> micros;
  std::vector<Clock::time_point> began(clients.size());
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      began[i] = Clock::now();
      write_all(clients[i].get(), request.data(), request.size());
    }
    std::array<epoll_event, 256> events{};
    for (std::size_t answered = 0; answered < clients.size();) {
      const int some = epoll_wait(ready.get(), events.data(), static_cast<int>(events.size()), 10'000);
      if (some <= 0) throw std::runtime_error("answers are missing");
      for (int e = 0; e < some; ++e, ++answered) {
        const auto i = static_cast<std::size_t>(events.at(static_cast<std::size_t>(e)).data.u64);
        read_all(clients[i].get(), answer);
        micros.push_back(Micros(Clock::now() - began[i]).count());
      }
    }
  }
  print(clients.size(), "all at once", micros);
}

void measure(const std::string& program, const std::string& folder, std::size_t modems) {
  const auto began = Clock::now();
  const Served served(kAnswering, program,
                      {"--on", "proxy", "--qmi-only", "--modems", std::to_string(modems), "--dir", folder});
  const auto ready = std::chrono::duration<double>(Clock::now() - began).count();
  const double plugged_in = resident(served.child.pid());
  std::vector<Descriptor> clients;
  for (std::size_t i = 1; i <= modems; ++i) {
    clients.push_back(connect_to("@qmi-proxy"));
    open_by_proxy(clients.back(), fmt::format("{}/{}/qmi", folder, i));
    answer_size(clients.back(), allocate_nas());
  }
  const auto request = get_serving_system();
  const auto answer = answer_size(clients.front(), request);
  for (std::size_t i = 1; i < modems; ++i) answer_size(clients[i], request);
  const double with_clients = resident(served.child.pid());
  fmt::print(
      "fleet   {:5} modems   ready in {:.2f} s   {:.1f} MiB, with a client at each {:.1f} MiB   {:.1f} KiB a modem\n",
      modems, ready, plugged_in, with_clients, 1024 * with_clients / static_cast<double>(modems));
  ask_in_turn(clients, request, answer);
  ask_at_once(clients, request, answer);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: speed_fleet MODEMBENCH [MODEMS...]\n");
    return 2;
  }
  std::vector<std::size_t> counts;
  for (int i = 2; i < argc; ++i) counts.push_back(std::stoul(argv[i]));
  if (counts.empty()) counts = {2, 1000, 10000};
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  std::string folder = (std::filesystem::temp_directory_path() / "modembench-speed-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 2;
  int status = 0;
  setvbuf(stdout, nullptr, _IOLBF, 0);
  stay_on(kAsking);
  try {
    for (const auto modems : counts) measure(argv[1], folder + "/ports", modems);
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_fleet: {}\n", error.what());
    status = 2;
  }
  std::filesystem::remove_all(folder);
  return status;
}
