// Goal: a command line that is wrong gets one message that helps and exit code 4; help fits a terminal.
// Method: the program is called in process with good and bad arguments.
#include "tests/cli/session.hpp"

namespace tocsin::cli {
namespace {

using App = Session;

TEST_F(App, SaysItsVersion) {
  const Said said = tocsin({"--version"});
  EXPECT_EQ(said.code, 0);
  EXPECT_EQ(said.out.rfind("tocsin ", 0), 0u);
  EXPECT_EQ(said.err, "");
}

TEST_F(App, HelpFitsEightyColumnsEverywhere) {
  for (const char* command : {"", "run", "list", "explain", "validate", "schema", "doctor"}) {
    std::vector<std::string> arguments = {"--help"};
    if (*command) arguments.insert(arguments.begin(), command);
    const Said said = tocsin(arguments);
    EXPECT_EQ(said.code, 0) << command;
    EXPECT_EQ(said.err, "");
    EXPECT_NE(said.out.find("Usage: tocsin"), std::string::npos) << command;
    std::istringstream lines(said.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << command << ": " << line;
  }
}

TEST_F(App, WhatCannotBeWrittenIsNoSuccess) {
  for (const bool gone : {false, true}) {
    const auto unwritable = [&](Console& console) {
      console.out.setstate(std::ios::badbit);
      console.reader_is_gone = [gone] { return gone; };
    };
    const Said said = tocsin({"list", "--policies"}, unwritable);
    EXPECT_EQ(said.code, gone ? 141 : 70);
    EXPECT_EQ(said.err, gone ? "" : "tocsin: standard output could not be written\n");
    EXPECT_EQ(tocsin({"explain", "EC-99"}, unwritable).code, 4) << "the graver reason";
  }
}

TEST_F(App, NoCommandIsShownTheHelp) {
  const Said said = tocsin({});
  EXPECT_EQ(said.code, 4);
  EXPECT_EQ(said.out, "");
  EXPECT_NE(said.err.find("Subcommands:"), std::string::npos);
}

struct Wrong {
  std::vector<std::string> arguments;
  const char* message;
};

class AWrongCommandLine : public Session, public testing::WithParamInterface<Wrong> {};

TEST_P(AWrongCommandLine, IsExplainedAndExitsWithFour) {
  const Said said = tocsin(GetParam().arguments);
  EXPECT_EQ(said.code, 4);
  EXPECT_EQ(said.out, "");
  EXPECT_NE(said.err.find(GetParam().message), std::string::npos) << said.err;
  EXPECT_EQ(files(), std::set<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(
    App, AWrongCommandLine,
    testing::Values(Wrong{{"rum"}, "tocsin: there is no command \"rum\", did you mean run?"},
                    Wrong{{"run", "--sed", "1", "x"}, "there is no flag \"--sed\", did you mean --seed?"},
                    Wrong{{"run", "--polcy=null", "x"}, "there is no flag \"--polcy\", did you mean --policy?"},
                    Wrong{{"run"}, "PATH is required"}, Wrong{{"explain"}, "ID is required"},
                    Wrong{{"explain", "EC-16", "a", "b", "--frob"}, "there is no flag \"--frob\""},
                    Wrong{{"run", "--jobs", "0", "x"}, "--jobs: \"0\" is not a whole number from 1 to 1024"},
                    Wrong{{"run", "--seed", "-1", "x"}, "--seed: \"-1\" is not a whole number"},
                    Wrong{{"run", "--seed", "18446744073709551616", "x"},
                          "--seed: \"18446744073709551616\" is not a whole number"},
                    Wrong{{"run", "--replications", "0", "x"}, "--replications: \"0\" is not a whole number"},
                    Wrong{{"run", "--seed"}, "--seed"}, Wrong{{"run", "nowhere.json"}, "nowhere.json: no such file"},
                    Wrong{{"run", "--only", "EC16", "x"}, "--only: there is no requirement \"EC16\" (did you mean \"EC-16\"?)"},
                    Wrong{{"run", "--only", "EC-16,", "x"}, ""}, Wrong{{"run", "--policy", "nul", "x"}, "did you mean \"null\"?"},
                    Wrong{{"run", "--policy", "./none.so", "x"}, "--policy: ./none.so: not a usable policy"},
                    Wrong{{"run", "--report", "junit", "x"}, "expected KIND=FILE"},
                    Wrong{{"run", "--report", "junti=a", "x"}, "did you mean \"junit\"?"},
                    Wrong{{"run", "--memory", "lots", "x"}, "--memory \"lots\": expected a size"},
                    Wrong{{"run", "--memory", "1k", "x"}, "expected a size"},
                    Wrong{{"explain", "EC-00"}, "there is no requirement, ruling, switch, fault, scenario or family \"EC-00\""},
                    Wrong{{"run", "x", "--policy", "/tmp/p\xff.so"},
                          "argument 4, \"/tmp/p\\xff.so\", is not UTF-8, so that no report could name it"},
                    Wrong{{"schema", "trcae"}, "did you mean \"trace\"?"},
                    Wrong{{"validate", "nowhere"}, "nowhere: no such file"}));

}  // namespace
}  // namespace tocsin::cli
