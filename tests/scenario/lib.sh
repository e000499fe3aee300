# Shared by the scripts here, which are run as: SCRIPT MODEMBENCH SOURCE_ROOT
set -eu
modembench=$1
source=$2
work=$(mktemp -d)
place=""   # a second folder, of a script that needs one
started="" # processes in the background: a script that fails must not leave them
clean_up() {
  [ -z "$started" ] || kill $started 2>/dev/null || true
  rm -rf "$work" $place
}
trap clean_up EXIT
# Runs keep their folders below this: what is left there is left behind.
export XDG_RUNTIME_DIR="$work/runtime"
mkdir -m 700 "$XDG_RUNTIME_DIR"
# Inherited by everything a run starts, so that it can be told from all else on the machine.
export MODEMBENCH_TEST_MARK="$work"

fail() {
  echo "FAILED: $1" >&2
  [ $# -lt 2 ] || sed 's/^/    /' "$2" >&2
  exit 1
}

# skip WHY: it can't be tested on this machine, which ctest and ci/test count.
skip() {
  echo "SKIPPED: $1" >&2
  [ -z "${MODEMBENCH_SKIPPED:-}" ] || echo "$1" >>"$MODEMBENCH_SKIPPED"
  exit 77
}

# expect_text FILE REGEX…: each is found in the file
expect_text() {
  file=$1
  shift
  for regex in "$@"; do
    grep -Eq -- "$regex" "$file" || fail "no line like '$regex' in the output:" "$file"
  done
}

# expect_status WANTED COMMAND…: runs it, its output to $work/out
expect_status() {
  wanted=$1
  shift
  status=0
  "$@" >"$work/out" 2>&1 </dev/null || status=$?
  [ "$status" -eq "$wanted" ] || fail "exit status $status instead of $wanted: $*" "$work/out"
}

# start FILE COMMAND…: runs it in the background as process $pid, its output to FILE. A shell's background process ignores
# SIGINT, which then stays ignored: that is undone.
start() {
  file=$1
  shift
  : >"$file" # now, so that nothing an earlier one said is taken for this one's
  env --default-signal=INT,HUP,QUIT,TERM "$@" >"$file" 2>&1 &
  pid=$!
  started="$started $pid"
}

# wait_for REGEX FILE PID: until a line of FILE is like REGEX; fails when PID has ended before that.
wait_for() {
  until grep -Eq -- "$1" "$2"; do
    kill -0 "$3" 2>/dev/null || { grep -Eq -- "$1" "$2" && return; fail "ended before '$1' was said:" "$2"; }
    sleep 0.02
  done
}

# children_of PID: the processes that it has started, those of a suite the runs
children_of() {
  # The name before the last parenthesis may hold anything; after it come the state and the parent.
  { cat /proc/[0-9]*/stat 2>/dev/null || true; } | sed -n "s|^\([0-9]*\) (.*) . $1 .*|\1|p"
}

# The processes of our runs that are alive, besides this script's own shells.
marked_processes() {
  for environment in $(grep -lzxF "MODEMBENCH_TEST_MARK=$work" /proc/[0-9]*/environ 2>/dev/null); do
    pid=${environment#/proc/}
    pid=${pid%/environ}
    [ "$pid" != "$$" ] || continue
    state=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null | cut -d' ' -f1)
    command=$({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null || true)
    case $command in *"$0"* | "grep -lzxF MODEMBENCH_TEST_MARK="*) continue ;; esac # of this script itself
    [ "${state:-Z}" = Z ] || echo "$pid $command"
  done
}

# Nothing of a run is there any more. The kernel takes a PID namespace down by itself, in its own time: waited for.
expect_nothing_left() {
  tries=0
  while left=$(marked_processes) && [ -n "$left" ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || fail "processes left behind: $left"
    sleep 0.05
  done
  files=$(find "$XDG_RUNTIME_DIR" -mindepth 2 2>/dev/null)
  [ -z "$files" ] || fail "files left behind: $files"
  ! grep -q "$work" /proc/mounts || fail "mounts left behind: $(grep "$work" /proc/mounts)"
}

# A suite and what it has for its runs, all at once: what is alive of it takes away what it has made.
kill_all_of() {
  runs=$(children_of $1)
  kill -KILL $1 $runs
  wait $1 2>/dev/null || true
  # A run that is dying still has its lock.
  for run in $runs; do
    until state=$(sed 's/.*) //' "/proc/$run/stat" 2>/dev/null | cut -c1) && [ "${state:-Z}" = Z ]; do sleep 0.02; done
  done
}
