// The words that everything else refers to by id: the sentences of the source article, the rulings where it is silent, the
// switches of law and standards, and the families of scenarios.
//
// The sentences are those of "Emergency calling in the voice channel" (MicrosoftDocs, article dated 2022-10-03), copyright
// Microsoft Corporation, licensed under CC BY 4.0; see NOTICE. This is the one list of them: a requirement's card quotes from it,
// and a test holds the two together.
#pragma once

#include <span>
#include <string_view>

namespace tocsin::scenarios {

struct Sentence {
  unsigned number = 0;  // in the order of the article, from 1
  std::string_view text;
  bool promises = false;  // else it introduces others, and nothing follows from it
};
std::span<const Sentence> article();
// Null: not a sentence of the article.
const Sentence* find_sentence(std::string_view text);

struct Ruling {
  std::string_view id;  // "R-1"
  std::string_view question;
  std::string_view ruling;
};
std::span<const Ruling> rulings();
const Ruling* find_ruling(std::string_view id);

// Off by default.
struct LegalSwitch {
  std::string_view id;  // "EX-01"
  std::string_view what;
};
std::span<const LegalSwitch> legal_switches();
const LegalSwitch* find_legal_switch(std::string_view id);

struct Family {
  std::string_view id;  // "S01"
  std::string_view what;
};
std::span<const Family> families();
// Of a scenario: "S09b" belongs to S09. Null: to none.
const Family* family_of(std::string_view scenario);

}  // namespace tocsin::scenarios
