double share(int part, int whole) { return part / (whole + 0); }
auto half = 0.5;
auto read(const char* text) { return std::strtod(text, nullptr); }
