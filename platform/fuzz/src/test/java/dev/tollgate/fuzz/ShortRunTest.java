package dev.tollgate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some inputs of every target, two targets at a time; {@code bin/tollgate fuzz} runs as long as one likes. */
@Tag("fuzz")
class ShortRunTest {

    /** The same mutations every time: a test that stood yesterday stands today. */
    private static final int RANDOM = 1;

    @ParameterizedTest
    @EnumSource(Target.class)
    @Execution(ExecutionMode.CONCURRENT)
    void a_short_run_finds_nothing(Target target, @TempDir Path work) {
        var run = new Fuzz(SeedsTest.SEEDS, work, RANDOM).runShort(target);

        assertThat(run.held()).as("%s, whose output stands above", run).isTrue();
        assertThat(run.executions()).isGreaterThanOrEqualTo(target.shortRun());
    }
}
