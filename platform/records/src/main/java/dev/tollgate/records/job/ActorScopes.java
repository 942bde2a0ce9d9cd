package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import io.vertx.core.Future;
import java.util.Set;

/** Tells what an actor may do now: for jobs that have the rights of who set them. */
@FunctionalInterface
public interface ActorScopes {

    /**
     * The scopes of an actor in the workspace of a caller; none of one that is revoked, expired or no longer a member.
     *
     * @param actor as {@code last_actor} of a record has it
     */
    Future<Set<Scope>> of(Caller in, String actor);
}
