#pragma once

// Makes the typed Program of a folder that reads without errors.

#include <map>
#include <memory>
#include <string>

#include "core/program/program.hpp"
#include "core/program/read_shape.hpp"
#include "core/program/references.hpp"
#include "core/program/written_program.hpp"

namespace yakusoku::program {

// A sink that reports nothing and knows the orders and the zone, for values that were checked before.
Sink quiet_sink(const KnownNames& known, const std::string& zone, const std::string& first_language);

// Fills everything but `hash` and `written`. The node is the folder's merged map.
void build_program(const Node& root, const KnownNames& known, Json tree, Program& program);

// Its part in build_terms.cpp: plans, contacts, ledgers, objectives, periods, products, sites, routing, overlays.
void build_terms(const Node& root, const KnownNames& known, Program& program);

// Its part in build_service.cpp: teams, doors, queue, escalation, hand-offs.
void build_service(const Node& root, const KnownNames& known, Program& program);

// The calendars of a folder; `root` and names as above.
std::map<std::string, Choice<CalendarSpec>, std::less<>> build_calendars(const Node& root, const Sink& sink);

}  // namespace yakusoku::program
