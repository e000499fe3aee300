# Shared by the scripts here, which are run as: SCRIPT MODEMBENCH SOURCE_ROOT [SECONDS [SEED]]
# SECONDS: how long it goes on drawing (CI: some; ci/fuzz: an hour); SEED: what is drawn is drawn by it.
seconds=${3:-15}
seed=${4:-1}
. "$(dirname "$0")/../scenario/lib.sh"
# The scripts here go elsewhere.
modembench=$(realpath "$modembench")
source=$(realpath "$source")

# draw LIMIT: a number from 0 to below LIMIT in $drawn. The same from the same seed.
draw() {
  seed=$(((seed * 1103515245 + 12345) % 2147483648))
  drawn=$(((seed / 65536) % $1))
}

end=$(($(date +%s) + seconds))
time_is_left() { [ "$(date +%s)" -lt "$end" ]; }

# What is the machine's: looked at after each try. The working folder and the home are of the script's own.
export HOME="$work/home"
mkdir -p "$HOME" "$work/project/album"
echo "the machine's" >"$work/outside"
echo "a picture" >"$work/project/album/photograph"
echo "a picture" >"$HOME/photograph"
export outside="$work/outside" victim="$work/project/album"
cd "$work/project"

facts() {
  for file in "$work/outside" "$work/project/album/photograph" "$HOME/photograph"; do echo "$file: $(cat "$file" 2>&1)"; done
  find "$work/project" "$HOME" | LC_ALL=C sort
  cksum /etc/passwd /etc/resolv.conf /etc/hosts 2>&1
  cat /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sys/kernel/panic_on_oops
  for folder in /etc /var/lib /usr/bin / /tmp /run /home /root /opt /srv /boot /dev/shm /var/tmp; do ls "$folder/canary-$$" 2>/dev/null || true; done
}

# expect_untouched WHAT: the machine is as it was, and nothing of any run is left.
expect_untouched() {
  facts >"$work/facts-now"
  cmp -s "$work/facts" "$work/facts-now" || {
    diff "$work/facts" "$work/facts-now" >"$work/facts-diff" || true
    fail "the machine isn't as it was after: $1" "$work/facts-diff"
  }
}
facts >"$work/facts"
