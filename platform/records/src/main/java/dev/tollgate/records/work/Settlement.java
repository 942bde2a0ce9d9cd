package dev.tollgate.records.work;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;

/** What a call is charged after it: what it did, at the price it was held at. */
final class Settlement {

    private Settlement() {}

    @SuppressWarnings("unchecked") // the answer came from the handler of this very operation
    static <A> Charge charge(Call<?> call, A answer) {
        var operation = (Operation<?, A>) call.operation();
        var face = operation.face(call.facts().surface());
        if (face == null) {
            return call.charge();
        }
        return switch (face.meter()) {
            case Meter.Free<?, A> _, Meter.PerCall<?, A> _ -> call.charge();
            case Meter.PerItem<?, A>(var _, var done) -> used(call.charge(), done.applyAsLong(answer));
            case Meter.Of<?, A>(var _, var _, var done) -> used(call.charge(), done.applyAsLong(answer));
        };
    }

    /** Never more than was held. */
    private static Charge used(Charge held, long quantity) {
        if (quantity >= held.quantity()) {
            return held;
        }
        return held.used(quantity, held.micros() / held.quantity() * quantity);
    }
}
