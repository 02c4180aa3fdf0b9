#pragma once
// Sorted intervals; private to the room.
