/* A shared library that takes down whoever loads it. */
#include <stdlib.h>

__attribute__((constructor)) static void on_load(void) { abort(); }
