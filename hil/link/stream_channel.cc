#include "hil/link/stream_channel.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "hil/link/link_error.h"

namespace homeostat::hil {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::microseconds;

// Any stream of Asio's.
template <class Stream>
class StreamChannel final : public ByteChannel {
 public:
  // `opened`: makes the stream in this context, or throws.
  template <class Opened>
  StreamChannel(std::string name, Opened opened)
      : name_(std::move(name)), stream_(opened(context_)) {}

  void write(wire::Bytes bytes) override {
    error_code failed;
    asio::write(stream_, asio::buffer(bytes.data(), bytes.size()), failed);
    if (failed) throw LinkError(name_ + ": " + failed.message());
  }

  std::size_t read(std::span<std::uint8_t> room, microseconds deadline) override {
    std::size_t count = 0;
    error_code failed;
    bool over = false;
    stream_.async_read_some(asio::buffer(room.data(), room.size()),
                            [&](const error_code& error, std::size_t bytes) {
                              failed = error;
                              count = bytes;
                              over = true;
                            });
    context_.restart();
    context_.run_until(std::chrono::steady_clock::time_point(deadline));
    if (!over) {
      stream_.cancel();
      context_.run();
      if (failed == asio::error::operation_aborted) return 0;
    }
    if (failed) throw LinkError(name_ + ": " + failed.message());
    return count;
  }

  microseconds now() override {
    return std::chrono::duration_cast<microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  }

 private:
  std::string name_;
  asio::io_context context_;
  Stream stream_;
};

// What Asio throws, as the link says it.
template <class Stream, class Opened>
std::unique_ptr<ByteChannel> open(const std::string& name, Opened opened) {
  try {
    return std::make_unique<StreamChannel<Stream>>(name, opened);
  } catch (const boost::system::system_error& failed) {
    throw UnreachableError(name + ": " + failed.code().message());
  }
}

}  // namespace

std::unique_ptr<ByteChannel> open_serial(const std::string& device, unsigned baud) {
  using Port = asio::serial_port;
  return open<Port>(device, [&](asio::io_context& context) {
    Port port(context, device);
    port.set_option(Port::baud_rate(baud));
    port.set_option(Port::character_size(8));
    port.set_option(Port::parity(Port::parity::none));
    port.set_option(Port::stop_bits(Port::stop_bits::one));
    port.set_option(Port::flow_control(Port::flow_control::none));
    return port;
  });
}

std::unique_ptr<ByteChannel> open_tcp(const std::string& host, const std::string& port) {
  using asio::ip::tcp;
  return open<tcp::socket>(host + ":" + port, [&](asio::io_context& context) {
    tcp::socket socket(context);
    asio::connect(socket, tcp::resolver(context).resolve(host, port));
    socket.set_option(tcp::no_delay(true));
    return socket;
  });
}

std::unique_ptr<ByteChannel> adopt_socket(int descriptor) {
  using Socket = asio::local::stream_protocol::socket;
  return open<Socket>("device", [&](asio::io_context& context) {
    return Socket(context, asio::local::stream_protocol(), descriptor);
  });
}

}  // namespace homeostat::hil
