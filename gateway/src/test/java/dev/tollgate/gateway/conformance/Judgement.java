package dev.tollgate.gateway.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A run of the suite held against what it requires and what we expect.
 *
 * @param passed scenarios that passed
 * @param failed those that should have and did not, or were not run, with the reasons
 * @param expected those that fail as we said they would, with the reason we gave
 * @param stale what we expect to fail that passes, or that nothing requires
 * @param warnings what the suite would like better
 */
record Judgement(
        String revision,
        List<String> passed,
        List<String> failed,
        List<String> expected,
        List<String> stale,
        List<String> warnings) {

    static Judgement of(
            String revision,
            List<String> required,
            Map<String, Scenarios.Outcome> found,
            SequencedMap<String, String> reasons) {
        var judgement = new Judgement(
                revision,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (var name : required) {
            judgement.add(name, found.get(name), reasons.get(name));
        }
        for (var name : reasons.keySet()) {
            if (!required.contains(name)) {
                judgement.stale.add(name + " is not required");
            }
        }
        return judgement;
    }

    private void add(String name, Scenarios.Outcome outcome, String reason) {
        if (outcome == null) {
            failed.add(name + ": was not run");
            return;
        }
        outcome.warnings().forEach(warning -> warnings.add(name + ": " + warning));
        if (outcome.passed()) {
            passed.add(name);
            if (reason != null) {
                stale.add(name + " passes");
            }
        } else if (reason != null && !reason.isBlank()) {
            expected.add(name + ": " + reason);
        } else {
            failed.add(name + ": " + String.join("; ", outcome.failures()));
        }
    }

    /** Whether it came out as it should. */
    boolean good() {
        return failed.isEmpty() && stale.isEmpty();
    }

    /** For people. */
    String text() {
        var text = new StringBuilder("%s: %d passed, %d failed, %d expected to fail, of %d required"
                .formatted(
                        revision,
                        passed.size(),
                        failed.size(),
                        expected.size(),
                        passed.size() + failed.size() + expected.size()));
        lines(text, "failed", failed);
        lines(text, "expected", expected);
        lines(text, "stale in conformance-expected.yml", stale);
        lines(text, "warning", warnings);
        return text.append('\n').toString();
    }

    private static void lines(StringBuilder text, String what, List<String> entries) {
        entries.forEach(entry -> text.append("\n  ").append(what).append(": ").append(entry));
    }
}
