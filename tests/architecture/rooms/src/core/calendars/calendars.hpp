#include "core/tickets/ticket.hpp"
