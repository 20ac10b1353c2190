#include "hil/wire/message.h"

namespace homeostat::wire {
namespace {

struct Words {
  const char* name;
  const char* words;
};

constexpr Words kWords[] = {
    {"none", "done"},
    {"malformed", "no message of this protocol, or one that contradicts itself"},
    {"unknown", "this build has no such message, change or capability"},
    {"version", "the device speaks another version of the protocol"},
    {"no_hello", "say hello first"},
    {"stale", "older than what was answered already"},
    {"no_session", "no session is open, or it has expired"},
    {"no_challenge", "no challenge waits, or it has expired"},
    {"bad_signature", "not signed by this device's programmer"},
    {"wrong_number", "not the next change of the session"},
    {"locked", "too many wrong signatures; wait"},
    {"no_entropy",
     "the device has no random bytes, or cannot store the session's number"},
    {"wrong_offset", "not where the last chunk ended"},
    {"too_long", "the image does not fit"},
    {"no_upload", "no upload is under way"},
    {"incomplete", "not all of the image has arrived"},
    {"wrong_crc", "the image arrived damaged; send it anew"},
    {"not_stored", "the device's staging memory failed"},
    {"image_refused", "the device refuses the image"},
    {"no_report", "no frame has been stepped yet"},
    {"not_at_start", "its loop has stepped already, or there is none; restart it"},
    {"more_channels", "the frame has more channels than the device has room for"},
};
static_assert(std::size(kWords) == static_cast<std::size_t>(kLastRefusal) + 1);

}  // namespace

Report report_of(const controller::LoopReport& loop,
                 std::uint32_t frame_sequence) noexcept {
  Report report;
  report.frame_sequence = frame_sequence;
  report.loop = loop;
  report.loop.granted.command = safety::StimCommand::off();
  for (int output = 0; output < safety::kOutputs; ++output) {
    report.granted[static_cast<std::size_t>(output)] =
        loop.granted.command.output(output);
  }
  return report;
}

const char* name_of(Refusal refusal) noexcept {
  return kWords[static_cast<std::size_t>(refusal)].name;
}

const char* words_for(Refusal refusal) noexcept {
  return kWords[static_cast<std::size_t>(refusal)].words;
}

}  // namespace homeostat::wire
