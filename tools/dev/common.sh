# What every command of ./dev shares: where things are, how a build is configured and locked, and the ledger of seconds.
# Sourced by bash with the working directory at the top of the repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
ROOT=$PWD
JOBS=${YAKUSOKU_JOBS:-2}
export PATH="$ROOT/build/node/bin:$PATH"
# One cache for all clones: paths below the top are taken relative to it.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1
mkdir -p build

say() { printf '\033[1m== %s\033[0m\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# configure CONFIG: writes build/CONFIG/build.ninja where it is missing. The configurations are named here and nowhere else.
configure() {
  local config=$1; shift
  [ -f "build/$config/build.ninja" ] && return 0
  local flags
  case "$config" in
    test) flags=(-DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O1 -g1" -DYAKUSOKU_SANITIZE=address) ;;
    ubsan) flags=(-DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O1 -g1" -DYAKUSOKU_SANITIZE=undefined) ;;
    fuzz) flags=(-DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O1 -g1" -DYAKUSOKU_SANITIZE=fuzzer -DYAKUSOKU_TESTS=OFF
                 -DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_C_COMPILER=clang-19) ;;
    release) flags=(-DCMAKE_BUILD_TYPE=None "-DCMAKE_CXX_FLAGS=-O2" -DYAKUSOKU_UNITY=ON -DYAKUSOKU_TESTS=OFF
                    -DYAKUSOKU_RELEASE=ON) ;;
    *) die "no such configuration: $config" ;;
  esac
  if ! cmake -S . -B "build/$config" -G Ninja "${flags[@]}" >"build/configure-$config.log" 2>&1; then
    tail -n 30 "build/configure-$config.log" >&2
    die "cmake could not configure build/$config (whole log: build/configure-$config.log). Is ./dev setup done?"
  fi
}

# build CONFIG [TARGET…]: one build at a time on a machine of two cores; who comes second waits.
build() {
  local config=$1; shift
  (
    exec 9>build/.lock
    if ! flock --nonblock 9; then
      echo "another build is running; waiting for it" >&2
      flock 9
    fi
    configure "$config"
    ninja -C "build/$config" --quiet -j "$JOBS" "$@" 9>&-
  )
}

# has_target CONFIG TARGET: whether the configuration knows it.
has_target() { ninja -C "build/$1" -t query "$2" >/dev/null 2>&1; }

# program_names FOLDER: the programs that cmake/programs.cmake makes of the folder's .cpp files, tests excepted.
program_names() {
  local file
  for file in "$1"/*.cpp; do
    [ -f "$file" ] && [[ $file != *_test.cpp ]] && head -n 5 "$file" | grep -q '^// rooms:' || continue
    echo "$(basename "$1")_$(basename "$file" .cpp)"
  done
}

# cpp_files [--all | FILE…]: our C++ files; without a word those that differ from the last commit, new ones included.
cpp_files() {
  local pattern='^(src|tests|bench)/.*\.(cpp|hpp)$'
  if [ "${1:-}" = --all ]; then git ls-files
  elif [ $# -gt 0 ]; then printf '%s\n' "$@"
  else git diff --name-only --diff-filter=d HEAD; git ls-files --others --exclude-standard
  fi | { grep -E "$pattern" || true; } | { grep -v '^tests/architecture/' || true; } | sort -u
}

# step NAME COMMAND…: runs it, remembers its seconds; ends with its status.
LEDGER=()
step() {
  local name=$1 start=$EPOCHREALTIME status=0; shift
  "$@" || status=$?
  LEDGER+=("$(awk -v a="$start" -v b="$EPOCHREALTIME" -v n="$name" -v s="$status" \
    'BEGIN { printf "%8.1f s  %s%s", b - a, n, s == 0 ? "" : "  FAILED" }')")
  return "$status"
}
print_ledger() {
  say "ledger"
  printf '%s\n' "${LEDGER[@]}"
}
