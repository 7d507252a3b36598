// A report in JUnit XML, as CI servers read it: suites of cases, with sums.
#pragma once

#include <cstdint>
#include <list>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "scenarios/run/result.hpp"

namespace tocsin::reports {

class JunitDocument {
 public:
  enum class Outcome { passed, failure, error, skipped };

  class Suite {
   public:
    Suite(pugi::xml_node root, const std::string& name);
    // `text`: what stands below the message of one that did not pass.
    void add(const std::string& name, Outcome outcome, const std::string& message = {}, const std::string& text = {});
    void note(std::string_view text);

   private:
    friend class JunitDocument;
    pugi::xml_node node_;
    pugi::xml_node properties_;
    std::string name_;
    std::uint64_t tests_ = 0, failures_ = 0, errors_ = 0, skipped_ = 0;
  };

  explicit JunitDocument(const char* name);
  // Good as long as the document.
  Suite& suite(const std::string& name) { return suites_.emplace_back(root_, name); }
  // Once, when everything is in it.
  std::string text();

 private:
  pugi::xml_document document_;
  pugi::xml_node root_;
  std::list<Suite> suites_;
};

// "5 passed, 0 failed, 0 may, 1 carrier, 0 open"
std::string in_words(const scenarios::Tally& tally);

}  // namespace tocsin::reports
