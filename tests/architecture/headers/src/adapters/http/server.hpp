#include <boost/asio.hpp>
#include <sqlite3.h>
#include <libpq-fe.h>
#include <spdlog/spdlog.h>
#include <yaml-cpp/yaml.h>
