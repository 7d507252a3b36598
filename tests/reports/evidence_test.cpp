// Goal: evidence is on disk whole or not at all, with what an auditor needs in it.
// Method: hand-made results written into a temporary folder; places that cannot be written to; a known SHA-256.
#include "reports/evidence.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "reports/json.hpp"
#include "reports/text.hpp"
#include "tests/reports/sample.hpp"

namespace tocsin::reports {
namespace {

namespace fs = std::filesystem;

class Evidence : public testing::Test {
 protected:
  Evidence() {
    std::string pattern = (fs::temp_directory_path() / "tocsin-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Evidence() override { fs::remove_all(folder_); }

  std::string bytes(const fs::path& path) const {
    std::ifstream in(folder_ / path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
      names.insert(entry.path().lexically_relative(folder_).string());
    return names;
  }

  fs::path folder_;
};

TEST_F(Evidence, HoldsReportsAndEachFailure) {
  const Written written = write_evidence((folder_ / "out").string(), failed_run(), some_identity());
  EXPECT_EQ(written.error, "");
  EXPECT_EQ(written.folder, (folder_ / "out/20221003T000000Z-1").string());
  const std::string run = "out/20221003T000000Z-1";
  EXPECT_EQ(names(), (std::set<std::string>{"out", "out/latest", run, run + "/report.json", run + "/verdicts.txt", run + "/EC-16",
                                            run + "/EC-16/failure.txt", run + "/EC-16/events.jsonl", run + "/EC-16/ladder.txt",
                                            run + "/EC-16/flow.mmd"}));
  EXPECT_EQ(bytes("out/latest/report.json"), json_report(failed_run(), some_identity()));
  EXPECT_EQ(bytes("out/latest/verdicts.txt"), text_report(failed_run(), {}));
  EXPECT_EQ(bytes("out/latest/EC-16/events.jsonl"),
            "{\"seq\":16,\"at\":3599000000,\"event\":\"arrived\",\"leg\":12}\n"
            "{\"seq\":17,\"at\":3599999999,\"event\":\"routed\",\"leg\":12}\n");
  const std::string failure = bytes("out/latest/EC-16/failure.txt");
  for (const char* piece : {"EC-16: What EC-16 guarantees.", "scenario     S03 (scenarios/a b's.json)", "seed         7\n",
                            "replication  3\n", "1:00:02.000000 (by the passing of time)", "slack        -1 us",
                            "  tocsin run 'scenarios/a b'\\''s.json' --only EC-16 --seed 7 --replication 3 --trace fail.jsonl\n"})
    EXPECT_NE(failure.find(piece), std::string::npos) << piece << "\n" << failure;
}

TEST_F(Evidence, WhatWasMadeSmallLiesBesideItsFailure) {
  const std::vector<Minimal> minimal = {{"EC-16", "{}\n", "small\n", "sequenceDiagram\n"}, {"crashed", "[]\n", "down\n", ""}};
  EXPECT_EQ(write_evidence(folder_.string(), failed_run(), some_identity(), minimal).error, "");
  EXPECT_EQ(bytes("latest/EC-16/minimal.json"), "{}\n");
  EXPECT_EQ(bytes("latest/EC-16/minimal.txt"), "small\n");
  EXPECT_EQ(bytes("latest/EC-16/minimal.mmd"), "sequenceDiagram\n");
  EXPECT_EQ(bytes("latest/crashed/minimal.json"), "[]\n");
  EXPECT_NE(bytes("latest/EC-16/failure.txt").find("\n  tocsin replay out/latest/EC-16/minimal.json\n"), std::string::npos);
}

TEST_F(Evidence, TheNewestIsTheLatest) {
  Identity second = some_identity();
  second.run_id = "20221004T000000Z-1";
  EXPECT_EQ(write_evidence(folder_.string(), failed_run(), some_identity()).error, "");
  EXPECT_EQ(write_evidence(folder_.string(), passed_run(), second).error, "");
  EXPECT_EQ(fs::read_symlink(folder_ / "latest"), second.run_id);
  EXPECT_EQ(bytes("latest/report.json"), json_report(passed_run(), second));
}

TEST_F(Evidence, APartialRunIsMarked) {
  EXPECT_EQ(write_evidence(folder_.string(), partial_run(), some_identity()).error, "");
  EXPECT_NE(bytes("latest/report.json").find("\"partial\": true"), std::string::npos);
  EXPECT_EQ(bytes("latest/verdicts.txt").find("PARTIAL"), 0u);
}

TEST_F(Evidence, WhatCannotBeWrittenLeavesNothing) {
  std::ofstream(folder_ / "file") << "in the way";
  const Written written = write_evidence((folder_ / "file").string(), passed_run(), some_identity());
  EXPECT_EQ(written.folder, "");
  EXPECT_NE(written.error, "");
  EXPECT_EQ(names(), std::set<std::string>{"file"});
  // A run of that name is there already, and not empty.
  EXPECT_EQ(write_evidence((folder_ / "out").string(), passed_run(), some_identity()).error, "");
  EXPECT_NE(write_evidence((folder_ / "out").string(), failed_run(), some_identity()).error, "");
  EXPECT_EQ(bytes("out/latest/report.json"), json_report(passed_run(), some_identity()));
}

TEST_F(Evidence, AFileAppearsWholeOrNotAtAll) {
  const std::string path = (folder_ / "report.xml").string();
  EXPECT_EQ(write_file(path, "one"), "");
  EXPECT_EQ(write_file(path, "two"), "");
  EXPECT_EQ(bytes("report.xml"), "two");
  EXPECT_NE(write_file((folder_ / "missing/report.xml").string(), "three"), "");
  EXPECT_NE(write_file("/dev/full", std::string(1 << 20, 'x')), "");
  EXPECT_EQ(write_file("/dev/null", "four"), "");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(names(), std::set<std::string>{"report.xml"});
}

TEST_F(Evidence, TheDigestIsSha256) {
  std::ofstream(folder_ / "abc") << "abc";
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(sha256_of_file((folder_ / "abc").string()), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of_file((folder_ / "missing").string()), "");
}

TEST_F(Evidence, DatesComeFromTheSourceDateWhereItIsGiven) {
  setenv("SOURCE_DATE_EPOCH", "1664755200", 1);
  EXPECT_EQ(make_identity("").started, "2022-10-03T00:00:00Z");
  for (const char* wrong : {"", "x", "-1", "99999999999999999999", "1664755200 "}) {
    setenv("SOURCE_DATE_EPOCH", wrong, 1);
    EXPECT_NE(make_identity("").started, "2022-10-03T00:00:00Z") << wrong;
  }
  unsetenv("SOURCE_DATE_EPOCH");
}

}  // namespace
}  // namespace tocsin::reports
