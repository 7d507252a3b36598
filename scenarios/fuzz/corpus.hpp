// Programs of interest in a folder, one scenario a file, named by a hash of their text.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace tocsin::scenarios {

struct StoredCorpus {
  std::vector<std::string> programs;  // texts, in the order of the files' names
  std::size_t skipped = 0;            // files that are no scenario (any more)
};

// A folder that is not there is made. Else one message.
std::variant<StoredCorpus, std::string> read_corpus(const std::string& folder);

// Adds a program; one that is there already changes nothing. What is wrong, or nothing.
std::string add_to_corpus(const std::string& folder, const std::string& program);

// The name such a program's file has, without a folder.
std::string program_name(const std::string& program);

}  // namespace tocsin::scenarios
