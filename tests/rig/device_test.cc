// The device between board and link: what it keeps, what it refuses, what survives.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

#include "controller/reset_count.h"
#include "models/virtual_patient.h"
#include "sim/run_command.h"
#include "tests/rig/bench.h"

namespace homeostat::hil::testing {
namespace {

constexpr char kResponsive[] = "epilepsy/responsive";
constexpr char kOpenLoop[] = "epilepsy/open_loop";

// The shipped patient before a device, frame by frame.
class Bedside {
 public:
  explicit Bedside(Bench& bench, const std::string& program = kResponsive)
      : program_(clinical_configs::load_program(program)),
        settings_(clinical_configs::load_patient("temporal_lobe")),
        patient_(settings_, sim::device_setup(program_), {.seed = 1}),
        loop_(bench.link(), bench.programmer(), program_, scales(), Instant{}),
        twin_(program_, Instant{}) {
    if (start().restored) (void)twin_.restore(start().state);
  }

  safety::StimCommand live() {
    biomarkers::SampleFrame frame;
    patient_.advance({&command_, 1}, {&frame, 1});
    if (!armed_) frame.clinician_events |= biomarkers::kClinicianStart;
    armed_ = true;
    command_ = loop_.step(frame);
    (void)twin_.step(frame);
    return command_;
  }
  // False where it did not stimulate within so many frames.
  bool live_until_stimulation(int frames = 10'000) {
    for (int i = 0; i < frames; ++i) {
      if (live().on()) return true;
    }
    return false;
  }
  // The same loop without a link.
  const controller::ClosedLoop& twin() const { return twin_; }
  const LoopStart& start() const { return loop_.start(); }

 private:
  Scales scales() const {
    Scales scales{};
    scales.fill(settings_.sensing.step_uv);
    return scales;
  }

  controller::TherapyProgram program_;
  models::VirtualPatientSettings settings_;
  models::VirtualPatient patient_;
  RemoteLoop loop_;
  controller::ClosedLoop twin_;
  safety::StimCommand command_ = safety::StimCommand::off();
  bool armed_ = false;
};

bool sources_are_on() {
  return board().outputs_enabled && (board().sources.outputs[0].amplitude_ua != 0 ||
                                     board().sources.outputs[1].amplitude_ua != 0);
}

std::uint32_t refusal_of(Bench& bench, const sim::ImageBytes& image) {
  try {
    bench.upload(image);
  } catch (const RefusedError& refused) {
    EXPECT_EQ(wire::Refusal::kImageRefused, refused.verdict.refusal);
    return refused.verdict.detail;
  }
  return 0;
}

std::string program_of(const Bench& bench) {
  return const_cast<Bench&>(bench).link().identity().program_name.data();
}

// What the link tells of the log.
std::vector<firmware::LogRecord> log_of(Bench& bench) {
  wire::Request request{.ask = wire::Ask::kReadLog, .from = 1};
  std::vector<firmware::LogRecord> records;
  for (;;) {
    const wire::LogPage page = bench.link().ask(request, wire::Answer::kLogPage).log;
    if (page.count == 0) return records;
    records.insert(records.end(), page.events.begin(),
                   page.events.begin() + static_cast<std::ptrdiff_t>(page.count));
    request.from = records.back().number + 1;
  }
}

std::ptrdiff_t times_logged(Bench& bench, firmware::LogEvent event, int argument = -1) {
  const std::vector<firmware::LogRecord> log = log_of(bench);
  return std::ranges::count_if(log, [&](const firmware::LogRecord& record) {
    return record.event == event && (argument < 0 || record.argument == argument);
  });
}

TEST(DeviceTest, Saf355_BootsSilentAndKeepsItsLinkWithoutAProgram) {
  Bench bench;
  board().outputs_enabled = true;
  bench.boot();
  EXPECT_FALSE(board().outputs_enabled);
  EXPECT_EQ("", program_of(bench));
  EXPECT_EQ(firmware::kWatchdogUs, board().watchdog_us);
  EXPECT_GT(board().fed, 0);
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kProgramRefused));
}

