#include <string>
#include <vector>

#include "cli/app.hpp"

int main(int argc, char** argv) {
  tocsin::cli::Console console = tocsin::cli::process_console(argc > 0 ? argv[0] : "tocsin");
  return tocsin::cli::run_app(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), console);
}
