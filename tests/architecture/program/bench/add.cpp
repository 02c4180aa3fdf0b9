// rooms: core/tickets
#include "base/time.hpp"
