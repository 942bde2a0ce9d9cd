/**
 * The module CRM: leads, contacts, companies, deals with their stages, and notes. Owns the schema {@code crm}.
 *
 * <p>Invariants a newcomer would break: a record names only records of its own workspace, by foreign keys over
 * {@code (workspace_id, id)}, except for the ids of a conversion, which are history; a deal's status is the outcome of
 * its stage, which never changes; a conversion locks the lead, then the e-mail address, then the domain.
 */
@NullMarked
package dev.tollgate.modules.crm;

import org.jspecify.annotations.NullMarked;
