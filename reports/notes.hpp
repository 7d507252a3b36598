// What every report says on its first page, without deciding it.
#pragma once

#include <array>
#include <string_view>

namespace tocsin::reports {

inline constexpr std::array<std::string_view, 5> first_page_notes = {
    "Judged against Microsoft's article on emergency calling in the voice channel of 2022-10-03; later versions exist and say "
    "more.",
    "The article makes 911 conditional on prerequisites; Kari's Law speaks of any station equipped with dialling facilities.",
    "Notifying contacts and dispatchable location are legal duties outside the article; their checks are off by default.",
    "The callback window runs from the start of the call: a call of 50 minutes leaves 10. BCP 181 asks for 30 minutes after its "
    "end.",
    "A policy inside a model was tested, not a deployed system.",
};

}  // namespace tocsin::reports
