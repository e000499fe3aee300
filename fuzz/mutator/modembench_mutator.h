#ifndef MODEMBENCH_MUTATOR_H
#define MODEMBENCH_MUTATOR_H

/*
 * Schema-aware mutation of QMI for fuzzers of parsers, from C. Libraries: modembench_mutator, qmi, qmi_naming, fmt and
 * the C++ standard library. For libFuzzer with QMUX nothing of this need be called: link modembench_libfuzzer, which
 * defines its hooks. Nothing here keeps anything between calls; any bytes may be given.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* LLVMFuzzerMutate has this type. Changes data in place; returns the new size, at most max_size, 0 for "couldn't". */
typedef size_t (*modembench_change_bytes)(uint8_t* data, size_t size, size_t max_size);

struct modembench_options {
  int bare;        /* 0: one or more QMUX frames; else QMI messages without QMUX, as over QRTR and MBIM */
  uint8_t service; /* of bare messages: which service's (0x01 WDS, 0x02 DMS, …) */
  /* The fuzzer's own mutator, which knows what the parser compares with; or NULL. It gets `bytes_percent` of the tries
   * whole and `value_percent` within one TLV, whose length then follows. Both 0: what has proved good. */
  modembench_change_bytes change_bytes;
  unsigned bytes_percent;
  unsigned value_percent;
};

/* Mutates data[0..size) in place; returns the new size, at most max_size. The same arguments give the same bytes (if
 * change_bytes does). options may be NULL: QMUX, no change_bytes. */
size_t modembench_mutate(const struct modembench_options* options, uint8_t* data, size_t size, size_t max_size,
                         unsigned seed);

/* Writes parts of two inputs to out; returns the size, at most max_size. */
size_t modembench_cross(const struct modembench_options* options, const uint8_t* data1, size_t size1,
                        const uint8_t* data2, size_t size2, uint8_t* out, size_t max_size, unsigned seed);

#ifdef __cplusplus
}
#endif

#endif
