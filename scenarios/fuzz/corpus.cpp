#include "scenarios/fuzz/corpus.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "models/trace/running_hash.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/json/problem.hpp"
#include "scenarios/json/reader.hpp"

namespace tocsin::scenarios {

namespace fs = std::filesystem;

std::variant<StoredCorpus, std::string> read_corpus(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  std::vector<std::string> files;
  if (!error)
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      if (at->path().extension() == ".json") files.push_back(at->path().string());
  if (error) return in_quotes(folder) + " cannot be read as a folder: " + error.message();
  std::sort(files.begin(), files.end());
  StoredCorpus corpus;
  for (const std::string& file : files) {
    Problems problems;
    auto text = read_bytes(file, problems, Limits{}.bytes_max);
    if (text && std::holds_alternative<Scenario>(parse_scenario(*text, file)))
      corpus.programs.push_back(std::move(*text));
    else
      ++corpus.skipped;
  }
  return corpus;
}

std::string add_to_corpus(const std::string& folder, const std::string& program) {
  const std::string path = (fs::path(folder) / program_name(program)).string();
  if (std::error_code error; fs::exists(path, error)) return {};
  std::ofstream file(path, std::ios::binary);
  file << program;
  file.close();
  return file ? std::string{} : "cannot write " + in_quotes(path);
}

std::string program_name(const std::string& program) {
  trace::RunningHash hash;
  hash.add(program.data(), program.size());
  return hash.value().hex().substr(0, 16) + ".json";
}

}  // namespace tocsin::scenarios
