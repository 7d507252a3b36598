// A text as a JSON string: quoted, escaped, always valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::trace {

// Appends `text` in quotes. Control characters, quotes and backslashes are escaped; valid UTF-8 stays as it is; each byte that is
// not part of a valid UTF-8 sequence (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF) becomes U+FFFD.
void append_json_text(std::string& out, std::string_view text);

}  // namespace tocsin::trace
