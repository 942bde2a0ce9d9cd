package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.credential.AddressRange;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.identity.SignedInPerson;
import dev.tollgate.money.hold.BudgetLeft;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request of a known caller, from the first gate to the answer. Confined to its event loop.
 *
 * <p>Invariant: every request of a known caller is ended by {@link Pipeline#leave} exactly once, whatever its result; a
 * second time does nothing.
 */
public final class RequestContext {

    private static final Set<Role> OPERATOR = Set.of(Role.OPERATOR);
    private static final Set<Role> NOBODY = Set.of();

    /** Audit action of a rejected credential. */
    private static final String ENTRY = "authenticate";

    private final Arrival arrival;
    private final Credential credential;
    private final @Nullable TenantId tenant;
    private final @Nullable WorkspaceSnapshot workspace;
    private final @Nullable SignedInPerson person;
    private ProgressListener listener = ProgressListener.NOBODY;
    private ToolFilter filter = ToolFilter.NONE;
    private @Nullable Long balanceMicros;
    private @Nullable BudgetLeft budget;
    private boolean dryRun;
    private boolean existed;
    private boolean inside;
    private boolean begun;
    private boolean begunWrite;
    private long beganNanos;
    private long workNanos;
    private boolean left;

    RequestContext(
            Arrival arrival, Credential credential, @Nullable TenantId tenant, @Nullable WorkspaceSnapshot workspace) {
        this(arrival, credential, tenant, workspace, null);
    }

    private RequestContext(
            Arrival arrival,
            Credential credential,
            @Nullable TenantId tenant,
            @Nullable WorkspaceSnapshot workspace,
            @Nullable SignedInPerson person) {
        this.arrival = arrival;
        this.credential = credential;
        this.tenant = tenant;
        this.workspace = workspace;
        this.person = person;
    }

    /** A message that says by its signature who sent it. */
    static RequestContext of(Arrival arrival, Access.Signed signed) {
        return new RequestContext(
                arrival, Credential.sender(signed.sender(), AddressRange.source(arrival.clientAddress())), null, null);
    }

    /** The context of a signed-in person, without a target yet. */
    static RequestContext of(Arrival arrival, SignedInPerson person) {
        return new RequestContext(arrival, person.credential(null), null, null, person);
    }

    public Arrival arrival() {
        return arrival;
    }

    public Credential credential() {
        return credential;
    }

    /** The account the call is about; null for calls on the installation. */
    public @Nullable TenantId tenant() {
        return tenant;
    }

    /** The account the call is about, or its credential where it is about none: whose share of the process it takes. */
    public UUID tenantOrCredential() {
        return tenant == null ? credential.id() : tenant.value();
    }

    /** Whose calls in flight are counted together with it; null if nobody's: no tenant keeps an operator out. */
    @Nullable UUID slotTenant() {
        return isOperator() ? null : tenantOrCredential();
    }

    /** Whose calls in flight are counted apart from those of its tenant; null for those of servers and operators. */
    @Nullable UUID slotCaller() {
        return arrival.surface() == Surface.MCP || isPerson() ? credential.id() : null;
    }

    /** The workspace the call acts in; null for calls on a tenant or the installation. */
    public @Nullable WorkspaceSnapshot workspace() {
        return workspace;
    }

    /** The zone of days that a caller gives for times: that of the workspace, else UTC. */
    public ZoneId zone() {
        return workspace == null ? ZoneOffset.UTC : workspace.timeZone();
    }

    /** The listener of the call; {@link ProgressListener#NOBODY} by default. */
    ProgressListener listener() {
        return listener;
    }

    /** Whether a create found an existing record, which is its answer. */
    public boolean existed() {
        return existed;
    }

    /** A create found an existing record, which is its answer. */
    void markExisted() {
        existed = true;
    }

    /** Sets the listener of the call. */
    public void listener(ProgressListener listener) {
        this.listener = listener;
    }

    /** What the connection leaves of the caller's operations. */
    public ToolFilter filter() {
        return filter;
    }

    void narrowed(ToolFilter left) {
        filter = left;
    }

    /** What the account has left while its call runs; null where nothing is held, or the caller may not know. */
    public @Nullable Long balanceMicros() {
        return balanceMicros;
    }

    /** The call checks everything and changes nothing. */
    void markDryRun(boolean dry) {
        dryRun = dry;
    }

    /** What the credential's own budget has left while its call runs; null where nothing is held, or it has none. */
    public @Nullable BudgetLeft budget() {
        return budget;
    }

    void held(@Nullable Long leftMicros, @Nullable BudgetLeft ofBudget) {
        balanceMicros = Rights.seesBalance(credential) ? leftMicros : null;
        budget = ofBudget;
    }

    public Caller caller() {
        return new Caller(
                credential.actor(),
                tenant,
                workspace == null ? null : workspace.workspace(),
                credential.scopes(),
                person == null ? null : person.verifiedEmail(),
                workspace == null ? Set.of() : workspace.modules(),
                zone(),
                roles());
    }

    /** The facts of the call for audit and usage. */
    public CallFacts facts(Operation<?, ?> operation, @Nullable String inputDigest) {
        return facts(operation.name(), operation.action(), inputDigest);
    }

    /** The facts of the request for the audit, before its operation is known. */
    CallFacts entry() {
        return facts(ENTRY, ENTRY, null);
    }

    private CallFacts facts(String operation, String action, @Nullable String inputDigest) {
        return new CallFacts(
                arrival.requestId(),
                arrival.clientRequestId(),
                arrival.time(),
                tenant,
                workspace == null ? null : workspace.workspace(),
                credential.actor(),
                arrival.surface(),
                operation,
                action,
                inputDigest,
                arrival.clientAddress(),
                arrival.userAgent(),
                dryRun);
    }

    /** The same arrival on the target its path names. */
    RequestContext on(@Nullable TenantId target, @Nullable WorkspaceSnapshot targetWorkspace) {
        var there = targetWorkspace == null ? null : targetWorkspace.workspace();
        var acting = person == null ? credential : person.credential(there);
        return new RequestContext(arrival, acting, target, targetWorkspace, person);
    }

    /** Whether the caller is a person of the identity provider. */
    boolean isPerson() {
        return person != null;
    }

    /** The caller's roles on the target. */
    Set<Role> roles() {
        return roles(tenant, workspace == null ? null : workspace.workspace());
    }

    /** The caller's roles on any target; without its tenant, those in the workspace alone. */
    Set<Role> roles(@Nullable TenantId ofTenant, @Nullable WorkspaceId inWorkspace) {
        if (person != null) {
            return person.roles(ofTenant, inWorkspace);
        }
        return isOperator() ? OPERATOR : NOBODY;
    }

    private boolean isOperator() {
        return credential.actor().kind() == Actor.Kind.OPERATOR;
    }

    boolean inside() {
        return inside;
    }

    void goneInside() {
        inside = true;
    }

    /** Whether the execution of the call has begun. */
    boolean begun() {
        return begun;
    }

    /** Whether the execution of a write has begun. */
    boolean begunWrite() {
        return begunWrite;
    }

    /** When it began, by {@link System#nanoTime()}. */
    long beganNanos() {
        return beganNanos;
    }

    void began(long nowNanos, boolean write) {
        begun = true;
        begunWrite = write;
        beganNanos = nowNanos;
    }

    /** How long its call has used the loop for what may take long. */
    long workNanos() {
        return workNanos;
    }

    void worked(long nanos) {
        workNanos += nanos;
    }

    /** True the first time. */
    boolean leaving() {
        var first = !left;
        left = true;
        return first;
    }
}
