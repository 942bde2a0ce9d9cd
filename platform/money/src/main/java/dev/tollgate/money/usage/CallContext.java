package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What calls of one caller and operation have in common. */
record CallContext(
        @Nullable TenantId tenant,
        @Nullable WorkspaceId workspace,
        Actor actor,
        Surface surface,
        String operation,
        String action,
        @Nullable String resourceType,
        boolean dryRun,
        boolean audited,
        Charge charge) {

    private static final int TENANT = 1;
    private static final int WORKSPACE = 2;
    private static final int DRY_RUN = 4;
    private static final int AUDITED = 8;
    private static final int HOLD = 16;
    private static final int BUDGET = 32;
    private static final int FLAGS_MAX = 63;

    static CallContext of(UsageRecorded event) {
        CallFacts call = event.call();
        return new CallContext(
                call.tenant(),
                call.workspace(),
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                event.resourceType(),
                call.dryRun(),
                event.audited(),
                event.charge());
    }

    void write(ColumnWriter out, ValueTable<String> texts) {
        var hold = charge.hold();
        out.number(flags());
        if (tenant != null) {
            out.id(tenant.value());
        }
        if (workspace != null) {
            out.id(workspace.value());
        }
        out.number(texts.of(actor.kind().text()));
        out.number(texts.of(actor.id()));
        out.number(texts.of(actor.name()));
        out.number(texts.of(surface.text()));
        out.number(texts.of(operation));
        out.number(texts.of(action));
        out.number(texts.of(resourceType));
        out.number(texts.of(charge.dimension()));
        out.number(texts.of(charge.priceVersion()));
        out.number(charge.quantity());
        out.number(charge.micros());
        if (hold != null) {
            out.signed(hold.inc());
            out.signed(hold.bucket());
            if (hold.budget() != null) {
                out.id(hold.budget());
            }
        }
    }

    static CallContext read(ColumnReader in, Texts texts) {
        int flags = in.upTo(FLAGS_MAX);
        var tenant = has(flags, TENANT) ? new TenantId(in.id()) : null;
        var workspace = has(flags, WORKSPACE) ? new WorkspaceId(in.id()) : null;
        var kind = Actor.Kind.valueOf(texts.next(in).toUpperCase(Locale.ROOT));
        return new CallContext(
                tenant,
                workspace,
                new Actor(kind, texts.next(in), texts.next(in)),
                Surface.valueOf(texts.next(in).toUpperCase(Locale.ROOT)),
                texts.next(in),
                texts.next(in),
                texts.nextOrNull(in),
                has(flags, DRY_RUN),
                has(flags, AUDITED),
                charge(in, texts, flags));
    }

    private static Charge charge(ColumnReader in, Texts texts, int flags) {
        var dimension = texts.next(in);
        var version = texts.next(in);
        long quantity = in.number();
        long micros = in.number();
        return new Charge(dimension, quantity, micros, version, has(flags, HOLD) ? hold(in, flags) : null);
    }

    private static Charge.Hold hold(ColumnReader in, int flags) {
        long inc = in.signed();
        long bucket = in.signed();
        UUID budget = has(flags, BUDGET) ? in.id() : null;
        return new Charge.Hold(inc, bucket, budget);
    }

    private int flags() {
        var hold = charge.hold();
        return (tenant == null ? 0 : TENANT)
                | (workspace == null ? 0 : WORKSPACE)
                | (dryRun ? DRY_RUN : 0)
                | (audited ? AUDITED : 0)
                | (hold == null ? 0 : HOLD)
                | (hold == null || hold.budget() == null ? 0 : BUDGET);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    /** The table of texts of a record. */
    record Texts(List<String> texts) {

        Texts {
            texts = List.copyOf(texts);
        }

        String next(ColumnReader in) {
            var text = nextOrNull(in);
            if (text == null) {
                throw new IllegalArgumentException("a text is missing");
            }
            return text;
        }

        @Nullable String nextOrNull(ColumnReader in) {
            return at(in.upTo(texts.size()));
        }

        @Nullable String at(int place) {
            return place == 0 ? null : texts.get(place - 1);
        }
    }
}
