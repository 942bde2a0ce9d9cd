package dev.tollgate.billing.usage;

import dev.tollgate.contract.event.UsageRecorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sums of calls by their groups, as SQL sums rows. Used by one thread. */
final class CallSums {

    private static final Comparator<SumLine> BY_KEY = (one, other) -> {
        var texts = one.key().texts();
        var others = other.key().texts();
        int order = 0;
        for (int i = 0; order == 0 && i < texts.size(); i++) {
            order = texts.get(i).compareTo(others.get(i));
        }
        return order;
    };

    private final List<Grouping> groups;
    private final UnaryOperator<String> modules;
    private final Map<GroupKey, SumLine> sums = new HashMap<>();
    private long calls;

    /** @param modules the module of an operation */
    CallSums(List<Grouping> groups, UnaryOperator<String> modules) {
        this.groups = List.copyOf(groups);
        this.modules = modules;
    }

    void add(UsageRecorded event) {
        var charge = event.charge();
        calls++;
        add(new SumLine(key(event), 1, charge.quantity(), charge.micros()));
    }

    void add(SumLine line) {
        sums.merge(line.key(), line, SumLine::plus);
    }

    /** Calls that were added one by one. */
    long calls() {
        return calls;
    }

    /** The lines of a page, in their order. */
    List<SumLine> lines(SumPage page) {
        var after = page.after();
        List<SumLine> lines = new ArrayList<>(sums.values());
        if (after != null) {
            var last = new SumLine(after, 0, 0, 0);
            lines.removeIf(line -> BY_KEY.compare(line, last) <= 0);
        }
        lines.sort(BY_KEY);
        return lines.subList(0, (int) Math.min(lines.size(), page.fetched()));
    }

    private GroupKey key(UsageRecorded event) {
        var module = modules.apply(event.call().operation());
        return new GroupKey(Arrays.stream(Grouping.values())
                .map(group -> groups.contains(group) ? group.text(event, module) : "")
                .toList());
    }
}
