#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/format.hpp"

namespace tocsin::cli {
namespace {

std::string left(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s left", seconds);
  if (seconds < 3600) return fmt::format("{:.0f} min left", seconds / 60);
  return fmt::format("{:.1f} h left", seconds / 3600);
}

}  // namespace

std::string ProgressView::words(const scenarios::Progress& progress, double elapsed_s) const {
  const double done = static_cast<double>(progress.replications_done);
  const double total = static_cast<double>(std::max<std::uint64_t>(progress.replications_total, 1));
  std::string text =
      fmt::format("{}/{}", reports::grouped(progress.replications_done), reports::grouped(progress.replications_total));
  if (elapsed_s > 0 && progress.replications_done > 0) text += fmt::format(", {:.3g}/s", done / elapsed_s);
  text += fmt::format(", {} violation{}", reports::grouped(progress.violations), progress.violations == 1 ? "" : "s");
  if (progress.findings > 0)
    text += fmt::format(", {} finding{}", reports::grouped(progress.findings), progress.findings == 1 ? "" : "s");
  if (elapsed_s > 1 && progress.replications_done > 0) text += ", " + left(elapsed_s * (total - done) / done);
  return text;
}

void ProgressView::show(const scenarios::Progress& progress) {
  line_.show([&] {
    const std::string text = words(progress, console_.now_s() - started_s_);
    if (!console_.terminal_err) return text;
    constexpr std::size_t cells = 16;
    const std::size_t full =
        progress.replications_total == 0 ? 0 : cells * progress.replications_done / progress.replications_total;
    return fmt::format("[{}{}] {}", std::string(full, '#'), std::string(cells - full, '.'), text);
  });
}

}  // namespace tocsin::cli
