package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/tollgate verify} prints of tests that passed when they were repeated. */
class FlakyTestsTest {

    private static final Path SCRIPT = Path.of("../../bin/flaky-tests");

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
              </testcase>
              <testcase name="a_hold_is_lost" classname="dev.tollgate.HoldTest" time="0.1">
                <rerunFailure message="wrong" type="java.lang.AssertionError">
                </rerunFailure>
                <failure message="wrong" type="java.lang.AssertionError"/>
                <system-out><![CDATA[said <flakyError message="x">]]></system-out>
              </testcase>
            </testsuite>
            """;

    @TempDir
    Path folder;

    private String printed() throws Exception {
        var process = new ProcessBuilder("bash", SCRIPT.toString(), folder.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void each_test_that_passed_when_it_was_repeated_has_a_line() throws Exception {
        var reports = Files.createDirectories(folder.resolve("platform/money/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-dev.tollgate.HoldTest.xml"), REPORT);

        assertThat(printed()).isEqualTo("""
                passed at its second try: dev.tollgate.HoldTest.a_hold_ends(Kind)[2]
                passed at its second try: dev.tollgate.HoldTest.a_hold_is_refused
                """);
    }

    @Test
    void a_class_that_failed_before_its_first_test_has_a_line() throws Exception {
        var reports = Files.createDirectories(folder.resolve("gateway/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-dev.tollgate.HoldTest.xml"), """
                <testsuite version="3.0.2" name="dev.tollgate.HoldTest" time="1.2" tests="1" errors="0" flakes="1">
                  <testcase name="" classname="dev.tollgate.HoldTest" time="0.0">
                    <flakyError message="no port" type="java.io.IOException"/>
                    <flakyError message="no port" type="java.io.IOException"/>
                  </testcase>
                </testsuite>
                """);

        assertThat(printed()).isEqualTo("passed at its second try: dev.tollgate.HoldTest\n");
    }

    @Test
    void nothing_is_printed_without_one() throws Exception {
        var reports = Files.createDirectories(folder.resolve("gateway/target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-dev.tollgate.HoldTest.xml"), REPORT.replace("flaky", "rerun"));

        assertThat(printed()).isEmpty();
    }
}
