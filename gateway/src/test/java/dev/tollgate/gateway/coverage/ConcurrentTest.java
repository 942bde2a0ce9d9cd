package dev.tollgate.gateway.coverage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A parameterized test that calls many operations, several at a time: most of a case is waiting for answers. Its cases
 * share only what none of them changes. Test classes run one after another.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest
@Execution(ExecutionMode.CONCURRENT)
@interface ConcurrentTest {}
