package dev.tollgate.gateway.control;

/** For the compiler's checks: a test may do this for its effect alone. */
@interface CanIgnoreReturnValue {}
