package dev.tollgate.gateway.identity;

import dev.tollgate.gateway.credential.SharedCredentialLookups;

/**
 * Configuration and keys of the identity provider of people and their agents. Safe from any thread.
 *
 * @param scopesFromToken whether what an agent's token names bounds what it may do
 */
public record IssuerContext(
        Issuer issuer,
        Audiences audiences,
        boolean scopesFromToken,
        IssuerKeys keys,
        SharedCredentialLookups lookups,
        SignIns signIns) {}
