package dev.tollgate.money.hold;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** What the compiler's check knows by its name: the answer may be dropped. */
@Target(ElementType.METHOD)
public @interface CanIgnoreReturnValue {}
