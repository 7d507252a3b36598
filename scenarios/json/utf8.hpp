// UTF-8 as RFC 3629 has it: neither overlong nor a surrogate nor beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace tocsin::scenarios {

// Bytes of the valid sequence that begins the text, which is not empty; 0 if none does.
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace tocsin::scenarios
