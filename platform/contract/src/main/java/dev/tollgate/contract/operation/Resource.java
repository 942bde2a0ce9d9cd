package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Id;

/** A record with an identity and a version: what ETag, Location, audit and domain event are made from. */
public interface Resource {

    Id id();

    /** 1 at creation, one more with every change. */
    long version();
}
