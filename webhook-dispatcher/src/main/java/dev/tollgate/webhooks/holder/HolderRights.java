package dev.tollgate.webhooks.holder;

import dev.tollgate.contract.caller.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Read rights of a holder.
 *
 * @param unlimited whether it is everything, whatever the scopes are
 * @param endsAt when it expires; null for never
 */
public record HolderRights(
        boolean unlimited, Set<Scope> scopes, @Nullable Instant endsAt) {

    public static final HolderRights ALL = new HolderRights(true, Set.of(), null);

    /** No rights: the holder is unknown or revoked, or may not hold webhooks. */
    public static final HolderRights NONE = new HolderRights(false, Set.of(), null);

    public HolderRights {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it may be sent what needs this scope. */
    public boolean reads(Scope scope, Instant now) {
        return unlimited || (scopes.contains(scope) && (endsAt == null || now.isBefore(endsAt)));
    }

    /** Those of these scopes that it lacks, in their order. */
    public List<Scope> missing(Collection<Scope> needed, Instant now) {
        return needed.stream().filter(scope -> !reads(scope, now)).sorted().toList();
    }
}
