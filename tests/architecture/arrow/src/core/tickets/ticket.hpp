#include "base/time.hpp"
#include "core/calendars/calendars.hpp"
