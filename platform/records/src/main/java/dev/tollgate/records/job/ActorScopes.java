package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** Tells what an actor may do and spend now: for jobs that have the rights of who set them. */
@FunctionalInterface
public interface ActorScopes {

    /**
     * The scopes of an actor in the workspace of a caller; none of one that is revoked, expired or no longer a member.
     *
     * @param actor as {@code last_actor} of a record has it
     */
    Future<Set<Scope>> of(Caller in, String actor);

    /** The same actor as one that pays for what it set; empty for one that is not of the workspace. */
    default Future<Optional<JobSpender>> spender(Caller in, String actor) {
        return Future.succeededFuture(Optional.empty());
    }
}
