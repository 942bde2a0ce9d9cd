package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.audit.chain.AuditEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which filters of audit events can match: an action or outcome that does not exist is refused with the nearest. */
final class AuditFilterRules {

    private static final int ALIKE_MAX = 5;
    private static final NavigableSet<String> OUTCOMES = outcomes();

    private final NavigableSet<String> actions = new TreeSet<>();

    AuditFilterRules(Collection<? extends ProductModule> modules) {
        for (var module : modules) {
            module.operations().stream().map(Operation::action).forEach(actions::add);
            actions.addAll(module.auditedBesides());
        }
    }

    private static NavigableSet<String> outcomes() {
        var codes = new TreeSet<>(List.of(AuditEntry.OK));
        for (var refusal : Refusal.class.getPermittedSubclasses()) {
            codes.add(Refusal.code(refusal));
        }
        return codes;
    }

    List<FieldError> faults(AuditEvent.Filter filter) {
        var faults = new ArrayList<FieldError>();
        var action = filter.action();
        if (action != null && !actions.contains(action)) {
            faults.add(new FieldError("action", "is not an action of an audit event." + alike(action)));
        }
        var outcome = filter.outcome();
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            faults.add(new FieldError("outcome", "is not an outcome." + nearestOutcome(outcome)));
        }
        if (filter.from() != null && filter.to() != null && !filter.from().isBefore(filter.to())) {
            faults.add(new FieldError("to", "must be after from"));
        }
        return faults;
    }

    /** Actions of that verb or of that resource, else the nearest. */
    private String alike(String action) {
        var alike = actions.stream()
                .filter(known -> known.endsWith('.' + action) || known.startsWith(action + '.'))
                .limit(ALIKE_MAX)
                .toList();
        return alike.isEmpty()
                ? NearestWord.question(action, actions)
                : " Did you mean " + String.join(" or ", alike) + '?';
    }

    private static String nearestOutcome(String outcome) {
        var question = NearestWord.question(outcome, OUTCOMES);
        return question.isEmpty() ? " Outcomes: " + String.join(", ", OUTCOMES) + '.' : question;
    }
}
