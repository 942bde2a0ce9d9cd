package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.modules.tracked.FaultKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Bad events of one call that belong to one violation.
 *
 * @param faults the same for all of them; places in lists are left out of their paths
 * @param verdicts in the order of the call
 */
record FaultGroup(String name, int revision, List<EventFault> faults, List<EventVerdict> verdicts) {

    private static final int KEY_BYTES = 16;

    /** Groups the verdicts that become violations, always in the same order. */
    static List<FaultGroup> grouped(List<EventVerdict> verdicts) {
        var groups = new TreeMap<String, FaultGroup>();
        for (var verdict : verdicts) {
            if (verdict.violation()) {
                var event = verdict.event();
                var fresh = new FaultGroup(event.name(), event.revision(), normal(verdict.faults()), new ArrayList<>());
                groups.computeIfAbsent(fresh.violationKey(), _ -> fresh)
                        .verdicts()
                        .add(verdict);
            }
        }
        return List.copyOf(groups.values());
    }

    private static List<EventFault> normal(List<EventFault> faults) {
        return faults.stream()
                .map(fault -> new EventFault(fault.path().replaceAll("\\[\\d+]", "[]"), fault.kind(), fault.expected()))
                .collect(Collectors.toMap(
                        fault -> fault.kind() + " " + fault.path(), fault -> fault, (first, _) -> first))
                .values()
                .stream()
                .sorted(Comparator.comparing(EventFault::kind).thenComparing(EventFault::path))
                .toList();
    }

    /** The kind of the gravest fault. */
    FaultKind kind() {
        return faults.getFirst().kind();
    }

    /** A digest of the faults. */
    String key() {
        var text =
                faults.stream().map(fault -> fault.kind() + " " + fault.path()).collect(Collectors.joining("\n"));
        return Sha256.hex(text, KEY_BYTES);
    }

    /** The key of its violation: events with the same one are counted together. */
    String violationKey() {
        return violationKey(name, revision, key());
    }

    static String violationKey(String name, int revision, String key) {
        return name + '\n' + revision + '\n' + key;
    }
}
