// The library for clients' clocks, as bytes of this program: it is written into the folder of each run that needs it.
// CLOCK_LIBRARY is the path of what the build has made.
__asm__(
    ".section .rodata\n"
    ".global modembench_clock_library_begin\n"
    ".global modembench_clock_library_end\n"
    "modembench_clock_library_begin:\n"
    ".incbin \"" CLOCK_LIBRARY
    "\"\n"
    "modembench_clock_library_end:\n"
    ".byte 0\n"
    ".previous\n");
