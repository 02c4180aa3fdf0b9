// rooms: base
#include "core/tickets/ticket.hpp"
