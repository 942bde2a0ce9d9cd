/**
 * HTTP/1.1 load on loopback: {@code wrk} for the highest rate (closed loop), a Vert.x load generator for latency at a
 * constant rate (open loop), and for the highest rate where {@code wrk} is not installed.
 */
@NullMarked
package dev.tollgate.loadtest.load;

import org.jspecify.annotations.NullMarked;
