#pragma once

#include <span>

#include "rules/value.h"
#include "rules/workspace.h"

/// What the functions and operators of the language do. Each chooses by its arguments' kinds and answers
/// no_such_overload for kinds it does not know; no argument is a failure. rules/functions.cpp says their
/// names and types.
namespace sekisho::scoring::rules::builtins {

using Arguments = std::span<const Value>;

Value equals(Arguments arguments, Workspace& workspace);
Value differs(Arguments arguments, Workspace& workspace);
Value less(Arguments arguments, Workspace& workspace);
Value at_most(Arguments arguments, Workspace& workspace);
Value greater(Arguments arguments, Workspace& workspace);
Value at_least(Arguments arguments, Workspace& workspace);
Value contains_element(Arguments arguments, Workspace& workspace);  ///< element `in` list or map
Value element(Arguments arguments, Workspace& workspace);           ///< list or map `[` key `]`

Value add(Arguments arguments, Workspace& workspace);
Value subtract(Arguments arguments, Workspace& workspace);
Value multiply(Arguments arguments, Workspace& workspace);
Value divide(Arguments arguments, Workspace& workspace);
Value remainder(Arguments arguments, Workspace& workspace);
Value negate(Arguments arguments, Workspace& workspace);
Value invert(Arguments arguments, Workspace& workspace);  ///< `!`

Value size(Arguments arguments, Workspace& workspace);
Value contains(Arguments arguments, Workspace& workspace);
Value starts_with(Arguments arguments, Workspace& workspace);
Value ends_with(Arguments arguments, Workspace& workspace);

Value type_of(Arguments arguments, Workspace& workspace);
Value to_dyn(Arguments arguments, Workspace& workspace);
Value to_bool(Arguments arguments, Workspace& workspace);
Value to_int(Arguments arguments, Workspace& workspace);
Value to_uint(Arguments arguments, Workspace& workspace);
Value to_double(Arguments arguments, Workspace& workspace);
Value to_string(Arguments arguments, Workspace& workspace);
Value to_bytes(Arguments arguments, Workspace& workspace);
Value to_timestamp(Arguments arguments, Workspace& workspace);
Value to_duration(Arguments arguments, Workspace& workspace);

// Of a timestamp in UTC, or in the zone that a second argument names; the last four of a duration too.
Value full_year(Arguments arguments, Workspace& workspace);
Value month(Arguments arguments, Workspace& workspace);         ///< January is 0
Value date(Arguments arguments, Workspace& workspace);          ///< from 1
Value day_of_month(Arguments arguments, Workspace& workspace);  ///< from 0
Value day_of_week(Arguments arguments, Workspace& workspace);   ///< Sunday is 0
Value day_of_year(Arguments arguments, Workspace& workspace);   ///< from 0
Value hours(Arguments arguments, Workspace& workspace);
Value minutes(Arguments arguments, Workspace& workspace);
Value seconds(Arguments arguments, Workspace& workspace);
Value milliseconds(Arguments arguments, Workspace& workspace);

}  // namespace sekisho::scoring::rules::builtins
