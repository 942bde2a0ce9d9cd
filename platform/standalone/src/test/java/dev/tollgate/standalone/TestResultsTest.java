package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/tollgate verify} prints at its end, and that it fails where a test or a goal has. */
class TestResultsTest {

    private static final Path SCRIPT = Path.of("../../bin/test-results");

    /** As Surefire 3.6 writes it; what tests print may look like it. */
    private static final String REPORT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite version="3.0.2" name="dev.tollgate.HoldTest" time="1.2" tests="4" errors="0" flakes="2">
              <testcase name="a_hold_is_taken" classname="dev.tollgate.HoldTest" time="0.4"/>
              <testcase name="a_hold_ends(Kind)[2]" classname="dev.tollgate.HoldTest" time="0.1">
                <flakyFailure message="late&#10;by 5 ms" type="java.lang.AssertionError">
                  <stackTrace><![CDATA[java.lang.AssertionError: late]]></stackTrace>
                </flakyFailure>
                <flakyFailure message="late again" type="java.lang.AssertionError"/>
              </testcase>
              <testcase name="a_hold_is_refused" classname="dev.tollgate.HoldTest" time="0.1">
                <flakyError message="away" type="java.io.IOException">
                </flakyError>
                <system-out><![CDATA[said ]]>]]&gt;<![CDATA[ and
                <failure message="x">
                <testcase name="none" classname="None"/>]]></system-out>
              </testcase>
            </testsuite>
            """;

    private static final String FAILED = """
            <testsuite version="3.0.2" name="dev.tollgate.LogTest" time="1.2" tests="3" errors="1" failures="1">
              <testcase name="a_log_is_read" classname="dev.tollgate.LogTest" time="0.1">
                <failure message="wrong" type="java.lang.AssertionError"><![CDATA[java.lang.AssertionError: wrong
                at dev.tollgate.LogTest]]></failure>
                <rerunFailure message="wrong" type="java.lang.AssertionError">
                </rerunFailure>
              </testcase>
              <testcase name="a_log_ends" classname="dev.tollgate.LogTest" time="0.1">
                <error type="java.lang.IllegalStateException"><![CDATA[java.lang.IllegalStateException]]></error>
              </testcase>
              <testcase name="a_log_is_skipped" classname="dev.tollgate.LogTest" time="0.1">
                <skipped message="not here"/>
              </testcase>
            </testsuite>
            """;

    private static final String BEFORE_ITS_FIRST_TEST = """
            <testsuite version="3.0.2" name="dev.tollgate.BusTest" time="1.2" tests="1" errors="1" flakes="0">
              <testcase name="" classname="dev.tollgate.BusTest" time="0.0">
                <error message="no port" type="java.io.IOException"><![CDATA[java.io.IOException: no port]]></error>
                <rerunError message="no port" type="java.io.IOException"/>
              </testcase>
            </testsuite>
            """;

    private static final String LOG = """
            [INFO] Running dev.tollgate.HoldTest
            12:00:00.000 ERROR d.t.Hold Failed to execute goal
            [ERROR] Failed to execute goal surefire:3.6.1:test (default-test) on project tollgate-money: The forked VM ended
            [ERROR] Failed to execute goal surefire:3.6.1:test (default-test) on project tollgate-money: The forked VM ended
            """;

    @TempDir
    Path folder;

    private record Printed(String text, int code) {}

    private Printed printed(String... logs) throws Exception {
        var command = new ArrayList<>(List.of("bash", SCRIPT.toString(), folder.toString()));
        for (var log : logs) {
            command.add(Files.writeString(folder.resolve("log-" + command.size()), log)
                    .toString());
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Printed(output, process.waitFor());
    }

    private void report(String artifact, String report) throws IOException {
        var reports = Files.createDirectories(folder.resolve(artifact).resolve("target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-dev.tollgate.Test.xml"), report);
    }

    @Test
    void each_test_that_passed_when_it_was_repeated_has_a_line() throws Exception {
        report("platform/money", REPORT);

        assertThat(printed()).isEqualTo(new Printed("""
                passed at its second try: dev.tollgate.HoldTest.a_hold_ends(Kind)[2]
                passed at its second try: dev.tollgate.HoldTest.a_hold_is_refused
                """, 0));
    }

    @Test
    void each_test_that_failed_has_a_line_before_them_and_fails_the_whole() throws Exception {
        report("platform/money", REPORT);
        report("loadtest/baselines/bare", FAILED);

        assertThat(printed("[INFO] BUILD SUCCESS\n")).isEqualTo(new Printed("""
                failed: dev.tollgate.LogTest.a_log_ends
                failed: dev.tollgate.LogTest.a_log_is_read
                passed at its second try: dev.tollgate.HoldTest.a_hold_ends(Kind)[2]
                passed at its second try: dev.tollgate.HoldTest.a_hold_is_refused
                """, 1));
    }

    @Test
    void a_class_that_failed_before_its_first_test_has_a_line() throws Exception {
        report("gateway", BEFORE_ITS_FIRST_TEST);

        assertThat(printed()).isEqualTo(new Printed("failed: dev.tollgate.BusTest\n", 1));
    }

    @Test
    void a_goal_that_failed_has_a_line_and_fails_the_whole() throws Exception {
        assertThat(printed("[INFO] BUILD SUCCESS\n", LOG)).isEqualTo(new Printed("""
                [ERROR] Failed to execute goal surefire:3.6.1:test (default-test) on project tollgate-money: The forked VM ended
                """, 1));
    }

    @Test
    void nothing_is_printed_of_tests_that_passed() throws Exception {
        report("gateway", REPORT.replaceAll("(?s)<flaky.*?(/>|</flaky.*?>)", ""));

        assertThat(printed("[INFO] BUILD SUCCESS\n")).isEqualTo(new Printed("", 0));
    }

    @Test
    void a_log_that_cannot_be_read_fails_the_whole() throws Exception {
        var process = new ProcessBuilder("bash", SCRIPT.toString(), folder.toString(), folder + "/none")
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isNotZero();
    }
}
