#include "core/calendars/intervals.hpp"