TEST(DeviceTest, Saf355_TreatsAPatientAsTheHostsLoopWould) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  ASSERT_TRUE(bedside.live_until_stimulation());
  EXPECT_TRUE(sources_are_on());
  for (int i = 0; i < 1000; ++i) ASSERT_NO_THROW(bedside.live()) << i;
}

// Write-ahead: what the sources do was debited in the record that a reset would find.
TEST(DeviceTest, Saf356_WhatIsDeliveredWasStoredBefore) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  ASSERT_TRUE(bedside.live_until_stimulation());
  board().regions = board().regions_at_stimulation;
  firmware::StateSlots slots(1, {});
  std::vector<std::uint8_t> content(safety::kPersistedBytes + 4);
  ASSERT_EQ(firmware::Loaded::kWell, slots.load(content));
  const safety::PersistedState debited = bedside.twin().persist();
  EXPECT_EQ(0, std::memcmp(debited.data(), content.data(), debited.size()));
}

TEST(DeviceTest, Saf354_LogsWhatItDidAndWhereItsProcessorFaulted) {
  Bench bench;
  board().last_fault = 0x1234;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  ASSERT_TRUE(bedside.live_until_stimulation());
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kProcessorFault));
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kGranted));
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kModeChanged, HOMEOSTAT_SENSING));
  EXPECT_EQ(
      1, times_logged(bench, firmware::LogEvent::kModeChanged, HOMEOSTAT_TREATING_BURST));
}

TEST(DeviceTest, Saf356_AStoreThatFailsSilences) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  board().broken = true;
  ASSERT_TRUE(bedside.live_until_stimulation());
  EXPECT_FALSE(sources_are_on());
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kStoreFailed));
}

// What a reset then finds is what was stored before: believed, and nothing given back.
TEST(DeviceTest, Saf367_MemoryThatChangedSilencesAndResets) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  ASSERT_TRUE(bedside.live_until_stimulation());
  const auto stored = board().regions;
  ASSERT_EQ(0, board().resets);
  bench.turn_a_bit_of_the_program();
  EXPECT_THROW(bedside.live(), LinkError);  // the host's loop goes on
  EXPECT_EQ(1, board().resets);
  EXPECT_FALSE(sources_are_on());
  EXPECT_EQ(stored, board().regions);
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kMemoryChanged));
  bench.boot();
  EXPECT_EQ(2, times_logged(bench, firmware::LogEvent::kProgramLoaded, 1));
  EXPECT_NE("", program_of(bench));
}

// Not on a frame's way alone: a session's number is stored with the state.
TEST(DeviceTest, Saf367_NothingOfAChangedMemoryIsStoredBetweenFrames) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  bedside.live();
  bench.programmer().close();
  const auto stored = board().regions;
  bench.turn_a_bit_of_the_program();
  EXPECT_ANY_THROW(bench.programmer().open());
  EXPECT_EQ(1, board().resets);
  EXPECT_EQ(stored, board().regions);
}

TEST(DeviceTest, Saf357_AResetInABurstEndsItAndTheProgramGoesOnWithWhatWasSpent) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  {
    Bedside bedside(bench);
    ASSERT_TRUE(bedside.live_until_stimulation());
  }
  board().reset_cause = HOMEOSTAT_RESET_BROWN_OUT;
  bench.boot();
  EXPECT_FALSE(sources_are_on());
  EXPECT_NE("", program_of(bench));
  EXPECT_EQ(1U, bench.link().identity().image_counter);
  // State was believed: when the program first ran, and now.
  EXPECT_EQ(2, times_logged(bench, firmware::LogEvent::kProgramLoaded, 1));
  EXPECT_EQ(1,
            times_logged(bench, firmware::LogEvent::kBooted, HOMEOSTAT_RESET_BROWN_OUT));
}

