#include "hil/rig/qmp.h"

#include <array>
#include <nlohmann/json.hpp>

#include "hil/link/link_error.h"
#include "hil/link/stream_channel.h"

namespace homeostat::hil {
namespace {

constexpr std::chrono::seconds kPatience{10};

}  // namespace

Qmp::Qmp(int descriptor) : channel_(adopt_socket(descriptor)) {}

void Qmp::run(const std::string& command, const std::string& event) {
  if (!greeted_) {
    greeted_ = true;
    (void)next_line();  // who it is
    run("qmp_capabilities");
  }
  const std::string line = nlohmann::json{{"execute", command}}.dump() + "\n";
  channel_->write({reinterpret_cast<const std::uint8_t*>(line.data()), line.size()});
  bool done = false;
  bool told = event.empty();
  while (!done || !told) {
    const nlohmann::json said = nlohmann::json::parse(next_line(), nullptr, false);
    if (!said.is_object()) continue;
    if (said.contains("error"))
      throw LinkError("qemu: " + command + ": refused: " + said["error"].dump());
    if (said.contains("return")) done = true;
    if (said.value("event", "") == event) told = true;
  }
}

std::string Qmp::next_line() {
  const auto deadline = channel_->now() + kPatience;
  for (;;) {
    const std::size_t end = heard_.find('\n');
    if (end != std::string::npos) {
      const std::string line = heard_.substr(0, end);
      heard_.erase(0, end + 1);
      return line;
    }
    std::array<std::uint8_t, 4096> portion;
    const std::size_t count = channel_->read(portion, deadline);
    if (count == 0) throw LinkError("qemu: its monitor does not answer");
    heard_.append(portion.begin(), portion.begin() + count);
  }
}

}  // namespace homeostat::hil
