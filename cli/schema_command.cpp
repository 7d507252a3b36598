#include <array>

#include "cli/commands.hpp"
#include "models/trace/event_schema.hpp"
#include "scenarios/audit/mapping_schema.hpp"
#include "scenarios/format/schema.hpp"
#include "scenarios/run/exit_code.hpp"

namespace tocsin::cli {

int schema_command(const SchemaOptions& options, Console& console) {
  if (options.of == "scenario") {
    console.out << scenarios::scenario_schema();
  } else if (options.of == "mapping") {
    console.out << scenarios::mapping_schema();
  } else if (options.of == "trace") {
    console.out << trace::event_schema();
  } else {
    return bad_input(console, "there is no schema of " + scenarios::in_quotes(options.of) + " (" +
                                  scenarios::suggestion(options.of, {"mapping", "scenario", "trace"}) + ")");
  }
  return 0;
}

}  // namespace tocsin::cli