TEST(DeviceTest, Saf357_StateThatIsGoneIsNoCredit) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  for (auto region : {BOARD_STATE_A, BOARD_STATE_B})
    std::ranges::fill(board().regions[region], 0xFF);
  bench.boot();
  bench.programmer().open();
  Bedside bedside(bench);
  EXPECT_FALSE(bedside.live_until_stimulation(3000));
  EXPECT_TRUE(bedside.twin().report().granted.latched);
  EXPECT_EQ(1, times_logged(bench, firmware::LogEvent::kProgramLoaded, 0));
}

// What may still be spent after so much as that state says.
safety::Envelope::Budgets budgets_in(const safety::PersistedState& state) {
  const controller::TherapyProgram program = clinical_configs::load_program(kResponsive);
  safety::Envelope envelope(program.limits, controller::checksum(program), Instant{});
  EXPECT_TRUE(envelope.restore(state, Instant{}));
  return envelope.budgets();
}

TEST(DeviceTest, Saf381_TheFirstRunBeginsWithFullBudgets) {
  Bench bench;
  bench.boot();
  EXPECT_THROW(read_start(bench.link()), RefusedError);  // there is no loop
  bench.upload(bench.image(kResponsive, 1));
  const LoopStart start = read_start(bench.link());
  EXPECT_FALSE(start.restored);
  EXPECT_EQ(1000, budgets_in(start.state).fast_permille);
}

TEST(DeviceTest, Saf381_OneRunAfterAnotherBeginsWhereThatEndedOnBothSides) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  auto bedside = std::make_unique<Bedside>(bench);
  for (int run = 0; run < 3; ++run) {
    ASSERT_TRUE(bedside->live_until_stimulation()) << run;
    for (int i = 0; i < 1000; ++i) ASSERT_NO_THROW(bedside->live()) << run << ' ' << i;
    const safety::PersistedState ended = bedside->twin().persist();
    EXPECT_THROW(read_start(bench.link()), RefusedError);  // it has stepped
    bedside = std::make_unique<Bedside>(bench);
    EXPECT_TRUE(bedside->start().restored);
    EXPECT_EQ(ended, bedside->start().state) << run;
  }
}

TEST(DeviceTest, Saf381_SoItIsAfterALossOfPower) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  for (int run = 0; run < 3; ++run) {
    Bedside bedside(bench);
    EXPECT_EQ(run > 0, bedside.start().restored);
    ASSERT_TRUE(bedside.live_until_stimulation()) << run;
    for (int i = 0; i < 1000; ++i) ASSERT_NO_THROW(bedside.live()) << run << ' ' << i;
    bench.boot();
    bench.programmer().open();
  }
}

TEST(DeviceTest, Saf382_ARestartIsSilentAndGivesNothingBack) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  ASSERT_TRUE(bedside.live_until_stimulation());
  ASSERT_TRUE(sources_are_on());
  const safety::Envelope::Budgets spent = budgets_in(bedside.twin().persist());
  EXPECT_LT(spent.fast_permille, 1000);
  for (int restart = 0; restart < 3; ++restart) {
    bench.programmer().restart();
    EXPECT_FALSE(sources_are_on());
    const safety::Envelope::Budgets left = budgets_in(read_start(bench.link()).state);
    EXPECT_LE(left.fast_permille, spent.fast_permille);
    EXPECT_LE(left.slow_permille, spent.slow_permille);
    EXPECT_LE(left.therapies_left_today, spent.therapies_left_today);
  }
  EXPECT_EQ(3, times_logged(bench, firmware::LogEvent::kChangeDone,
                            static_cast<int>(wire::ChangeKind::kRestart)));
}

// Resets without an hour of work between them are a fault of the device, ordered or not;
// a clinician's reset clears it.
TEST(DeviceTest, Saf382_RestartsAreCountedAsResetsAre) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  for (std::uint32_t run = 0; run <= controller::kMostResets; ++run) {
    Bedside bedside(bench);
    ASSERT_NO_THROW(bedside.live());
    EXPECT_NE(controller::Mode::kFault, bedside.twin().report().mode) << run;
  }
  Bedside bedside(bench);
  ASSERT_NO_THROW(bedside.live());
  EXPECT_EQ(controller::Mode::kFault, bedside.twin().report().mode);
}

