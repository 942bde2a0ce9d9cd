package dev.tollgate.runtime.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Description of a setting, and its bounds. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Setting {
    /** Description for the operator. */
    String value();

    /** Whether the value must never be shown. */
    boolean secret() default false;

    /** Least value: a number, or milliseconds of a duration. */
    long min() default Long.MIN_VALUE;

    /** Greatest value: a number, or milliseconds of a duration. */
    long max() default Long.MAX_VALUE;
}
