// Goal: progress is a bar that gives way to lasting words on a terminal, and rare plain lines elsewhere.
// Method: a clock in the hands of the test; the exact bytes.
#include "cli/progress.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tocsin::cli {
namespace {

class View : public testing::Test {
 protected:
  std::ostringstream out_, err_;
  Console console_{.out = out_, .err = err_};
  double now_ = 100;
  View() {
    console_.now_s = [this] { return now_; };
  }
  std::string taken() {
    std::string text = err_.str();
    err_.str("");
    return text;
  }
};

TEST_F(View, PlainLinesAreRare) {
  ProgressView view(console_, false);
  view.show({0, 1000, 0, 0, 0});
  EXPECT_EQ(taken(), "");
  now_ += 4.9;
  view.show({100, 1000, 0, 0, 0});
  EXPECT_EQ(taken(), "");
  now_ += 0.1;
  view.show({250, 1000, 0, 3, 1});
  EXPECT_EQ(taken(), "250/1,000, 50/s, 3 violations, 1 finding, 15 s left\n");
  now_ += 1;
  view.show({260, 1000, 0, 3, 1});
  EXPECT_EQ(taken(), "");
}

TEST_F(View, ABarIsDrawnOverItselfAndMakesRoom) {
  console_.terminal_err = true;
  ProgressView view(console_, false);
  view.show({0, 4, 0, 0, 0});
  EXPECT_EQ(taken(), "\r[................] 0/4, 0 violations\033[K");
  now_ += 0.05;
  view.show({1, 4, 0, 0, 0});
  EXPECT_EQ(taken(), "");
  now_ += 2;
  view.show({2, 4, 0, 1, 0});
  EXPECT_EQ(taken(), "\r[########........] 2/4, 0.976/s, 1 violation, 2 s left\033[K");
  view.say("EC-16 failed");
  EXPECT_EQ(taken(), "\r\033[KEC-16 failed\n");
}

TEST_F(View, ANarrowTerminalIsNotOverrun) {
  console_.terminal_err = true;
  console_.width_err = 30;
  ProgressView view(console_, false);
  view.show({0, 1000000, 0, 0, 0});
  EXPECT_EQ(taken(), "\r[................] 0/1,000,00\033[K");
}

TEST_F(View, QuietIsQuiet) {
  console_.terminal_err = true;
  {
    ProgressView view(console_, true);
    view.show({0, 4, 0, 0, 0});
    view.say("something");
  }
  EXPECT_EQ(taken(), "");
}

}  // namespace
}  // namespace tocsin::cli
