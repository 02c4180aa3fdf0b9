#include <mutex>
thread_local int depth = 0;
std::mutex door;
