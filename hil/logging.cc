#include "hil/logging.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "sim/error.h"

namespace homeostat::hil {
namespace {

constexpr const char* kPlain = "%Y-%m-%dT%H:%M:%S.%e %l %v";
constexpr const char* kJson =
    R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","text":"%*"})";

// The message as the inside of a JSON string.
class JsonText final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    for (const char c : message.payload) append(c, out);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JsonText>();
  }

 private:
  static void append(char c, spdlog::memory_buf_t& out) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (static_cast<unsigned char>(c) >= 0x20) {
      out.push_back(c);
      return;
    }
    char escaped[7];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
    out.append(escaped, escaped + 6);
  }
};

bool into_a_file = false;
std::string lost;  // why the first message that was lost was

std::shared_ptr<spdlog::logger> make_logger(const std::string& file) {
  if (file.empty()) return spdlog::stderr_logger_st("homeostat");
  const sim::UsageError no_such_place(
      "--log-file " + file + ": cannot be written; give a file in a folder that exists");
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder)) throw no_such_place;
  try {
    return spdlog::basic_logger_st("homeostat", file);
  } catch (const spdlog::spdlog_ex&) {
    throw no_such_place;
  }
}

void note_loss(const std::string& why) {
  if (lost.empty()) lost = why;
}

}  // namespace

void start_logging(const LogOptions& options) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<JsonText>('*').set_pattern(options.json ? kJson : kPlain);
  auto logger = make_logger(options.file);
  logger->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(options.level));
  logger->set_error_handler(note_loss);
  logger->flush_on(spdlog::level::warn);
  into_a_file = !options.file.empty();
  spdlog::set_default_logger(std::move(logger));
}

void log_to_file(const char* error) {
  if (into_a_file) spdlog::error(error);
}

void expect_log_written() {
  spdlog::default_logger()->flush();
  if (into_a_file && !lost.empty()) {
    throw std::runtime_error("the log was not written completely: " + lost);
  }
}

}  // namespace homeostat::hil
