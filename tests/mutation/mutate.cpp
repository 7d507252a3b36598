// Changes the policy in every small wrong way there is, one at a time, and looks which of these the compliance set does not
// notice.
//
//   tocsin_mutate TOCSIN TESTS [--jobs N] [--every K] [--only TEXT] [--these FILE] [--equivalent FILE]
//
// Run from the project's root. Each mutant is compiled into a shared library and run by `TOCSIN run` over the first scenarios of
// the compliance set; what these do not catch goes to the policy's own tests (TESTS is a file with the names of their objects, to
// be linked with the mutant), and what is left to the whole set. It is caught if a run fails or is not to be trusted. A survivor
// must stand in tests/mutation/equivalent.txt with the reason why nothing can tell it from the policy; another one, or a line of
// that file which is no survivor any more, gives exit code 1.
// `--every 10` tries every tenth mutant, `--only window` those of files with that word in their path, `--these FILE` those that
// stand in FILE as survivors do.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/mutation/mutants.hpp"

namespace {

namespace fs = std::filesystem;
using tocsin::mutation::Mutant;

constexpr int usage = 4;
constexpr const char* test_libraries = " -lrapidcheck -lgmock -lgtest_main -lgtest";
constexpr const char* compile = "g++ -std=c++20 -O1 -fPIC -w -I . ";
constexpr const char* header = "policy/engine.hpp";  // what nearly every source includes, compiled once

struct Options {
  std::string program;
  std::string tests;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
  std::size_t every = 1;
  std::string only;
  std::string these;
  std::string equivalent = "tests/mutation/equivalent.txt";
};

struct Job {
  std::string file;
  Mutant mutant;
};

enum class Fate { no_mutant, caught_at_once, caught_by_tests, caught_by_scenarios, survived, harness_failed };

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int run(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string name_of(const Job& job) { return job.file + " | " + job.mutant.original + " | " + job.mutant.mutated; }

std::string compile_line(const fs::path& folder, const std::string& source, const std::string& object) {
  return compile + ("-include " + (folder / "header.hpp").string()) + " -c " + source + " -o " + object;
}

// The objects of the unchanged policy, by source.
std::map<std::string, std::string> build_objects(const std::vector<std::string>& files, const fs::path& folder) {
  std::map<std::string, std::string> objects;
  if (run(compile + std::string("-x c++-header ") + header + " -o " + (folder / "header.hpp.gch").string()) != 0) return {};
  for (const std::string& file : files) {
    std::string object = (folder / (std::to_string(objects.size()) + ".o")).string();
    if (run(compile_line(folder, file, object)) != 0) return {};
    objects[file] = object;
  }
  return objects;
}

bool link_tests(const Options& options, const std::string& objects, const std::string& program) {
  return run("g++ -o " + program + " @" + options.tests + objects + test_libraries) == 0;
}

Fate try_out(const Options& options, const Job& job, const std::map<std::string, std::string>& objects, const fs::path& place) {
  const std::string source = (place / "mutant.cpp").string(), object = (place / "mutant.o").string(),
                    library = (place / "mutant.so").string();
  std::ofstream(source, std::ios::binary) << job.mutant.source;
  if (run(compile_line(place.parent_path(), source, object) + " 2>/dev/null") != 0) return Fate::no_mutant;
  std::string all = " " + object;
  for (const auto& [file, built] : objects)
    if (file != job.file) all += " " + built;
  if (run("g++ -shared -Wl,--version-script=policy/exports.map -o " + library + all + " 2>/dev/null") != 0)
    return Fate::no_mutant;
  // A change that makes the policy loop is caught too, and not waited for: `timeout` ends with 124.
  const auto judged = [&](const std::string& seconds, const std::string& scenarios) {
    return run("timeout " + seconds + " " + options.program + " run " + scenarios +
               " --jobs 1 --no-out --quiet --shrink 0 --policy " + library + " >/dev/null 2>&1");
  };
  // Most fail in the first few scenarios. All of them take longest, and come last.
  if (const int code = judged("20", "scenarios/compliance/s0[1-9]*.json"); code == 1 || code == 124) return Fate::caught_at_once;
  const std::string tests = (place / "tests").string();
  if (!link_tests(options, all, tests)) return Fate::harness_failed;
  if (run("RC_PARAMS=seed=20221003 timeout 60 " + tests + " >/dev/null 2>&1") != 0) return Fate::caught_by_tests;
  switch (judged("120", "scenarios/compliance")) {
    case 0:
      return Fate::survived;
    case 70:
      return Fate::harness_failed;
    default:
      return Fate::caught_by_scenarios;
  }
}

// Lines "file | line | what stands there instead | reason", of those the first three.
std::set<std::string> read_equivalent(const std::string& path) {
  std::set<std::string> known;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    known.insert(line.substr(0, line.rfind(" | ")));
  }
  return known;
}

bool parse(int count, char** values, Options& options) {
  if (count < 3) return false;
  options.program = values[1];
  options.tests = values[2];
  for (int i = 3; i + 1 < count; i += 2) {
    const std::string flag = values[i], value = values[i + 1];
    if (flag == "--only")
      options.only = value;
    else if (flag == "--these")
      options.these = value;
    else if (flag == "--equivalent")
      options.equivalent = value;
    else if (flag == "--jobs")
      options.jobs = static_cast<unsigned>(std::max(1, std::atoi(value.c_str())));
    else if (flag == "--every")
      options.every = static_cast<std::size_t>(std::max(1, std::atoi(value.c_str())));
    else
      return false;
  }
  return count % 2 == 1;
}

std::vector<std::string> policy_sources() {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator("policy"))
    if (entry.path().extension() == ".cpp") files.push_back(entry.path().generic_string());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int count, char** values) {
  Options options;
  if (!parse(count, values, options) || !fs::exists("policy/policy.h")) {
    std::cerr << "usage, from the project's root: tocsin_mutate TOCSIN TESTS [--jobs N] [--every K] [--only TEXT] [--these FILE] "
                 "[--equivalent FILE]\n";
    return usage;
  }
  const std::vector<std::string> files = policy_sources();
  std::vector<Job> jobs;
  const std::set<std::string> these = options.these.empty() ? std::set<std::string>{} : read_equivalent(options.these);
  std::size_t number = 0;
  for (const std::string& file : files)
    for (Mutant& mutant : tocsin::mutation::mutants_of(read(file))) {
      bool wanted = number++ % options.every == 0 && file.find(options.only) != std::string::npos;
      Job job{file, std::move(mutant)};
      if (!options.these.empty()) wanted = wanted && these.contains(name_of(job));
      if (wanted) jobs.push_back(std::move(job));
    }
  std::string pattern = (fs::temp_directory_path() / "tocsin-mutate-XXXXXX").string();
  if (!mkdtemp(pattern.data())) {
    std::cerr << "no temporary folder could be made\n";
    return usage;
  }
  const fs::path folder = pattern;
  std::cerr << jobs.size() << " changes of " << files.size() << " files; building the policy\n";
  const auto objects = build_objects(files, folder);
  if (objects.empty()) return usage;
  std::string unchanged;
  for (const auto& [file, built] : objects) unchanged += " " + built;
  const std::string tests = (folder / "tests").string();
  if (!link_tests(options, unchanged, tests) || run("RC_PARAMS=seed=20221003 " + tests + " >/dev/null 2>&1") != 0) {
    std::cerr << "the policy's own tests fail for the unchanged policy: nothing can be said of changes\n";
    return usage;
  }

  std::vector<Fate> fates(jobs.size(), Fate::no_mutant);
  std::atomic<std::size_t> next{0};
  std::mutex talk;
  std::size_t done = 0;
  std::vector<std::thread> workers;
  for (unsigned worker = 0; worker < options.jobs; ++worker)
    workers.emplace_back([&, worker] {
      const fs::path place = folder / ("worker" + std::to_string(worker));
      fs::create_directory(place);
      for (std::size_t at = next++; at < jobs.size(); at = next++) {
        fates[at] = try_out(options, jobs[at], objects, place);
        const std::lock_guard lock(talk);
        if (fates[at] == Fate::survived) std::cerr << "survived so far: " << name_of(jobs[at]) << "\n";
        if (++done % 50 == 0) std::cerr << done << " of " << jobs.size() << "\n";
      }
    });
  for (std::thread& worker : workers) worker.join();
  fs::remove_all(folder);

  std::map<Fate, std::size_t> sums;
  std::set<std::string> survivors;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    ++sums[fates[i]];
    if (fates[i] == Fate::survived) survivors.insert(name_of(jobs[i]));
    if (fates[i] == Fate::harness_failed) std::cout << "the harness failed: " << name_of(jobs[i]) << "\n";
  }
  const std::set<std::string> known = read_equivalent(options.equivalent);
  std::size_t unexplained = 0, stale = 0;
  for (const std::string& survivor : survivors)
    if (!known.contains(survivor)) ++unexplained, std::cout << "survived: " << survivor << "\n";
  const bool whole = options.every == 1 && options.only.empty() && (options.these.empty() || options.these == options.equivalent);
  for (const std::string& line : known)
    if (whole && !survivors.contains(line)) ++stale, std::cout << "no survivor any more: " << line << "\n";
  std::cout << "caught: " << sums[Fate::caught_at_once] << " by the first scenarios, " << sums[Fate::caught_by_tests]
            << " by the policy's own tests, " << sums[Fate::caught_by_scenarios] << " by all scenarios; " << survivors.size()
            << " survived, " << unexplained << " of them unexplained; " << sums[Fate::no_mutant] << " changes do not compile\n";
  return unexplained + stale + sums[Fate::harness_failed] == 0 ? 0 : 1;
}
