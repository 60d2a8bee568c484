#ifndef CLINUX_H
#define CLINUX_H

#include <sys/types.h>

// What the Glibc module of Swift leaves out, because it is built without _GNU_SOURCE. Each answers 0 or an errno.

// The state of the kernel's clock, adjtimex(2). It is only read.
int clinux_clock(int *is_synchronised, long *maximum_error_microseconds);

// Both ends are closed in programs that are started, pipe2(2).
int clinux_pipe(int *reading, int *writing);

// Starts a program, posix_spawn(3), as the leader of a process group of its own, with /dev/null as its input, with `output` and `complaint` as
// descriptors 1 and 2, no other descriptor, no blocked signal and the usual action for all signals.
int clinux_start(const char *path, char *const arguments[], char *const environment[], int output, int complaint, pid_t *process);

// 1 when the process has ended and waits to be reaped, 0 when it runs, -1 when it is not ours.
int clinux_has_ended(pid_t process);

#endif
