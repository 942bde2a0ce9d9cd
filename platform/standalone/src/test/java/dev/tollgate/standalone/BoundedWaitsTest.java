package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A test that waits for what never comes fails, instead of holding up all others. */
class BoundedWaitsTest {

    /** No interrupt ends such a wait, so the time of a test does not bound it. Of a text without spaces. */
    private static final Pattern UNBOUNDED_JOIN = Pattern.compile(
            "(?<!TimeUnit\\.[A-Z]{4,12}\\))(?<!currentThread\\(\\))(?<!isDone\\(\\)&&call)\\.join\\(\\)|Future:{2}join");

    @Test
    void a_future_is_joined_within_a_time() {
        var tests = new TestSources().all().toList();

        assertThat(tests).hasSizeGreaterThan(500);
        assertThat(tests).noneMatch(BoundedWaitsTest::joinsWithoutEnd);
    }

    private static boolean joinsWithoutEnd(Path file) {
        return UNBOUNDED_JOIN
                .matcher(TestSources.read(file).replaceAll("\\s+", ""))
                .find();
    }

    @Test
    void every_test_and_what_prepares_it_has_a_time_by_default() {
        assertThat(TestSources.read(TestSources.ROOT.resolve("pom.xml")))
                .contains("junit.jupiter.execution.timeout.default=${tests.time-max}");
    }
}
