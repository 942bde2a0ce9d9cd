package dev.tollgate.money.hold;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Marker that the compiler's check knows by its name: the result may be dropped. */
@Target(ElementType.METHOD)
public @interface CanIgnoreReturnValue {}
