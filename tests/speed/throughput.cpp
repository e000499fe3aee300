// Measures, never asserts: requests that one thread of `modembench serve` answers in a second of its processor to
// several clients who ask without waiting, against one thread of Asio that answers frames of the same sizes with fixed
// bytes, cut by QMUX's length and written one by one. In turns, in one run; who asks is on one processor, who answers
// on another. A second of the processor, not of the clock: others on the machine take from the latter.
//
// Usage: speed_throughput MODEMBENCH; run in a network namespace of its own, for the name @qmi-proxy

#include <stdlib.h>
#include <time.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "tests/speed/support.hpp"

namespace {

namespace qmi = modembench::qmi;
using namespace modembench::speed;
namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

constexpr int kAsking = 0;
constexpr int kAnswering = 1;
constexpr int kClients = 8;
constexpr int kRounds = 9;
constexpr int kRequestsARound = 16'000;

// --- the bare comparison

class EchoConnection : public std::enable_shared_from_this<EchoConnection> {
 public:
  EchoConnection(Protocol::socket socket, std::size_t answer) : socket_(std::move(socket)), answer_(answer, 0x5A) {}
  void read() {
    socket_.async_read_some(asio::buffer(buffer_.data() + held_, buffer_.size() - held_),
                            [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
                              if (error) return;
                              self->held_ += size;
                              self->answer_frames();
                              self->read();
                            });
  }

 private:
  void answer_frames() {
    std::size_t at = 0;
    while (held_ - at >= 3) {
      const std::size_t size = 1U + buffer_[at + 1] + 256U * buffer_[at + 2];
      if (held_ - at < size) break;
      asio::write(socket_, asio::buffer(answer_));
      at += size;
    }
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at), buffer_.begin() + static_cast<std::ptrdiff_t>(held_),
              buffer_.begin());
    held_ -= at;
  }
  Protocol::socket socket_;
  qmi::Bytes answer_;
  std::array<std::uint8_t, 16384> buffer_{};
  std::size_t held_ = 0;
};

class Echo {
 public:
  Echo(const std::string& path, std::size_t answer) : acceptor_(io_, Protocol::endpoint(path)), answer_(answer) {}
  void run() {
    accept();
    io_.run();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, Protocol::socket socket) {
      if (error) return;
      std::make_shared<EchoConnection>(std::move(socket), answer_)->read();
      accept();
    });
  }
  asio::io_context io_{1};
  Protocol::acceptor acceptor_;
  std::size_t answer_;
};

// --- who asks

/// The processor's time that a process has had, in seconds.
double processor_time(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    throw std::runtime_error("no clock of the process");
  }
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Requests answered in a second of the answering process, all clients with `depth` of them on the way.
double turn(const std::vector<Descriptor>& clients, pid_t answering, const qmi::Bytes& frame, std::size_t answer,
            int depth) {
  qmi::Bytes burst;
  for (int i = 0; i < depth; ++i) burst.insert(burst.end(), frame.begin(), frame.end());
  const int bursts = kRequestsARound / depth / kClients;
  const auto before = processor_time(answering);
  for (const auto& client : clients) write_all(client.get(), burst.data(), burst.size());
  for (int i = 1; i <= bursts; ++i) {
    for (const auto& client : clients) {
      read_all(client.get(), answer * static_cast<std::size_t>(depth));
      if (i < bursts) write_all(client.get(), burst.data(), burst.size());
    }
  }
  return bursts * depth * kClients / (processor_time(answering) - before);
}

std::vector<Descriptor> connect_all(const std::string& where, const std::string& device) {
  std::vector<Descriptor> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(connect_to(where));
    if (!device.empty()) open_by_proxy(clients.back(), device);
  }
  return clients;
}

qmi::Bytes ask_once(const Descriptor& client, const qmi::Message& request) {
  const auto frame = qmi::encode(request).value();
  write_all(client.get(), frame.data(), frame.size());
  qmi::Bytes answer(4096);
  const auto got = recv(client.get(), answer.data(), answer.size(), 0);
  answer.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return answer;
}

void compare(const std::string& program, const std::string& folder, const std::string& on) {
  const Served served(kAnswering, program, {"--on", on, "--dir", folder + "/ports", "--qmi-only"});
  const bool by_proxy = on == "proxy";
  const auto device = folder + "/ports/qmi";
  const auto modem = connect_all(by_proxy ? "@qmi-proxy" : device, by_proxy ? device : "");
  // A client id of NAS; any connection may use it.
  qmi::Message allocate{{.transaction = 1, .message = qmi::ctl::allocate_cid::id}, {}};
  allocate.set(qmi::ctl::allocate_cid::request::service, qmi::nas::service);
  const auto allocated = qmi::decode(ask_once(modem[0], allocate)).value();
  const auto cid = allocated.find(qmi::ctl::allocate_cid::response::allocation_info)->member("cid")->number();
  qmi::Message set_instance{{.transaction = 1, .message = qmi::ctl::set_instance_id::id}, {}};
  set_instance.set(qmi::ctl::set_instance_id::request::id, std::uint8_t{0});
  const qmi::Message serving_system{{.service = qmi::nas::service,
                                     .client = static_cast<std::uint8_t>(cid),
                                     .transaction = 1,
                                     .message = qmi::nas::get_serving_system::id},
                                    {}};
  for (const auto& [name, request] :
       {std::pair{"CTL Set Instance ID", set_instance}, std::pair{"NAS Get Serving System", serving_system}}) {
    const auto frame = qmi::encode(request).value();
    const auto answer = ask_once(modem[0], request).size();
    const auto path = folder + "/echo";
    auto ends = make_pipe();
    const Child echoing(kAnswering, [&] {
      Echo echo(path, answer);
      (void)!write(ends[1].get(), "ready", 5);
      echo.run();
    });
    read_until(ends[0].get(), "ready");
    const auto echo = connect_all(path, "");
    for (const int depth : {1, 16}) {
      std::vector<double> ours;
      std::vector<double> bare;
      for (int round = 0; round < kRounds; ++round) {
        ours.push_back(turn(modem, served.child.pid(), frame, answer, depth));
        bare.push_back(turn(echo, echoing.pid(), frame, answer, depth));
      }
      std::sort(ours.begin(), ours.end());
      std::sort(bare.begin(), bare.end());
      fmt::print(
          "rate    {:<6} {:<22} {} clients, {:2} on the way   modembench {:7.0f}/s   bare echo {:7.0f}/s   {:3.0f} %\n",
          on, name, kClients, depth, percentile(ours, 0.5), percentile(bare, 0.5),
          100 * percentile(ours, 0.5) / percentile(bare, 0.5));
    }
    std::filesystem::remove(path);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: speed_throughput MODEMBENCH\n");
    return 2;
  }
  std::string folder = (std::filesystem::temp_directory_path() / "modembench-speed-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 2;
  int status = 0;
  setvbuf(stdout, nullptr, _IOLBF, 0);
  stay_on(kAsking);
  try {
    for (const auto* on : {"socket", "proxy"}) compare(argv[1], folder, on);
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_throughput: {}\n", error.what());
    status = 2;
  }
  std::filesystem::remove_all(folder);
  return status;
}
