# Shared by the scripts here, which are run as: SCRIPT MODEMBENCH SOURCE_ROOT
. "$(dirname "$0")/../scenario/lib.sh"

# The guests' images and snapshots: kept from one test to the next.
export MODEMBENCH_VM_CACHE="${MODEMBENCH_VM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/modembench/vm}"
cd "$source"