TEST(DeviceTest, Saf358_TakesNoProgramWhileTherapyIsOn) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  ASSERT_TRUE(bedside.live_until_stimulation());
  bench.programmer().close();
  EXPECT_EQ(firmware::kTherapyIsOn, refusal_of(bench, bench.image(kOpenLoop, 2)));
  EXPECT_EQ(1U, bench.link().identity().image_counter);
}

TEST(DeviceTest, Saf358_TakesNoOlderProgramAndNoneOfAnotherKey) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 5));
  const std::string runs = program_of(bench);
  const TemporaryKey other;
  for (const auto& [image, why] :
       {std::pair(bench.image(kOpenLoop, 5), controller::ImageRefusal::kRolledBack),
        std::pair(bench.image(kOpenLoop, 6, &other),
                  controller::ImageRefusal::kUnknownKey)}) {
    bench.programmer().close();
    EXPECT_EQ(static_cast<std::uint32_t>(why), refusal_of(bench, image));
    bench.link().hello();
    EXPECT_EQ(runs, program_of(bench));
  }
  bench.boot();
  EXPECT_EQ(runs, program_of(bench));
  bench.upload(bench.image(kOpenLoop, 6));
  EXPECT_NE(runs, program_of(bench));
}

// Nor does it make room for older ones, nor go back to the one before it.
TEST(DeviceTest, Saf358_AProgramThatNoLongerChecksStaysTheNewestThereWas) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 5));
  bench.programmer().close();
  bench.upload(bench.image(kOpenLoop, 6));
  board().regions[BOARD_PROGRAM_B][300] ^= 1;
  bench.boot();
  EXPECT_EQ("", program_of(bench));
  EXPECT_EQ(6U, bench.link().identity().image_counter);
  EXPECT_EQ(static_cast<std::uint32_t>(controller::ImageRefusal::kRolledBack),
            refusal_of(bench, bench.image(kResponsive, 6)));
  bench.programmer().close();
  bench.upload(bench.image(kResponsive, 7));
  const std::string runs = program_of(bench);
  EXPECT_NE("", runs);
  bench.boot();
  EXPECT_EQ(runs, program_of(bench));
  EXPECT_EQ(7U, bench.link().identity().image_counter);
}

TEST(DeviceTest, Saf357_WhoOnlyOpenedSessionsBeginsWithFullBudgets) {
  Bench bench;
  bench.boot();
  bench.programmer().open();
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  Bedside bedside(bench);
  EXPECT_FALSE(bedside.start().restored);
  EXPECT_TRUE(bedside.live_until_stimulation());
}

// Erasing, image and mark: after a reset it runs the one or the other, whole.
TEST(DeviceTest, Saf359_PowerMayFailAnywhereInAnUpload) {
  Bench bench;
  bench.boot();
  bench.upload(bench.image(kResponsive, 1));
  bench.programmer().close();
  const std::string old_program = program_of(bench);
  const sim::ImageBytes next = bench.image(kOpenLoop, 2);
  const FakeBoard before = board();
  int switched = 0;
  const std::uint64_t all = BOARD_PROGRAM_BYTES + next.size() + 4096 + 8192;
  for (std::uint64_t bytes = 1; bytes < all; bytes += 211) {
    board() = before;
    bench.boot();
    board().bytes_of_power = bytes;
    board().torn = firmware::testing::Torn::kAnything;
    try {
      bench.upload(next);
    } catch (const LinkError&) {
    }
    board().bytes_of_power = std::numeric_limits<std::uint64_t>::max();
    bench.boot();
    const bool is_new = bench.link().identity().image_counter == 2;
    EXPECT_TRUE(is_new || program_of(bench) == old_program) << bytes;
    switched += is_new;
  }
  EXPECT_GT(switched, 0);
}

}  // namespace
}  // namespace homeostat::hil::testing
