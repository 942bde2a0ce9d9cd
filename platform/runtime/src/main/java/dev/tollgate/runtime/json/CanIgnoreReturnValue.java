package dev.tollgate.runtime.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Methods return their own object only so that calls can be chained; the compiler's checks know the name. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@interface CanIgnoreReturnValue {}
