#include "core/calendars/calendars.hpp"
