package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token stands for, as the gates know it. Never holds the token or its hash.
 *
 * @param id the credential's own id; for an operator a stable id made from the name
 * @param actor who audit and usage say acted
 * @param surface the one door this credential opens
 * @param home the workspace it belongs to; null for operators, whose target is named by the path
 * @param scopes what it may do in that workspace; empty for operators
 * @param callsPerSecond its own rate limit; null where the plan's default holds
 * @param endsAt when this very token stops working: expiry, or the end of a rotation's overlap; null for never
 * @param replaced whether a newer secret has taken its place
 * @param allowed where it may be used from
 */
public record Credential(
        UUID id,
        Actor actor,
        Surface surface,
        @Nullable Standing home,
        Set<Scope> scopes,
        @Nullable Integer callsPerSecond,
        @Nullable Instant endsAt,
        boolean replaced,
        AllowedAddresses allowed) {

    /** How long before its expiry answers begin to say so. */
    static final Duration ANNOUNCED = Duration.ofDays(14);

    public Credential {
        scopes = Set.copyOf(scopes);
    }

    /** One that may be used from everywhere. */
    public Credential(
            UUID id,
            Actor actor,
            Surface surface,
            @Nullable Standing home,
            Set<Scope> scopes,
            @Nullable Integer callsPerSecond,
            @Nullable Instant endsAt,
            boolean replaced) {
        this(id, actor, surface, home, scopes, callsPerSecond, endsAt, replaced, AllowedAddresses.ALL);
    }

    /** An operator: enters every workspace by the control plane, and none by another door. */
    public static Credential operator(String name) {
        var id = UUID.nameUUIDFromBytes(("operator " + name).getBytes(StandardCharsets.UTF_8));
        var actor = new Actor(Actor.Kind.OPERATOR, name, name);
        return new Credential(id, actor, Surface.CONTROL, null, Set.of(), null, null, false);
    }

    /** Somebody an identity provider vouches for: enters by the control plane, and sees what they have a place in. */
    public static Credential subject(String subject, Actor actor, Instant endsAt) {
        var id = UUID.nameUUIDFromBytes(("subject " + subject).getBytes(StandardCharsets.UTF_8));
        return new Credential(id, actor, Surface.CONTROL, null, Set.of(), null, endsAt, false);
    }

    /** Whether the token has ended by itself. */
    public boolean ended(Instant now) {
        return endsAt != null && !now.isBefore(endsAt);
    }

    /**
     * When the token ends, where answers are to say so: it was replaced, or its end is near. A person's token tells
     * that itself.
     */
    public @Nullable Instant announcedEnd(Instant now) {
        if (endsAt == null || home == null) {
            return null;
        }
        return replaced || !now.isBefore(endsAt.minus(ANNOUNCED)) ? endsAt : null;
    }
}
