package dev.tollgate.modules.crm.lead;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.MovingStatus;
import dev.tollgate.records.table.TableDeclaration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which changes of a lead are legal, and what they are called. Pure. */
final class LeadMoves {

    private static final TableDeclaration<Lead> TABLE = LeadOperations.LEADS.table();
    private static final Column<Lead, String> OWNER = TABLE.column("owner", String.class);
    private static final Column<Lead, CustomFields> CUSTOM_FIELDS = TABLE.column("custom_fields", CustomFields.class);
    private static final Column<Lead, String> EXTERNAL_SOURCE = TABLE.column("external_source", String.class);
    private static final Column<Lead, String> EXTERNAL_ID = TABLE.column("external_id", String.class);
    private static final Column<Lead, String> REASON = TABLE.column("disqualified_reason", String.class);

    private LeadMoves() {}

    /** The lead as it is stored; leaving disqualified clears its reason. */
    static Outcome<Lead> moved(Lead before, Lead after) {
        if (before.status() == Lead.Status.CONVERTED) {
            return isFree(before, after) ? Outcome.done(after) : Outcome.refused(refusal(before));
        }
        if (isConversion(before, after)) {
            return Outcome.done(after);
        }
        if (!MovingStatus.isLegal(before.status(), after.status())) {
            return Outcome.refused(refusal(before));
        }
        return Outcome.done(
                before.status() == Lead.Status.DISQUALIFIED && after.status() != before.status()
                        ? TABLE.copy(after).set(REASON, null).done()
                        : after);
    }

    /** Whether only what may still change after the conversion differs. */
    private static boolean isFree(Lead before, Lead after) {
        return TABLE.copy(after)
                .set(OWNER, before.owner())
                .set(CUSTOM_FIELDS, before.customFields())
                .set(EXTERNAL_SOURCE, before.externalSource())
                .set(EXTERNAL_ID, before.externalId())
                .done()
                .equals(before);
    }

    private static boolean isConversion(Lead before, Lead after) {
        return after.convertedAt() != null && before.status().converts();
    }

    /** Says what is possible instead. */
    static Refusal refusal(Lead lead) {
        if (lead.status() == Lead.Status.CONVERTED) {
            return new Refusal.Conflict("The lead is converted: only owner, custom_fields, external_source and"
                    + " external_id can change.");
        }
        return new Refusal.Conflict("The lead is " + word(lead.status()) + ". Its status can become "
                + MovingStatus.nextOf(lead.status())
                + (lead.status().converts() ? "; convert_lead converts it." : "."));
    }

    private static String word(Lead.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** Past verb of the event of a change; null for an update. */
    static @Nullable String verb(Lead before, Lead after) {
        if (before.status() == after.status()) {
            return null;
        }
        return switch (after.status()) {
            case NEW, WORKING -> null;
            case QUALIFIED, DISQUALIFIED, CONVERTED -> word(after.status());
        };
    }
}
