package dev.tollgate.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Future;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * No future nests another one per round: the last round would overflow the stack, and the first future would never
 * complete. Loops use {@code FutureLoop}.
 */
@AnalyzeClasses(packages = "dev.tollgate", importOptions = ImportOption.DoNotIncludeTests.class)
class FutureRecursionTest {

    /** Methods that repeat a few times at most: by a counter of their own, or for each item of a short list. */
    private static final Set<String> FEW_TIMES = Set.of(
            "CallStore.named",
            "CellFillStep.firstPending",
            "Connector.open",
            "DeliveryWorker.asked",
            "EndpointCatchUp.steps",
            "Inserts.steps",
            "JobCharges.asked",
            "KeysetPages.whole",
            "RedisCluster.first",
            "RedisCluster.redirect",
            "ReplayJob.steps",
            "SavedQueryRecords.datasets",
            "Saves.saved",
            "SharedConnections.query",
            "SlotParts.from",
            "TicketNumbers.next");

    @ArchTest
    static final ArchRule A_METHOD_WITH_A_FUTURE_DOES_NOT_CALL_ITSELF_LATER =
            methods().that().haveRawReturnType(Future.class).should(new NotCallItselfLater());

    /** Also violated by a name of the list that no method has any more. */
    private static final class NotCallItselfLater extends ArchCondition<JavaMethod> {

        private final Set<String> unused = new TreeSet<>(FEW_TIMES);

        NotCallItselfLater() {
            super("not call themselves from a lambda");
        }

        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            boolean later = laterCalls(method)
                    .anyMatch(call -> call.getTarget().getFullName().equals(method.getFullName()));
            if (later && !FEW_TIMES.contains(name(method))) {
                events.add(
                        SimpleConditionEvent.violated(method, name(method) + " calls itself when a future completes"));
            }
            if (later) {
                unused.remove(name(method));
            }
        }

        @Override
        public void finish(ConditionEvents events) {
            unused.forEach(name -> events.add(
                    SimpleConditionEvent.violated(name, name + " is in the list and does not call itself later")));
        }
    }

    private static Stream<? extends JavaAccess<?>> laterCalls(JavaMethod method) {
        return Stream.concat(
                method.getMethodCallsFromSelf().stream().filter(JavaAccess::isDeclaredInLambda),
                method.getMethodReferencesFromSelf().stream());
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }
}
