// Nothing that a person has is lost to a run, and nothing old passes for new.
#include "sim/output_folder.h"

#include "sim/demo_command.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

class OutputFolder : public Runs {
 protected:
  template <class Act>
  static bool is_refused_as_input(Act act) {
    return refusal(act).find(": is read by this run and") != std::string::npos;
  }
};

TEST_F(OutputFolder, AProgramInTheRunsFolderIsNotOverwritten) {
  const fs::path program = folder_ / "run" / "program.textproto";
  run(run_options());
  const std::string text = text_of(program);
  RunOptions again = run_options();
  again.program = program.string();
  EXPECT_EQ(refusal([&] { run(again); }),
            program.string() +
                ": is read by this run and would be overwritten by it as " +
                program.string() + "; give another folder");
  EXPECT_EQ(text_of(program), text);
}

TEST_F(OutputFolder, ARecordingInTheReplaysFolderIsNotOverwritten) {
  run(run_options());
  ReplayOptions options = replay_options();
  options.out = folder_ / "run";
  const std::string bytes = text_of(options.recording);
  EXPECT_TRUE(is_refused_as_input([&] { replay(options); }));
  fs::create_symlink(options.recording, folder_ / "another_name.edf");
  options.recording = folder_ / "another_name.edf";
  EXPECT_TRUE(is_refused_as_input([&] { replay(options); }));
  EXPECT_EQ(text_of(options.recording), bytes);
}

TEST_F(OutputFolder, AnnotationsInTheReplaysFolderAreNotOverwritten) {
  run(run_options());
  fs::create_directories(folder_ / "replay");
  fs::rename(folder_ / "run" / "seizures.tsv", folder_ / "replay" / "seizures.tsv");
  ReplayOptions options = replay_options();
  options.annotations = folder_ / "replay" / "seizures.tsv";
  EXPECT_TRUE(is_refused_as_input([&] { replay(options); }));
  EXPECT_TRUE(fs::exists(*options.annotations));
}

TEST_F(OutputFolder, APatientThatARunWouldReplaceIsNotOverwritten) {
  fs::create_directories(folder_ / "run");
  RunOptions options = run_options();
  options.patient = (folder_ / "run" / "program.textproto").string();
  fs::rename(shipped("patients/temporal_lobe"), options.patient);
  EXPECT_TRUE(is_refused_as_input([&] { run(options); }));
  EXPECT_EQ(text_of(options.patient), text_of(shipped("patients/temporal_lobe")));
}

TEST_F(OutputFolder, TheDemosRecordingIsNotOverwrittenByTheRunsBeforeIt) {
  RunOptions treated = run_options();
  treated.out = folder_ / "treated";
  run(treated);
  const fs::path recording = treated.out / "recording.edf";
  const std::string bytes = text_of(recording);
  const DemoOptions demo{.recording = recording, .duration_s = 4.0, .out = folder_};
  EXPECT_TRUE(is_refused_as_input([&] { demonstrate(demo, console_); }));
  EXPECT_EQ(text_of(recording), bytes);
}

TEST_F(OutputFolder, AFileThatNoRunWroteIsNotOverwritten) {
  fs::create_directories(folder_ / "run");
  const fs::path somebodys = folder_ / "run" / "recording.edf";
  std::ofstream(somebodys) << "the only copy";
  EXPECT_EQ(refusal([&] { run(run_options()); }),
            somebodys.string() +
                ": would be overwritten, and is not from a run into this folder; give "
                "another folder, or move the file away");
  EXPECT_EQ(text_of(somebodys), "the only copy");
}

TEST_F(OutputFolder, FilesOfOtherNamesStayWhereTheyAre) {
  fs::create_directories(folder_ / "run");
  std::ofstream(folder_ / "run" / "notes.txt") << "seen by two";
  run(run_options());
  run(run_options());
  EXPECT_EQ(text_of(folder_ / "run" / "notes.txt"), "seen by two");
}

TEST_F(OutputFolder, AFolderUsedBeforeShowsNoSeizuresOfThatRun) {
  RunOptions options = run_options();
  options.out = folder_ / "replay";
  run(run_options());
  run(options);
  ASSERT_TRUE(fs::exists(folder_ / "replay" / "seizures.tsv"));
  replay(replay_options());  // whose seizures nobody knows
  EXPECT_FALSE(fs::exists(folder_ / "replay" / "seizures.tsv"));
}

TEST_F(OutputFolder, AFileIsNoFolder) {
  std::ofstream(folder_ / "run") << "a file";
  EXPECT_THROW(run(run_options()), RecordingError);
  EXPECT_EQ(text_of(folder_ / "run"), "a file");
}

}  // namespace
}  // namespace homeostat::sim
