// What every report of an audit says on its first page, without deciding it.
#pragma once

#include <array>
#include <string_view>

namespace tocsin::reports {

inline constexpr std::array<std::string_view, 5> audit_notes = {
    "Judged against Microsoft's article on emergency calling in the voice channel of 2022-10-03; later versions exist and say "
    "more.",
    "The article makes 911 conditional on prerequisites; Kari's Law speaks of any station equipped with dialling facilities.",
    "Notifying contacts and dispatchable location are legal duties outside the article; their checks are off by default.",
    "The callback window runs from the start of the call: a call of 50 minutes leaves 10. BCP 181 asks for 30 minutes after its "
    "end.",
    "Logs were judged as they are and as their headers describe them; whether they tell the truth was not.",
};

}  // namespace tocsin::reports
