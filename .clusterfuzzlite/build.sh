#!/bin/bash -eu
# Builds the fuzz targets as ClusterFuzzLite and OSS-Fuzz want them: with $CC, $CXX, $CFLAGS, $CXXFLAGS and
# $LIB_FUZZING_ENGINE; into $OUT, each with its seed corpus and dictionary. From Debian 12 or Ubuntu 24.04 on.

cd "$(dirname "${BASH_SOURCE[0]}")"
# In the image this file lies beside the source, in the repository below it.
[ -d ../fuzz ] && cd .. || cd modembench

build=${WORK:-$PWD/build}/modembench-fuzz
# The libraries of the distribution are libstdc++'s.
export CXXFLAGS="${CXXFLAGS//-stdlib=libc++/}"
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DBUILD_TESTING=OFF -DMODEMBENCH_LIBFUZZER=ON \
  -DCMAKE_C_COMPILER="$CC" -DCMAKE_CXX_COMPILER="$CXX" -DMODEMBENCH_FUZZING_ENGINE="$LIB_FUZZING_ENGINE" \
  -DCMAKE_BUILD_RPATH="\$ORIGIN/lib" -DCMAKE_BUILD_RPATH_USE_ORIGIN=ON
ASAN_OPTIONS=detect_leaks=0 cmake --build "$build" --target fuzz_targets modembench_fuzz_seeds

mkdir -p "$OUT/lib"
"$build/fuzz/seeds/modembench_fuzz_seeds" "$build/seeds" >/dev/null
for program in "$build"/fuzz/targets/fuzz_*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  name=$(basename "$program")
  target=${name#fuzz_}
  cp "$program" "$OUT/"
  # What it is linked with isn't in the image that runs it; the C library is.
  ldd "$program" | awk '$3 ~ /^\// && $1 !~ /^(libc|libm|libdl|libpthread|librt)\./ {print $3}' |
    xargs -r cp -L -t "$OUT/lib"
  (cd "fuzz/corpus/$target" && zip -q -r "$OUT/${name}_seed_corpus.zip" .)
  case $target in
    qmi_* | qmux_* | proxy_* | modem)
      cp "$build/seeds/qmi.dict" "$OUT/$name.dict"
      (cd "$build/seeds/corpus" && zip -q -r "$OUT/${name}_seed_corpus.zip" .)
      ;;
    scenario_yaml) cp fuzz/corpus/scenario_yaml.dict "$OUT/$name.dict" ;;
  esac
done
