#include <chrono>
#include <ctime>
auto now() { return std::chrono::system_clock::now(); }
auto seconds() { return std::time(nullptr); }
auto wall(long at) { return localtime(&at); }
