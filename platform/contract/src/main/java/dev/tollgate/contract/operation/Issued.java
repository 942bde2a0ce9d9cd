package dev.tollgate.contract.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of an answer that the write itself issues, such as a new secret: a caller that may write and not read is
 * answered it too. Never a component that tells what was stored before.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Issued {}
