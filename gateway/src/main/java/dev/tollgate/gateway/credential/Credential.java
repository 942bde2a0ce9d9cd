package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.money.budget.CredentialBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a token, as used for checks. Never holds the token or its hash.
 *
 * @param id the credential's own id; for an operator a stable id made from the name
 * @param actor who audit and usage say acted
 * @param surface the only surface of this credential
 * @param workspace the workspace it belongs to; null for operators, whose target is named by the path
 * @param scopes what it may do in that workspace; empty for operators
 * @param callsPerSecond its own rate limit; null where the plan's default holds
 * @param endsAt when this very token stops working: expiry, or the end of a rotation's overlap; null for never
 * @param replaced whether a newer secret has replaced it
 * @param allowed where it may be used from
 * @param withinReach what its owner may do here with a token that says so; for all but OAuth access tokens that carry
 *     scopes the same as {@code scopes}
 * @param tools what an MCP client's own settings leave of its tools; all for every other credential
 * @param budget the most it may spend, for an agent of a person that of their grant; null for none
 */
public record Credential(
        UUID id,
        Actor actor,
        Surface surface,
        @Nullable WorkspaceSnapshot workspace,
        Set<Scope> scopes,
        @Nullable Integer callsPerSecond,
        @Nullable Instant endsAt,
        boolean replaced,
        AllowedAddresses allowed,
        Set<Scope> withinReach,
        ToolSettings tools,
        @Nullable CredentialBudget budget) {

    /** Rate limit of a person of the identity provider, within the plan. */
    static final int SUBJECT_RATE = 100;

    /** Signed messages a second from one address. */
    static final int SENDER_RATE = 10;

    /** Time before the expiry from which answers announce it. */
    static final Duration ANNOUNCED = Duration.ofDays(14);

    public Credential {
        scopes = Set.copyOf(scopes);
        withinReach = Set.copyOf(withinReach);
    }

    /** One whose scopes are all it can have. */
    public Credential(
            UUID id,
            Actor actor,
            Surface surface,
            @Nullable WorkspaceSnapshot workspace,
            Set<Scope> scopes,
            @Nullable Integer callsPerSecond,
            @Nullable Instant endsAt,
            boolean replaced,
            AllowedAddresses allowed) {
        this(
                id,
                actor,
                surface,
                workspace,
                scopes,
                callsPerSecond,
                endsAt,
                replaced,
                allowed,
                scopes,
                ToolSettings.ALL,
                null);
    }

    /** One that may be used from everywhere. */
    public Credential(
            UUID id,
            Actor actor,
            Surface surface,
            @Nullable WorkspaceSnapshot workspace,
            Set<Scope> scopes,
            @Nullable Integer callsPerSecond,
            @Nullable Instant endsAt,
            boolean replaced) {
        this(id, actor, surface, workspace, scopes, callsPerSecond, endsAt, replaced, AllowedAddresses.ALL);
    }

    /** An operator: may act in every workspace through the control plane only. */
    public static Credential operator(String name) {
        var id = UUID.nameUUIDFromBytes(("operator " + name).getBytes(StandardCharsets.UTF_8));
        var actor = new Actor(Actor.Kind.OPERATOR, name, name);
        return new Credential(id, actor, Surface.CONTROL, null, Set.of(), null, null, false);
    }

    /**
     * The sender of signed messages: identified by its signature only, so each source address has its own rate limit.
     *
     * @param source as {@link AddressRange#source} has it
     */
    public static Credential sender(String sender, String source) {
        var id = UUID.nameUUIDFromBytes(("sender " + sender + ' ' + source).getBytes(StandardCharsets.UTF_8));
        var actor = new Actor(Actor.Kind.SYSTEM, sender, sender);
        return new Credential(id, actor, Surface.CONTROL, null, Set.of(), SENDER_RATE, null, false);
    }

    /** A person of an identity provider: uses the control plane, and sees the workspaces and tenants they belong to. */
    public static Credential subject(String subject, Actor actor, Instant endsAt) {
        var id = UUID.nameUUIDFromBytes(("subject " + subject).getBytes(StandardCharsets.UTF_8));
        return new Credential(id, actor, Surface.CONTROL, null, Set.of(), null, endsAt, false);
    }

    /** A member whose agent comes over MCP, as far as role, grant and modules go; their token may say less. */
    public static Credential agent(
            MemberId member,
            String name,
            WorkspaceSnapshot workspace,
            Set<Scope> scopes,
            @Nullable CredentialBudget budget) {
        var actor = new Actor(Actor.Kind.MEMBER, member.text(), name);
        return new Credential(
                member.value(),
                actor,
                Surface.MCP,
                workspace,
                scopes,
                SUBJECT_RATE,
                null,
                false,
                AllowedAddresses.ALL,
                scopes,
                ToolSettings.ALL,
                budget);
    }

    /**
     * The same, by one access token.
     *
     * @param named the scopes the token names; null where they do not count
     */
    public Credential until(Instant tokenEndsAt, @Nullable Set<Scope> named) {
        var fewer = new HashSet<>(scopes);
        if (named != null) {
            fewer.retainAll(named);
        }
        return new Credential(
                id,
                actor,
                surface,
                workspace,
                fewer,
                callsPerSecond,
                tokenEndsAt,
                replaced,
                allowed,
                withinReach,
                tools,
                budget);
    }

    /** Whether it is one of our secrets, not a token of an issuer. */
    public boolean isStatic() {
        return switch (actor.kind()) {
            case API_KEY, MCP_CLIENT, OPERATOR -> true;
            case MEMBER, SUBJECT, SYSTEM -> false;
        };
    }

    /** Whether the token has expired. */
    public boolean ended(Instant now) {
        return endsAt != null && !now.isBefore(endsAt);
    }

    /**
     * When the token ends, where answers are to say so: it was replaced, or its end is near. A person's token tells
     * that itself.
     */
    public @Nullable Instant announcedEnd(Instant now) {
        if (endsAt == null || workspace == null || !isStatic()) {
            return null;
        }
        return replaced || !now.isBefore(endsAt.minus(ANNOUNCED)) ? endsAt : null;
    }
}
